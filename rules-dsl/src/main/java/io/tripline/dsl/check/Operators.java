package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.ArithmeticOp;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Decimal;
import io.tripline.dsl.ir.Type.Simple;
import org.jspecify.annotations.Nullable;

/** Types of {@code + - * / %}, as {@link Expr.Arithmetic} lays them down. */
final class Operators {
  private static final int DIVISION_DIGITS = 4;

  private final Diagnostics diagnostics;

  Operators(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The operation, or null, which is reported. */
  @Nullable Expr arithmetic(ArithmeticOp op, Expr left, Expr right, Place place) {
    Expr a = left.type() == Simple.NULL ? typed(left, right.type()) : left;
    Expr b = right.type() == Simple.NULL ? typed(right, a.type()) : right;
    if (swaps(op, a.type(), b.type())) {
      return arithmetic(op, b, a, place);
    }
    Type type = result(op, a.type(), b.type());
    if (type == null) {
      diagnostics.report(
          Code.OPERAND_TYPE,
          place,
          "`"
              + op
              + "` does not work on "
              + article(left.type())
              + " and "
              + article(right.type()));
      return null;
    }
    Expr x = wantsDouble(a.type(), b.type()) ? Coercion.cast(a, Simple.DOUBLE, diagnostics) : a;
    Expr y = wantsDouble(b.type(), a.type()) ? Coercion.cast(b, Simple.DOUBLE, diagnostics) : b;
    return x == null || y == null ? null : new Expr.Arithmetic(op, x, y, type, place);
  }

  private static Expr typed(Expr nothing, Type other) {
    return new Expr.Literal(null, other == Simple.NULL ? Simple.INT : other, nothing.place());
  }

  /** Sums and products whose operands the IR has only in the other order. */
  private static boolean swaps(ArithmeticOp op, Type a, Type b) {
    return op == ArithmeticOp.ADD && a == Simple.DURATION && b == Simple.TIMESTAMP
        || op == ArithmeticOp.MULTIPLY && a.isNumeric() && isMeasure(b);
  }

  private static boolean isMeasure(Type type) {
    return type == Simple.LENGTH || type == Simple.SPEED;
  }

  /** Whether a number must become a double beside the other operand. */
  private static boolean wantsDouble(Type type, Type other) {
    return type.isNumeric() && (other == Simple.DOUBLE || isMeasure(other));
  }

  private static @Nullable Type result(ArithmeticOp op, Type a, Type b) {
    if (a.isNumeric() && b.isNumeric()) {
      return a == Simple.DOUBLE || b == Simple.DOUBLE ? Simple.DOUBLE : exact(op, a, b);
    }
    if (isMeasure(a)) {
      return measure(op, a, b);
    }
    return temporal(op, a, b);
  }

  private static Type exact(ArithmeticOp op, Type a, Type b) {
    boolean ints = a == Simple.INT && b == Simple.INT;
    int scaleA = Coercion.scale(a);
    int scaleB = Coercion.scale(b);
    return switch (op) {
      case ADD, SUBTRACT, REMAINDER -> ints ? Simple.INT : new Decimal(Math.max(scaleA, scaleB));
      case MULTIPLY ->
          ints ? Simple.INT : new Decimal(Math.min(Decimal.MAX_SCALE, scaleA + scaleB));
      case DIVIDE -> new Decimal(Math.min(Decimal.MAX_SCALE, scaleA + DIVISION_DIGITS));
    };
  }

  private static @Nullable Type measure(ArithmeticOp op, Type a, Type b) {
    return switch (op) {
      case ADD, SUBTRACT -> a.equals(b) ? a : null;
      case MULTIPLY -> b.isNumeric() ? a : null;
      case DIVIDE -> b.isNumeric() ? a : a.equals(b) ? Simple.DOUBLE : null;
      case REMAINDER -> null;
    };
  }

  private static @Nullable Type temporal(ArithmeticOp op, Type a, Type b) {
    boolean time = a == Simple.TIMESTAMP;
    boolean duration = a == Simple.DURATION;
    return switch (op) {
      case ADD -> b == Simple.DURATION && (time || duration) ? a : null;
      case SUBTRACT -> {
        if (b == Simple.DURATION && (time || duration)) {
          yield a;
        }
        yield time && b == Simple.TIMESTAMP ? Simple.DURATION : null;
      }
      case MULTIPLY ->
          duration && b == Simple.INT || a == Simple.INT && b == Simple.DURATION
              ? Simple.DURATION
              : null;
      case DIVIDE -> {
        if (duration && b == Simple.INT) {
          yield Simple.DURATION;
        }
        yield duration && b == Simple.DURATION ? new Decimal(DIVISION_DIGITS) : null;
      }
      case REMAINDER -> null;
    };
  }

  /** {@code -x}, or null, which is reported. */
  @Nullable Expr negate(Expr operand, Place place) {
    Type type = operand.type() == Simple.NULL ? Simple.INT : operand.type();
    if (!type.isNumeric() && type != Simple.DURATION && !isMeasure(type)) {
      diagnostics.report(
          Code.OPERAND_TYPE, place, "`-` does not work on " + article(operand.type()));
      return null;
    }
    return operand instanceof Expr.Literal literal
        ? Literals.negate(new Expr.Literal(literal.value(), type, place), place)
        : new Expr.Negate(operand, type, place);
  }

  /** Whether values of the type have an order. */
  static boolean isOrdered(Type type) {
    return type.isNumeric()
        || type == Simple.STRING
        || type == Simple.TIMESTAMP
        || type == Simple.DURATION
        || isMeasure(type);
  }

  /** {@code an int}, {@code a string}. */
  static String article(Type type) {
    String text = type.toString();
    boolean vowel = "aeiou".indexOf(text.charAt(0)) >= 0;
    return type == Simple.NULL ? "null" : (vowel ? "an " : "a ") + text;
  }
}
