package io.tripline.app.rules;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Severity;
import io.tripline.dsl.ir.RuleSet;
import java.util.List;

/** Sums a compilation up in a line. */
public final class Diagnosis {
  private Diagnosis() {}

  /** Such as {@code 2 files, 7 rules: no errors, 1 warning}. */
  public static String summary(List<SourceFile> files, Compilation compilation) {
    long errors =
        compilation.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).count();
    long warnings = compilation.diagnostics().size() - errors;
    RuleSet rules = compilation.ruleSet();
    return plural(files.size(), "file")
        + (rules == null ? "" : ", " + plural(rules.rules().size(), "rule"))
        + ": "
        + (errors == 0 ? "no errors" : plural(errors, "error"))
        + (warnings == 0 ? "" : ", " + plural(warnings, "warning"));
  }

  private static String plural(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
