package io.tripline.app.key;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tripline key}: says which commands there are under it. */
@Command(
    name = "key",
    description = {
      "Make, list and revoke API keys in a data folder that no server uses.",
      "",
      "The first key is made so, with the scope admin; on a running server, POST /v1/keys makes "
          + "the others. A key is shown once: what is stored does not tell it.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:  tripline key create --data data --name operator --scope admin",
      "          tripline serve --data data --auth keys",
      "",
      KeyCommand.EXIT_CODES
    })
public final class KeyCommand implements Callable<Integer> {
  static final String EXIT_CODES = "Exit codes: 0 fine, 2 wrong use, 3 a failure.";

  private final Terminal terminal;
  @Spec private CommandSpec spec = CommandSpec.create();

  private KeyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with those under it. */
  public static CommandLine with(Terminal terminal) {
    return new CommandLine(new KeyCommand(terminal))
        .addSubcommand(new KeyCreateCommand(terminal))
        .addSubcommand(new KeyListCommand(terminal))
        .addSubcommand(new KeyRevokeCommand(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.err());
    return ExitCode.WRONG_USE;
  }
}
