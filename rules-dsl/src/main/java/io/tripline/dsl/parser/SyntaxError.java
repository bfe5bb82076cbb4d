package io.tripline.dsl.parser;

import static io.tripline.dsl.parser.TriplineLexer.*;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.FailedPredicateException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Says in plain words what the parser stumbled over. */
final class SyntaxError {
  private static final Set<Integer> LITERALS =
      Set.of(INTEGER, DECIMAL, DURATION, TEXT, TRUE, FALSE, NULL, CASE, NOT, MINUS, LPAREN);

  /** What can always follow an expression, and so explains nothing. */
  private static final Set<Integer> CONTINUATIONS =
      Set.of(
          PLUS, MINUS, STAR, SLASH, PERCENT, EQ, NE, NE_SQL, LT, LE, GT, GE, AND, OR, NOT, IN, IS,
          BETWEEN, LIKE, MATCHES, DOT, LBRACKET, OVER, LPAREN);

  private static final int MOST_EXPECTED = 3;

  private final Parser parser;
  private final Places places;

  SyntaxError(Parser parser, Places places) {
    this.parser = parser;
    this.places = places;
  }

  static void report(Diagnostics diagnostics, Place place, String message, @Nullable String hint) {
    diagnostics.report(Code.SYNTAX, place, message, hint);
  }

  void report(RecognitionException e, Diagnostics diagnostics) {
    Token token = e.getOffendingToken();
    if (e instanceof FailedPredicateException
        && parser.getContext().getRuleIndex() == TriplineParser.RULE_field) {
      Token field = parser.getInputStream().LT(-1);
      report(
          diagnostics,
          places.of(field),
          "the field `" + field.getText() + "` has no type",
          "a field reads `" + field.getText() + " string`");
      return;
    }
    boolean aheadOfDecision = e instanceof NoViableAltException n && n.getStartToken() != token;
    @Nullable IntervalSet expected = aheadOfDecision ? null : e.getExpectedTokens();
    reportExpected(diagnostics, token, expected);
  }

  /** A token that is missing, and that the parser takes as given. */
  void reportMissing(Diagnostics diagnostics) {
    reportExpected(diagnostics, parser.getCurrentToken(), parser.getExpectedTokens());
  }

  void reportUnexpected(Diagnostics diagnostics, Token token, @Nullable String hint) {
    report(
        diagnostics,
        places.of(token),
        found(token) + " is unexpected here",
        hint != null ? hint : anyHint(token, null));
  }

  private void reportExpected(
      Diagnostics diagnostics, Token token, @Nullable IntervalSet expected) {
    List<String> words = expected == null ? List.of() : describe(expected);
    if (parser.getContext().getRuleIndex() == TriplineParser.RULE_primary
        && words.contains("a name")) {
      words = List.of("an expression"); // only a part of what can stand there was considered
    }
    if (words.isEmpty() || words.size() > MOST_EXPECTED) {
      reportUnexpected(diagnostics, token, anyHint(token, expected));
      return;
    }
    Token before = parser.getInputStream().LT(-1);
    String hint =
        expected != null && expected.contains(IDENTIFIER)
            ? reservedHint(token)
            : WordHint.of(before, token, expected);
    boolean lineEnded =
        before != null && (token.getType() == Token.EOF || before.getLine() < token.getLine());
    Place place = lineEnded ? places.after(before) : places.of(token);
    if (lineEnded) {
      hint = null; // a new line begins something new, and means no name
    }
    report(diagnostics, place, "expected " + list(words) + " before " + found(token), hint);
  }

  private static String found(Token token) {
    return token.getType() == Token.EOF ? "the end" : "`" + token.getText() + "`";
  }

  private @Nullable String anyHint(Token token, @Nullable IntervalSet expected) {
    String reserved = reservedHint(token);
    return reserved != null
        ? reserved
        : WordHint.of(parser.getInputStream().LT(-1), token, expected);
  }

  private static @Nullable String reservedHint(Token token) {
    int type = token.getType();
    return type >= AFTER && type <= WITHIN && Character.isLetter(token.getText().charAt(0))
        ? "`" + token.getText() + "` is a reserved word; a name like it stands in back-quotes"
        : null;
  }

  private static List<String> describe(IntervalSet expected) {
    Set<Integer> types = new TreeSet<>(expected.toSet());
    List<String> words = new ArrayList<>();
    if (types.contains(IDENTIFIER) && types.contains(CASE)) {
      words.add("an expression");
      types.removeAll(LITERALS);
      types.removeIf(SyntaxError::isName);
    } else if (types.contains(IDENTIFIER)) {
      words.add("a name");
      types.removeIf(SyntaxError::isName);
    }
    if (types.contains(AND) && types.contains(OR)) {
      types.removeAll(CONTINUATIONS);
    }
    for (int type : types) {
      words.add(describe(type));
    }
    return words;
  }

  private static String describe(int type) {
    return switch (type) {
      case Token.EOF -> "the end";
      case TEXT -> "a text in quotes";
      case INTEGER -> "a whole number";
      case DECIMAL -> "a number";
      case DURATION -> "a duration such as `10m`";
      default -> {
        String literal = VOCABULARY.getLiteralName(type);
        yield literal == null
            ? VOCABULARY.getDisplayName(type)
            : "`" + literal.substring(1, literal.length() - 1) + "`";
      }
    };
  }

  private static String list(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.getFirst()
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /** Whether a token is a name or a literal. */
  static boolean startsValue(int type) {
    return isName(type) || LITERALS.contains(type) && type != NOT && type != MINUS;
  }

  /** Whether a token can be a name. */
  static boolean isName(int type) {
    return type == IDENTIFIER || type == QUOTED_NAME || type >= ANY && type <= WITH;
  }
}
