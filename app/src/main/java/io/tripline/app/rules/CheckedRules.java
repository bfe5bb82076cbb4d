package io.tripline.app.rules;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.diagnostic.Severity;
import io.tripline.dsl.ir.RuleSet;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule set that was read from files and compiled.
 *
 * @param defaultName its name if nobody gives it one
 */
public record CheckedRules(String defaultName, List<SourceFile> files, Compilation compilation) {

  /**
   * Reads and compiles.
   *
   * @throws io.tripline.app.cli.WrongUseException if a path cannot be read; see {@link
   *     RuleFiles#read}
   */
  public static CheckedRules read(List<Path> paths) {
    List<SourceFile> files = RuleFiles.read(paths);
    return new CheckedRules(RuleFiles.defaultName(paths), files, RuleCompiler.compile(files));
  }

  /** The rules, or null if they have errors. */
  public @Nullable RuleSet ruleSet() {
    return compilation.ruleSet();
  }

  /** The rules, or null if they have errors, or use what the engine cannot run yet. */
  public @Nullable RuleSet runnable() {
    return compilation.runnable();
  }

  /** Whether anything was found, be it warnings only. */
  public boolean hasFindings() {
    return !compilation.diagnostics().isEmpty();
  }

  /** Number of errors. */
  public long errors() {
    return compilation.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).count();
  }

  /** Number of warnings. */
  public long warnings() {
    return compilation.diagnostics().size() - errors();
  }

  /** Everything that was found, for people. */
  public String report() {
    return new DiagnosticPrinter(files).print(compilation.diagnostics());
  }

  /** What was found in a line, such as {@code 2 files, 7 rules: no errors, 1 warning}. */
  public String summary() {
    long errors = errors();
    long warnings = warnings();
    RuleSet rules = ruleSet();
    return plural(files.size(), "file")
        + (rules == null ? "" : ", " + plural(rules.rules().size(), "rule"))
        + ": "
        + (errors == 0 ? "no errors" : plural(errors, "error"))
        + (warnings == 0 ? "" : ", " + plural(warnings, "warning"));
  }

  /**
   * The whole rule set as one text, as it is deployed. A file of several is introduced by its name.
   */
  public String text() {
    if (files.size() == 1) {
      return files.getFirst().text();
    }
    StringBuilder text = new StringBuilder();
    for (SourceFile file : files) {
      text.append("// from ").append(file.name().replaceAll("\\R", " ")).append('\n');
      text.append(file.text()).append('\n');
    }
    return text.toString();
  }

  private static String plural(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
