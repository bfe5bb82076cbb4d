package io.tripline.app.cli;

import io.tripline.engine.pipeline.EngineSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The most partial matches of a rule for a key; the same for every command that goes by it. */
public final class PartialMatchLimit {
  /** How it is written. */
  public static final String NAME = "--max-partial-matches";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = NAME,
      paramLabel = "N",
      description =
          "The most partial matches of one rule for one key. Past it those that started first are "
              + "dropped, and counted; alerts may be missing then. Default: ${DEFAULT-VALUE}.")
  private int most = EngineSettings.defaults().maxRunsPerKey();

  /**
   * The limit.
   *
   * @throws WrongUseException if it is out of bounds
   */
  public int value() {
    if (most < 1) {
      throw new WrongUseException(NAME + " must be 1 or more, not " + most);
    }
    return most;
  }

  /** Whether the user has said it. */
  public boolean isGiven() {
    return command != null && command.commandLine().getParseResult().hasMatchedOption(NAME);
  }
}
