package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.Expression;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads literals. */
final class Literals {
  private Literals() {}

  static boolean isLiteral(Expression expression) {
    return switch (expression) {
      case Expression.Negate(Expression operand, Place place) ->
          operand instanceof Expression.IntegerLiteral
              || operand instanceof Expression.DecimalLiteral
              || operand instanceof Expression.DurationLiteral
              || operand instanceof Expression.QuantityLiteral;
      case Expression.IntegerLiteral i -> true;
      case Expression.DecimalLiteral d -> true;
      case Expression.TextLiteral t -> true;
      case Expression.BooleanLiteral b -> true;
      case Expression.NullLiteral n -> true;
      case Expression.DurationLiteral d -> true;
      case Expression.QuantityLiteral q -> true;
      case Expression.TimestampLiteral t -> true;
      default -> false;
    };
  }

  /** The value of what {@link #isLiteral}, or null, which is reported. */
  static Expr.@Nullable Literal read(Expression literal, Diagnostics diagnostics) {
    Place place = literal.place();
    return switch (literal) {
      case Expression.Negate(Expression operand, Place whole) -> {
        Expr.Literal positive = read(operand, diagnostics);
        yield positive == null ? null : negate(positive, whole);
      }
      case Expression.IntegerLiteral i -> integer(i.digits(), place, diagnostics);
      case Expression.DecimalLiteral d -> decimal(d.digits(), place, diagnostics);
      case Expression.TextLiteral t -> new Expr.Literal(t.text(), Type.Simple.STRING, place);
      case Expression.BooleanLiteral b -> new Expr.Literal(b.value(), Type.Simple.BOOL, place);
      case Expression.NullLiteral n -> new Expr.Literal(null, Type.Simple.NULL, place);
      case Expression.DurationLiteral d ->
          new Expr.Literal(d.millis(), Type.Simple.DURATION, place);
      case Expression.QuantityLiteral q ->
          new Expr.Literal(
              q.unit().convert(new BigDecimal(q.digits())),
              q.unit().isSpeed() ? Type.Simple.SPEED : Type.Simple.LENGTH,
              place);
      case Expression.TimestampLiteral t -> timestamp(t, diagnostics);
      default -> throw new IllegalArgumentException("not a literal: " + literal);
    };
  }

  static Expr.Literal negate(Expr.Literal literal, Place place) {
    Object value =
        switch (literal.value()) {
          case Long n -> -n;
          case Double d -> -d;
          case null, default -> null;
        };
    return new Expr.Literal(value, literal.type(), place);
  }

  private static Expr.@Nullable Literal integer(
      String digits, Place place, Diagnostics diagnostics) {
    try {
      return new Expr.Literal(Long.parseLong(digits), Type.Simple.INT, place);
    } catch (NumberFormatException e) {
      diagnostics.report(Code.BAD_LITERAL, place, "the number `" + digits + "` is too large");
      return null;
    }
  }

  private static Expr.@Nullable Literal decimal(
      String digits, Place place, Diagnostics diagnostics) {
    BigDecimal value = new BigDecimal(digits);
    if (value.scale() > Type.Decimal.MAX_SCALE) {
      diagnostics.report(
          Code.BAD_LITERAL,
          place,
          "a decimal has at most " + Type.Decimal.MAX_SCALE + " digits after the point");
      return null;
    }
    if (value.unscaledValue().bitLength() > 63) {
      diagnostics.report(Code.BAD_LITERAL, place, "the number `" + digits + "` is too large");
      return null;
    }
    return new Expr.Literal(
        value.unscaledValue().longValue(), new Type.Decimal(value.scale()), place);
  }

  private static Expr.@Nullable Literal timestamp(
      Expression.TimestampLiteral literal, Diagnostics diagnostics) {
    Optional<Long> millis = timestamp(literal.text());
    if (millis.isEmpty()) {
      diagnostics.report(
          Code.BAD_LITERAL,
          literal.place(),
          "`" + literal.text() + "` is not a timestamp",
          "timestamps read like '2026-01-31T10:00:00Z'");
      return null;
    }
    return new Expr.Literal(millis.get(), Type.Simple.TIMESTAMP, literal.place());
  }

  /** ISO-8601 with an offset; less than a millisecond is cut off. */
  static Optional<Long> timestamp(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
