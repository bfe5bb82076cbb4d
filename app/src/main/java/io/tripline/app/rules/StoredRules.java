package io.tripline.app.rules;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.ir.RuleSet;
import java.util.List;

/** Rules from a store, whose text was checked when it was deployed. */
public final class StoredRules {
  private StoredRules() {}

  /**
   * Compiles one.
   *
   * @throws IllegalStateException if this version of the language takes it no more
   */
  public static RuleSet compile(String name, String text) {
    List<SourceFile> files = List.of(new SourceFile(name + ".trip", text));
    Compilation compilation = RuleCompiler.compile(files);
    RuleSet ruleSet = compilation.ruleSet();
    if (ruleSet == null) {
      throw new IllegalStateException(
          "the stored rule set "
              + name
              + " does not compile with this version of Tripline:\n"
              + new DiagnosticPrinter(files).print(compilation.diagnostics()));
    }
    return ruleSet;
  }
}
