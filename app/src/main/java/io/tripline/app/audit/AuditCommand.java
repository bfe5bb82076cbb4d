package io.tripline.app.audit;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tripline audit}: says which commands there are under it. */
@Command(
    name = "audit",
    description = {
      "Check the audit log of a data folder that no server uses. Nothing in it is changed.",
      "",
      "A running server shows the log at GET /v1/audit.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  tripline audit verify --data data", "", AuditCommand.EXIT_CODES})
public final class AuditCommand implements Callable<Integer> {
  static final String EXIT_CODES =
      "Exit codes: 0 fine, 1 the log is not as it was written, 2 wrong use, 3 a failure.";

  private final Terminal terminal;
  @Spec private CommandSpec spec = CommandSpec.create();

  private AuditCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with those under it. */
  public static CommandLine with(Terminal terminal) {
    return new CommandLine(new AuditCommand(terminal))
        .addSubcommand(new AuditVerifyCommand(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.err());
    return ExitCode.WRONG_USE;
  }
}
