package io.tripline.dsl;

import io.tripline.dsl.check.Availability;
import io.tripline.dsl.check.RuleSetChecker;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.parser.RuleParser;
import io.tripline.dsl.syntax.FileTree;
import java.util.List;

/** From rules as text to rules that can run. */
public final class RuleCompiler {
  private RuleCompiler() {}

  /**
   * Compiles one rule set; its declarations may stand in any order and file. Never throws on any
   * text: what is wrong with it is in the diagnostics.
   */
  public static Compilation compile(List<SourceFile> files) {
    Diagnostics diagnostics = new Diagnostics();
    List<FileTree> trees = files.stream().map(file -> RuleParser.parse(file, diagnostics)).toList();
    RuleSet ruleSet = RuleSetChecker.check(trees, diagnostics);
    if (ruleSet != null) {
      Availability.check(ruleSet, diagnostics);
    }
    return new Compilation(ruleSet, diagnostics.sorted());
  }
}
