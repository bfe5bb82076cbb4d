package io.tripline.dsl.check.logic;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.ArithmeticOp;
import io.tripline.dsl.ir.Expr.ComparisonOp;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Decimal;
import io.tripline.dsl.ir.Type.Simple;
import java.math.BigDecimal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A value that is written down, and not null.
 *
 * @param value as {@link Expr} boxes it
 */
record Constant(Object value, Type type) {

  /**
   * The value of an expression, or null if it is no constant. Exact numbers are also computed, as
   * long as nothing is rounded.
   *
   * @param open which literals are the values of parameters, which a deployment can set
   */
  static @Nullable Constant of(Expr expr, Predicate<Expr.Literal> open) {
    return switch (expr) {
      case Expr.Literal literal ->
          literal.value() == null || open.test(literal)
              ? null
              : new Constant(literal.value(), literal.type());
      case Expr.Negate(Expr operand, Type type, var place) -> {
        Constant constant = isExact(type) ? of(operand, open) : null;
        yield constant == null ? null : exact(constant.number().negate(), type);
      }
      case Expr.Arithmetic(var op, Expr left, Expr right, Type type, var place) -> {
        Constant a = isExact(type) ? of(left, open) : null;
        Constant b = a == null ? null : of(right, open);
        yield a == null || b == null ? null : compute(op, a, b, type);
      }
      default -> null;
    };
  }

  private static boolean isExact(Type type) {
    return type == Simple.INT || type instanceof Decimal;
  }

  private static @Nullable Constant compute(ArithmeticOp op, Constant a, Constant b, Type type) {
    if (!isExact(a.type) || !isExact(b.type)) {
      return null;
    }
    return switch (op) {
      case ADD -> exact(a.number().add(b.number()), type);
      case SUBTRACT -> exact(a.number().subtract(b.number()), type);
      case MULTIPLY -> exact(a.number().multiply(b.number()), type);
      case DIVIDE, REMAINDER -> null;
    };
  }

  /** A number as a value of a type; null if it does not fit into it as it is. */
  private static @Nullable Constant exact(BigDecimal number, Type type) {
    BigDecimal unscaled = number.movePointRight(scale(type)).stripTrailingZeros();
    return unscaled.scale() > 0 || unscaled.toBigInteger().bitLength() > 62
        ? null
        : new Constant(unscaled.longValueExact(), type);
  }

  private static int scale(Type type) {
    return type instanceof Decimal(int scale) ? scale : 0;
  }

  /** The value of an int or a decimal. */
  BigDecimal number() {
    return BigDecimal.valueOf((Long) value, scale(type));
  }

  /** Whether the two compare so; null if that is not known here. */
  @Nullable Boolean compares(ComparisonOp op, Constant other) {
    int order;
    if (isExact(type) && isExact(other.type)) {
      order = number().compareTo(other.number());
    } else if (value instanceof Double a && other.value instanceof Double b) {
      order = a < b ? -1 : a > b ? 1 : 0;
    } else if (value instanceof Long a && other.value instanceof Long b) {
      order = Long.compare(a, b);
    } else if (type.equals(other.type) && (op == ComparisonOp.EQ || op == ComparisonOp.NE)) {
      order = value.equals(other.value) ? 0 : 1;
    } else {
      return null;
    }
    return switch (op) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }
}
