package io.tripline.dsl.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.syntax.Expression;
import org.jspecify.annotations.Nullable;

/** Checks {@code like} and {@code matches}. */
final class TextChecker {
  private final ExpressionChecker expressions;
  private final Diagnostics diagnostics;

  TextChecker(ExpressionChecker expressions, Diagnostics diagnostics) {
    this.expressions = expressions;
    this.diagnostics = diagnostics;
  }

  @Nullable Expr like(Expression operand, Expression pattern, Place place) {
    Expr text = text(operand, "like");
    String constant = constant(pattern, "like");
    if (constant == null) {
      return null;
    }
    if (endsInEscape(constant)) {
      diagnostics.report(
          Code.BAD_REGEX,
          pattern.place(),
          "the backslash at the end of this pattern escapes nothing",
          "for a backslash itself, write two");
      return null;
    }
    return text == null ? null : new Expr.Like(text, constant, place);
  }

  private static boolean endsInEscape(String pattern) {
    int backslashes = 0;
    while (backslashes < pattern.length()
        && pattern.charAt(pattern.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  @Nullable Expr matches(Expression operand, Expression regex, Place place) {
    Expr text = text(operand, "matches");
    String constant = constant(regex, "matches");
    if (constant == null) {
      return null;
    }
    if (RegexSize.of(constant) > RegexSize.LIMIT) {
      diagnostics.report(
          Code.BAD_REGEX,
          regex.place(),
          "this regular expression comes to more than " + RegexSize.LIMIT + " steps",
          "repeat less, or ask for a shorter text");
      return null;
    }
    try {
      Pattern.compile(constant);
    } catch (PatternSyntaxException e) {
      diagnostics.report(
          Code.BAD_REGEX,
          placeIn(regex, constant, e.getPattern()),
          "this regular expression cannot be read: " + e.getDescription());
      return null;
    }
    return text == null ? null : new Expr.Matches(text, constant, place);
  }

  /** Where a fragment stands in the literal, as far as one can tell. */
  private static Place placeIn(Expression literal, String text, @Nullable String fragment) {
    Place place = literal.place();
    boolean plain = place.length() == text.codePointCount(0, text.length()) + 2;
    int index = fragment == null || fragment.isEmpty() ? -1 : text.indexOf(fragment);
    if (!(literal instanceof Expression.TextLiteral) || !plain || index < 0) {
      return place;
    }
    return new Place(
        place.file(),
        place.line(),
        place.column() + 1 + text.codePointCount(0, index),
        fragment == null ? 1 : fragment.codePointCount(0, fragment.length()));
  }

  private @Nullable Expr text(Expression operand, String operator) {
    Expr text = expressions.check(operand, Simple.STRING);
    if (text == null || text.type() == Simple.STRING) {
      return text;
    }
    diagnostics.report(
        Code.OPERAND_TYPE,
        operand.place(),
        "`" + operator + "` works on a string, but this is " + Operators.article(text.type()));
    return null;
  }

  private @Nullable String constant(Expression pattern, String operator) {
    Expr checked = expressions.check(pattern, Simple.STRING);
    if (checked == null) {
      return null;
    }
    if (checked instanceof Expr.Literal literal && literal.value() instanceof String text) {
      return text;
    }
    diagnostics.report(
        Code.NOT_CONSTANT,
        pattern.place(),
        "what follows `" + operator + "` must be a text in quotes, or a parameter that is one");
    return null;
  }
}
