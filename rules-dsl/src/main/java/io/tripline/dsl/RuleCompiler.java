package io.tripline.dsl;

import io.tripline.dsl.check.RuleSetChecker;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.parser.RuleParser;
import io.tripline.dsl.syntax.FileTree;
import java.util.List;

/**
 * From rules as text to rules that can run. Nothing here throws on any text: what is wrong with it
 * is in the diagnostics.
 */
public final class RuleCompiler {
  private RuleCompiler() {}

  /** Compiles one rule set; its declarations may stand in any order and file. */
  public static Compilation compile(List<SourceFile> files) {
    return check(files.stream().map(RuleCompiler::parse).toList());
  }

  /** Reads one file: the part of the work that needs no other file. */
  public static ParsedFile parse(SourceFile file) {
    Diagnostics diagnostics = new Diagnostics();
    FileTree tree = RuleParser.parse(file, diagnostics);
    return new ParsedFile(file, tree, diagnostics.sorted());
  }

  /** Checks the files of one rule set together. */
  public static Compilation check(List<ParsedFile> files) {
    Diagnostics diagnostics = new Diagnostics();
    files.forEach(file -> file.diagnostics().forEach(diagnostics::add));
    RuleSet ruleSet =
        RuleSetChecker.check(files.stream().map(ParsedFile::tree).toList(), diagnostics);
    return new Compilation(ruleSet, diagnostics.sorted());
  }
}
