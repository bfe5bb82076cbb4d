package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Decimal;
import io.tripline.dsl.ir.Type.Simple;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the types of neighbors agree, by casts that are seen in the IR. */
final class Coercion {
  private Coercion() {}

  /** The type that all can be cast to without loss of what SQL keeps; null if there is none. */
  static @Nullable Type common(List<Type> types) {
    Type common = Simple.NULL;
    for (Type type : types) {
      Type next = common(common, type);
      if (next == null) {
        return null;
      }
      common = next;
    }
    return common;
  }

  /** Whether values of a type can stand for those of another, which holds all of them. */
  static boolean fits(Type from, Type to) {
    return to.equals(common(to, from));
  }

  private static @Nullable Type common(Type a, Type b) {
    if (a.equals(b) || b == Simple.NULL) {
      return a;
    }
    if (a == Simple.NULL) {
      return b;
    }
    if (!a.isNumeric() || !b.isNumeric()) {
      return null;
    }
    return a == Simple.DOUBLE || b == Simple.DOUBLE
        ? Simple.DOUBLE
        : new Decimal(Math.max(scale(a), scale(b)));
  }

  /** Digits after the point of an int or a decimal. */
  static int scale(Type type) {
    return type instanceof Decimal(int scale) ? scale : 0;
  }

  /** The expression as that type; literals are converted here and now. */
  static @Nullable Expr cast(Expr expr, Type type, Diagnostics diagnostics) {
    if (expr.type().equals(type)) {
      return expr;
    }
    if (!(expr instanceof Expr.Literal literal)) {
      return new Expr.Cast(expr, type, expr.place());
    }
    if (literal.value() == null) {
      return new Expr.Literal(null, type, literal.place());
    }
    BigDecimal value = BigDecimal.valueOf((Long) literal.value(), scale(literal.type()));
    if (type == Simple.DOUBLE) {
      return new Expr.Literal(value.doubleValue(), type, literal.place());
    }
    BigDecimal scaled = value.setScale(scale(type));
    if (scaled.unscaledValue().bitLength() > 63) {
      diagnostics.report(
          Code.BAD_LITERAL,
          literal.place(),
          "the number `" + value.toPlainString() + "` is too large for a " + type);
      return null;
    }
    return new Expr.Literal(scaled.unscaledValue().longValue(), type, literal.place());
  }

  /** All as that type; null if one of them cannot be, which is reported. */
  static @Nullable List<Expr> castAll(List<Expr> all, Type type, Diagnostics diagnostics) {
    List<@Nullable Expr> cast = all.stream().map(e -> cast(e, type, diagnostics)).toList();
    return Nulls.ifNone(cast);
  }
}
