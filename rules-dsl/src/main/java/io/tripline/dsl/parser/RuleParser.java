package io.tripline.dsl.parser;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.FileTree;
import io.tripline.dsl.syntax.concrete.SourceTree;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;

/** Reads a file. */
public final class RuleParser {
  /** The most UTF-16 units of a file. */
  public static final int LARGEST_FILE = 4_000_000;

  private RuleParser() {}

  /** The tree of whatever can be read; the rest is reported. */
  public static FileTree parse(SourceFile file, Diagnostics diagnostics) {
    if (tooLarge(file, diagnostics)) {
      return FileTree.nothing();
    }
    int[] codePoints = codePoints(file.text());
    Places places = Places.ofFile(file.name(), codePoints);
    Tokens.Read tokens = Tokens.read(stream(codePoints), places, diagnostics);
    Recovery recovery = new Recovery(places, tokens.afterStrays(), diagnostics);
    TriplineParser parser = parser(tokens.stream(), recovery);
    TriplineParser.RuleSetContext tree = parser.ruleSet();
    return new TreeBuilder(places, diagnostics, recovery, tokens.stream()).file(tree);
  }

  /**
   * The file as it is written, with everything in it. What cannot be read as rules is reported;
   * what is said in the holes of texts is not looked at.
   */
  public static SourceTree concrete(SourceFile file, Diagnostics diagnostics) {
    String text = file.text();
    if (tooLarge(file, diagnostics)) {
      return SourceTree.unreadable(text);
    }
    int[] codePoints = codePoints(text);
    Places places = Places.ofFile(file.name(), codePoints);
    Tokens.Read tokens = Tokens.read(stream(codePoints), places, diagnostics);
    Recovery recovery = new Recovery(places, tokens.afterStrays(), diagnostics);
    return ConcreteBuilder.build(text, tokens.all(), parser(tokens.stream(), recovery).ruleSet());
  }

  private static boolean tooLarge(SourceFile file, Diagnostics diagnostics) {
    if (file.text().length() <= LARGEST_FILE) {
      return false;
    }
    diagnostics.report(
        Code.TOO_LARGE,
        new Place(file.name(), 1, 1, 1),
        "this file is larger than " + LARGEST_FILE / 1_000_000 + " MB",
        "split it: a rule set can have many files");
    return true;
  }

  /** The expression in a hole of a text. */
  static Expression parseHole(int[] codePoints, Places places, Diagnostics diagnostics) {
    Tokens.Read tokens = Tokens.read(stream(codePoints), places, diagnostics);
    Recovery recovery = new Recovery(places, tokens.afterStrays(), diagnostics);
    TriplineParser parser = parser(tokens.stream(), recovery);
    TriplineParser.HoleContext hole = parser.hole();
    if (hole.exception != null) {
      return new Expression.Broken(places.of(0, codePoints.length - 1));
    }
    return new ExpressionBuilder(places, diagnostics).expression(hole.expression());
  }

  private static TriplineParser parser(CommonTokenStream tokens, Recovery recovery) {
    TriplineParser parser = new TriplineParser(tokens);
    parser.removeErrorListeners();
    parser.setErrorHandler(recovery);
    return parser;
  }

  /** Half a surrogate pair, which is no character, becomes the replacement character. */
  static int[] codePoints(String text) {
    return text.codePoints().map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c).toArray();
  }

  static CharStream stream(int[] codePoints) {
    return CharStreams.fromString(new String(codePoints, 0, codePoints.length));
  }
}
