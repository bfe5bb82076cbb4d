package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;

/**
 * Reads the tokens of a text, and reports what is no token. Such a piece is left out, or stands in
 * as what was probably meant, so that the parser has nothing to add.
 */
final class Tokens {
  /** How deep brackets, cases and signs may nest. */
  static final int DEEPEST = 200;

  /** In place of the text of a number that cannot be read. */
  static final String UNREADABLE = "?";

  private final Places places;
  private final Diagnostics diagnostics;
  private final List<Token> kept = new ArrayList<>();
  private final Set<Integer> afterStrays = new HashSet<>();
  private int lastLine;
  private int lastStray = -2;
  private boolean afterStray;

  /** The line of the last row of a test, and whether what follows it there was reported. */
  private int lineOfRow;

  private boolean reportedRow;

  /** Depth of braces in a test block; −1 outside of one. */
  private int testDepth = -1;

  private Tokens(Places places, Diagnostics diagnostics) {
    this.places = places;
    this.diagnostics = diagnostics;
  }

  /**
   * Tokens of a text.
   *
   * @param all what the lexer found, in its order, also what is left out
   * @param afterStrays where those start that follow a character without meaning: an error there
   *     has been reported already
   */
  record Read(List<Token> all, CommonTokenStream stream, Set<Integer> afterStrays) {}

  /** The tokens; none if they nest too deep, which is reported. */
  static Read read(CharStream text, Places places, Diagnostics diagnostics) {
    TriplineLexer lexer = new TriplineLexer(text);
    lexer.removeErrorListeners();
    Tokens tokens = new Tokens(places, diagnostics);
    List<Token> all = List.copyOf(lexer.getAllTokens());
    for (Token token : all) {
      if (token.getType() == TriplineLexer.UNTERMINATED_COMMENT) {
        Place opening = places.of(token.getStartIndex(), token.getStartIndex() + 1);
        diagnostics.report(Code.UNTERMINATED_COMMENT, opening, "this comment has no closing `*/`");
        break;
      }
      tokens.take((CommonToken) token);
    }
    tokens.checkDepth();
    return new Read(
        all,
        new CommonTokenStream(new ListTokenSource(tokens.kept)),
        Set.copyOf(tokens.afterStrays));
  }

  private void take(CommonToken token) {
    if (token.getChannel() != Token.DEFAULT_CHANNEL) {
      kept.add(token);
      return;
    }
    if (token.getLine() == lineOfRow) {
      reportAfterRow(token);
      return;
    }
    if (token.getType() == TriplineLexer.ROW) {
      lineOfRow = token.getLine();
      reportedRow = false;
    }
    if (isInTest(token) || repair(token)) {
      kept.add(token);
      if (afterStray) {
        afterStrays.add(token.getStartIndex());
      }
      afterStray = false;
    } else {
      afterStray = true;
    }
    lastLine = token.getLine();
  }

  /** What follows the last bar of a row is left out: most likely it is a cell without its end. */
  private void reportAfterRow(Token token) {
    if (!reportedRow) {
      diagnostics.report(
          Code.SYNTAX,
          places.of(token),
          "a row of events ends with `|`",
          "every cell stands between two bars");
    }
    reportedRow = true;
  }

  /** Whether a token that is no number elsewhere is, in a test, the id of an event. */
  private boolean isInTest(Token token) {
    return followTest(token) && token.getType() == TriplineLexer.MALFORMED_NUMBER;
  }

  /** Follows test blocks; true inside of their braces. */
  private boolean followTest(Token token) {
    if (testDepth < 0) {
      if (token.getType() == TriplineLexer.TEST && token.getLine() != lastLine) {
        testDepth = 0;
      }
      return false;
    }
    if (token.getType() == TriplineLexer.LBRACE) {
      testDepth++;
    } else if (token.getType() == TriplineLexer.RBRACE && --testDepth <= 0) {
      testDepth = -1;
    } else if (testDepth == 0 && token.getLine() != lastLine) {
      testDepth = -1; // a test without its braces
    }
    return testDepth > 0;
  }

  /** Whether the parser shall see the token. */
  private boolean repair(CommonToken token) {
    switch (token.getType()) {
      case TriplineLexer.STRAY -> {
        reportStray(token);
        return false;
      }
      case TriplineLexer.UNTERMINATED_TEXT -> {
        boolean name = token.getText().startsWith("`");
        report(
            Code.UNTERMINATED_TEXT,
            token,
            (name ? "this name" : "this text") + " has no closing quote on its line");
        token.setType(name ? TriplineLexer.QUOTED_NAME : TriplineLexer.TEXT);
      }
      case TriplineLexer.MALFORMED_NUMBER -> repairNumber(token);
      case TriplineLexer.FOREIGN -> repairOperator(token);
      default -> {}
    }
    return true;
  }

  private void reportStray(Token token) {
    boolean first = token.getStartIndex() != lastStray + 1;
    lastStray = token.getStopIndex();
    if (!first) {
      return;
    }
    int c = token.getText().codePointAt(0);
    String shown =
        Character.isISOControl(c)
                || !Character.isDefined(c)
                || Character.getType(c) >= 15 && Character.getType(c) <= 19
            ? String.format(Locale.ROOT, "U+%04X", c)
            : Character.toString(c);
    String hint =
        switch (c) {
          case ';' -> "nothing stands between clauses";
          case '\u2018', '\u2019', '\u201C', '\u201D' -> "quotes are ' or \"";
          case '\u2013', '\u2014', '\u2212' -> "the minus sign is -";
          case '#' -> "comments begin with //";
          default -> null;
        };
    diagnostics.report(
        Code.STRAY_CHARACTER, places.of(token), "unexpected character `" + shown + "`", hint);
  }

  private void repairNumber(CommonToken token) {
    String text = token.getText();
    String letters = text.replaceFirst("^[0-9.]+", "").toLowerCase(Locale.ROOT);
    boolean exponent = letters.matches("e[0-9]*");
    boolean duration = !exponent && letters.matches("(ms|[smhdwy]).*");
    String hint;
    if (exponent) {
      hint = "write the number with all its digits";
    } else if (duration) {
      hint =
          text.contains(".")
              ? "durations are whole numbers of a smaller unit, such as `90m`"
              : "the units of time are ms, s, m, h and d";
    } else {
      hint = "a name begins with a letter";
    }
    String what = duration ? "` is not a duration" : "` is neither a number nor a name";
    diagnostics.report(Code.MALFORMED_NUMBER, places.of(token), "`" + text + what, hint);
    token.setType(duration ? TriplineLexer.DURATION : TriplineLexer.INTEGER);
    token.setText(UNREADABLE);
  }

  private void repairOperator(CommonToken token) {
    String ours =
        switch (token.getText()) {
          case "==" -> "=";
          case "&&" -> "and";
          case "||" -> "or";
          default -> "not";
        };
    diagnostics.report(
        Code.FOREIGN_OPERATOR,
        places.of(token),
        "`" + token.getText() + "` is not an operator of this language",
        "write `" + ours + "`");
    token.setType(
        switch (ours) {
          case "=" -> TriplineLexer.EQ;
          case "and" -> TriplineLexer.AND;
          case "or" -> TriplineLexer.OR;
          default -> TriplineLexer.NOT;
        });
  }

  private void checkDepth() {
    Deque<Integer> runs = new ArrayDeque<>();
    int outer = 0;
    int run = 0;
    for (Token token : kept) {
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      switch (token.getType()) {
        case TriplineLexer.NOT, TriplineLexer.MINUS -> run++;
        case TriplineLexer.LPAREN,
            TriplineLexer.LBRACE,
            TriplineLexer.LBRACKET,
            TriplineLexer.CASE -> {
          runs.push(run + 1);
          outer += run + 1;
          run = 0;
        }
        case TriplineLexer.RPAREN,
            TriplineLexer.RBRACE,
            TriplineLexer.RBRACKET,
            TriplineLexer.END -> {
          outer -= runs.isEmpty() ? 0 : runs.pop();
          run = 0;
        }
        default -> run = 0;
      }
      if (outer + run > DEEPEST) {
        report(Code.TOO_DEEP, token, "this is nested more than " + DEEPEST + " deep");
        kept.clear();
        return;
      }
    }
  }

  private void report(Code code, Token token, String message) {
    Place place = places.of(token);
    diagnostics.report(code, place, message);
  }
}
