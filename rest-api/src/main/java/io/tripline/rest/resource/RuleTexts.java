package io.tripline.rest.resource;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import java.util.List;

/** Texts of rules that requests bring. */
final class RuleTexts {
  private RuleTexts() {}

  /** A text that compiles, with its warnings. */
  record Compiled(RuleSet ruleSet, List<DiagnosticForm> warnings) {}

  /**
   * Compiles a text.
   *
   * @param name of the rule set, after which places are named
   * @throws ProblemException 422 with all errors
   */
  static Compiled compile(String name, String text) {
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile(name + ".trip", text)));
    RuleSet ruleSet = compilation.ruleSet();
    if (ruleSet == null) {
      List<DiagnosticForm> all = DiagnosticForm.all(compilation.diagnostics(), text);
      long errors = all.stream().filter(each -> each.severity().equals("error")).count();
      String found =
          errors == 1 ? "The rules have 1 error." : "The rules have " + errors + " errors.";
      throw Problem.of(ProblemType.INVALID_RULES, found).with("diagnostics", all).exception();
    }
    return new Compiled(ruleSet, DiagnosticForm.warnings(compilation.diagnostics(), text));
  }
}
