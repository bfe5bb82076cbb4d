package io.tripline.app.rules;

import io.tripline.app.cli.WrongUseException;
import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Severity;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.explain.SourceText;
import io.tripline.engine.pipeline.DeploymentRefusedException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
   * @throws WrongUseException if a path cannot be read; see {@link RuleFiles#read}
   */
  public static CheckedRules read(List<Path> paths) {
    List<SourceFile> files = RuleFiles.read(paths);
    return new CheckedRules(RuleFiles.defaultName(paths), files, RuleCompiler.compile(files));
  }

  /** The rules, or null if they have errors. */
  public @Nullable RuleSet ruleSet() {
    return compilation.ruleSet();
  }

  /**
   * The rules with the given names, in the order in which they stand; all if none is named.
   *
   * @throws WrongUseException if a name is none of a rule
   * @throws IllegalStateException if the rules have errors
   */
  public List<Rule> named(List<String> names) {
    RuleSet ruleSet = ruleSet();
    if (ruleSet == null) {
      throw new IllegalStateException("the rules have errors");
    }
    Set<String> known = new LinkedHashSet<>(ruleSet.rules().stream().map(Rule::name).toList());
    for (String name : names) {
      if (!known.contains(name)) {
        String hint = DidYouMean.hint(name, known);
        throw new WrongUseException(
            "there is no rule `"
                + name
                + "`; "
                + (hint == null ? "there are: " + String.join(", ", known) : hint));
      }
    }
    return ruleSet.rules().stream()
        .filter(r -> names.isEmpty() || names.contains(r.name()))
        .toList();
  }

  /** The words of the rules' authors. */
  public SourceText source() {
    return SourceText.of(
        files.stream().collect(Collectors.toMap(SourceFile::name, SourceFile::text)));
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

  /** Tells people what was found, and the sum of it. */
  public void tell(PrintStream to) {
    to.print(report());
    to.println(summary());
  }

  /** Why an engine has refused the rules, with the place if there is one. */
  public static String refusal(DeploymentRefusedException e) {
    Place place = e.place();
    return (place == null ? "" : place + ": ") + e.getMessage();
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
