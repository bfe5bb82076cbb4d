package io.tripline.app.check;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.app.rules.Diagnosis;
import io.tripline.app.rules.RuleFiles;
import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
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
    List<SourceFile> files = RuleFiles.read(paths);
    Compilation compilation = RuleCompiler.compile(files);
    String report = new DiagnosticPrinter(files).print(compilation.diagnostics());
    terminal.out().write(report.getBytes(StandardCharsets.UTF_8));
    terminal.err().println(Diagnosis.summary(files, compilation));
    return compilation.hasErrors() ? ExitCode.FINDINGS : ExitCode.FINE;
  }
}
