package io.tripline.app.serve;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.app.config.SettingsText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tripline config}: the settings that a server would have, and where each is from. */
@Command(
    name = "config",
    customSynopsis = "tripline config [--config FILE] [OPTION of serve…]",
    description = {
      "Show the settings that tripline serve has with the same options, in the same place: one a "
          + "line, as a file of settings, with where each is from. They are checked as serve does.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline config --config tripline.yaml --port 9090",
      "",
      ServeCommand.VARIABLES,
      "",
      ExitCode.HELP
    })
public final class ConfigCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private ServeOptions options = new ServeOptions();

  public ConfigCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    options.settings();
    for (String variable : options.config().unknownVariables()) {
      terminal.err().println("tripline config: there is no setting " + variable);
    }
    terminal
        .results()
        .print(SettingsText.of(spec.commandLine().getParseResult(), options.config()));
    return ExitCode.FINE;
  }
}
