package io.tripline.app.savepoint;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tripline savepoint}: says which commands there are under it. */
@Command(
    name = "savepoint",
    description = {
      "Make copies of a store, look at them, and restore them.",
      "",
      "A savepoint holds all that the store has at a moment. It can be restored on another machine,"
          + " with another number of workers, and by a later version; docs/operations.md says how.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:  tripline savepoint create before-upgrade --url http://127.0.0.1:8080",
      "          tripline savepoint restore before-upgrade --from data --data data2",
      "",
      SavepointCommand.EXIT_CODES
    })
public final class SavepointCommand implements Callable<Integer> {
  static final String EXIT_CODES =
      "Exit codes: 0 fine, 1 a savepoint is broken, 2 wrong use, 3 a failure.";

  private final Terminal terminal;
  @Spec private CommandSpec spec = CommandSpec.create();

  private SavepointCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with those under it. */
  public static CommandLine with(Terminal terminal) {
    return new CommandLine(new SavepointCommand(terminal))
        .addSubcommand(new CreateCommand(terminal))
        .addSubcommand(new ListCommand(terminal))
        .addSubcommand(new InspectCommand(terminal))
        .addSubcommand(new RestoreCommand(terminal))
        .addSubcommand(new DeleteCommand(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.err());
    return ExitCode.WRONG_USE;
  }
}
