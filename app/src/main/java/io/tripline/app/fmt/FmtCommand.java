package io.tripline.app.fmt;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.OutputFile;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.rules.RuleFiles;
import io.tripline.app.rules.RulePaths;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.format.Formatted;
import io.tripline.dsl.format.Formatter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tripline fmt}: writes rules in the one way that all of them are written in. */
@Command(
    name = "fmt",
    customSynopsis = {"tripline fmt [--check] PATH…", "tripline fmt [--check] -"},
    description = {
      "Format rule files.",
      "",
      "Changes white space only, and files only where they differ. A file with syntax errors is "
          + "left as it is; what is wrong with it goes to standard error.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline fmt examples/demo",
      "",
      "Exit codes: 0 fine, 1 a file has syntax errors or, with --check, would change, "
          + "2 wrong use, 3 a failure."
    })
public final class FmtCommand implements Callable<Integer> {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final Terminal terminal;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = RulePaths.EACH + " A - alone formats standard input to standard output.")
  private List<Path> paths = List.of();

  @Option(
      names = "--check",
      description = "Change nothing; list the files that would change on standard output.")
  private boolean check;

  public FmtCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (paths.contains(STANDARD_INPUT)) {
      if (paths.size() > 1) {
        throw new WrongUseException("- stands for standard input, and cannot stand beside files");
      }
      return standardInput();
    }
    // All are read before the first is written, so that one that cannot be read stops them all.
    List<Original> originals = new ArrayList<>();
    for (Path file : RuleFiles.find(paths)) {
      originals.add(Original.of(file.toString(), file, RuleFiles.bytes(file)));
    }
    int changed = 0;
    int unreadable = 0;
    for (Original original : originals) {
      byte[] formatted = format(original.source);
      if (formatted == null) {
        unreadable++;
      } else if (!Arrays.equals(formatted, original.bytes)) {
        changed++;
        if (check) {
          terminal.results().println(original.file);
        } else {
          write(original.file, formatted);
        }
      }
    }
    terminal.err().println(summary(originals.size(), changed, unreadable));
    return unreadable > 0 || check && changed > 0 ? ExitCode.FINDINGS : ExitCode.FINE;
  }

  private int standardInput() throws IOException {
    Original original =
        Original.of("standard input", STANDARD_INPUT, RuleFiles.bytes(terminal.in()));
    byte[] formatted = format(original.source);
    if (formatted == null) {
      return ExitCode.FINDINGS;
    }
    if (!check) {
      terminal.out().write(formatted);
      return ExitCode.FINE;
    }
    if (Arrays.equals(formatted, original.bytes)) {
      return ExitCode.FINE;
    }
    terminal.results().println(original.source.name());
    return ExitCode.FINDINGS;
  }

  /** What the file shall hold, or null if it cannot be read as rules, which is told. */
  private byte @Nullable [] format(SourceFile source) {
    Formatted formatted = Formatter.format(source);
    if (formatted.text() == null) {
      terminal.err().print(new DiagnosticPrinter(List.of(source)).print(formatted.diagnostics()));
      return null;
    }
    return formatted.text().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Path file, byte[] formatted) throws IOException {
    try (OutputFile output = OutputFile.open(file)) {
      output.stream().write(formatted);
      output.complete();
    }
  }

  /** What was done in a line, such as {@code 7 files: 2 formatted, 1 with errors}. */
  private String summary(int files, int changed, int unreadable) {
    String summary =
        files
            + (files == 1 ? " file: " : " files: ")
            + (changed == 0
                ? "nothing to change"
                : changed + (check ? " would change" : " formatted"));
    return unreadable == 0 ? summary : summary + ", " + unreadable + " with syntax errors";
  }

  /** A file as it was found. */
  private record Original(Path file, SourceFile source, byte[] bytes) {
    static Original of(String name, Path file, byte[] bytes) {
      return new Original(file, new SourceFile(name, RuleFiles.decode(name, bytes)), bytes);
    }
  }
}
