package io.tripline.app.serve;

import io.tripline.app.cli.DurationConverter;
import io.tripline.app.cli.WrongUseException;
import io.tripline.rest.approval.ApprovalSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether somebody else has to approve a change of rules. */
final class ApprovalOptions {
  @Option(
      names = "--require-approval",
      description =
          "What is asked of the API to change in rules is made only when somebody else approves, "
              + "who has the scope approve. Needs --auth.")
  private boolean required;

  @Option(
      names = "--approval-within",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "7d",
      description =
          "How long a proposed change can be approved, 1m to 365d. Default: ${DEFAULT-VALUE}.")
  private Duration within = ApprovalSettings.defaults().openFor();

  /**
   * These settings.
   *
   * @param asksWhoCalls whether callers have to show who they are
   * @throws WrongUseException if an option is out of bounds, or makes no sense with another
   */
  ApprovalSettings settings(boolean asksWhoCalls) {
    if (required && !asksWhoCalls) {
      throw new WrongUseException(
          "--require-approval needs --auth: else nobody can tell one caller from another");
    }
    if (within.compareTo(ApprovalSettings.SHORTEST) < 0
        || within.compareTo(ApprovalSettings.LONGEST) > 0) {
      throw new WrongUseException("--approval-within must be 1m to 365d");
    }
    return new ApprovalSettings(required, within);
  }
}
