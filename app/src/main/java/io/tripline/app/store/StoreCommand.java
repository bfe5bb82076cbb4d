package io.tripline.app.store;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tripline store}: says which commands there are under it. */
@Command(
    name = "store",
    description = {
      "Look into a data folder that no server uses. Nothing in it is changed.",
      "",
      "A running server says the same of itself at GET /v1/status and GET /metrics; to look into"
          + " its store, make a savepoint, and give its folder as --data.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:  tripline store check --data data",
      "          tripline store stats --data data",
      "          tripline store dump --data data --rule card_testing --key c1",
      "",
      StoreCommand.EXIT_CODES
    })
public final class StoreCommand implements Callable<Integer> {
  static final String EXIT_CODES =
      "Exit codes: 0 fine, 1 the store is damaged, 2 wrong use, 3 a failure.";

  private final Terminal terminal;
  @Spec private CommandSpec spec = CommandSpec.create();

  private StoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with those under it. */
  public static CommandLine with(Terminal terminal) {
    return new CommandLine(new StoreCommand(terminal))
        .addSubcommand(new StoreCheckCommand(terminal))
        .addSubcommand(new StoreStatsCommand(terminal))
        .addSubcommand(new StoreDumpCommand(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.err());
    return ExitCode.WRONG_USE;
  }
}
