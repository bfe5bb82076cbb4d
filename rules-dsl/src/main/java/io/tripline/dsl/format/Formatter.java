package io.tripline.dsl.format;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.parser.RuleParser;
import io.tripline.dsl.syntax.concrete.SourceTree;

/** Writes files of rules in the one way that all of them are written in. */
public final class Formatter {
  private Formatter() {}

  /**
   * Formats a file; the result formatted again is the same. Only white space changes: tokens and
   * comments stay, in their order. A file that cannot be read as rules is not formatted; rules that
   * can be read and mean nothing are. Never throws, whatever the text.
   */
  public static Formatted format(SourceFile file) {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile source = new SourceFile(file.name(), withLineFeeds(file.text()));
    SourceTree tree = RuleParser.concrete(source, diagnostics);
    if (diagnostics.hasErrors()) {
      return new Formatted(null, diagnostics.sorted());
    }
    Printer printer = new Printer(RuleParser.LARGEST_FILE);
    new Layout().file(tree.root(), printer::print);
    String text = printer.finish();
    if (printer.isFull() || text.length() > RuleParser.LARGEST_FILE) {
      diagnostics.report(
          Code.TOO_LARGE,
          new Place(file.name(), 1, 1, 1),
          "formatted, this file would be larger than "
              + RuleParser.LARGEST_FILE / 1_000_000
              + " MB",
          "split it: a rule set can have many files");
      return new Formatted(null, diagnostics.sorted());
    }
    if (!Faithful.is(tree, new SourceFile(file.name(), text))) {
      throw new IllegalStateException(
          "formatting would have changed what " + file.name() + " says; this is a bug");
    }
    return new Formatted(text, diagnostics.sorted());
  }

  private static String withLineFeeds(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }
}
