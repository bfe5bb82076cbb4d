package io.tripline.app.check;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.app.rules.CheckedRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tripline check}: says everything that is wrong with rules. */
@Command(
    name = "check",
    customSynopsis = {"tripline check PATH…"},
    description = {
      "Check rule files.",
      "",
      "Everything that is found goes to standard output, with its place and, where there is one, "
          + "the likely fix; a summary goes to standard error. Warnings alone are no failure.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {"", "Example:  tripline check examples/demo", "", ExitCode.HELP})
public final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Rule files, and folders of which every .trip file below is taken. "
              + "All of them together are one rule set.")
  private List<Path> paths = List.of();

  public CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    CheckedRules checked = CheckedRules.read(paths);
    terminal.out().write(checked.report().getBytes(StandardCharsets.UTF_8));
    terminal.err().println(checked.summary());
    return checked.ruleSet() == null ? ExitCode.FINDINGS : ExitCode.FINE;
  }
}
