package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.Nulls;

/** Arithmetic, by the type rules of {@link Expr.Arithmetic}. */
final class ArithmeticNodes {
  private ArithmeticNodes() {}

  static Node of(Expr.Arithmetic e, Node left, Node right) {
    Kind leftKind = Kind.of(e.left().type());
    Kind rightKind = Kind.of(e.right().type());
    if (leftKind == Kind.DOUBLE && rightKind == Kind.DOUBLE) {
      return new Reals(e.op(), left, right, e.place());
    }
    if (leftKind != Kind.LONG || rightKind != Kind.LONG) {
      throw new IllegalArgumentException("cannot compute " + e);
    }
    int leftScale = Casts.scale(e.left().type());
    int rightScale = Casts.scale(e.right().type());
    int scale = Casts.scale(e.type());
    return switch (e.op()) {
      case ADD, SUBTRACT ->
          new Sum(
              e.op() == Expr.ArithmeticOp.ADD,
              left,
              scale - leftScale,
              right,
              scale - rightScale,
              e.place());
      case MULTIPLY -> new Product(left, right, leftScale + rightScale - scale, e.place());
      // duration / int keeps milliseconds; all scales are 0 there
      case DIVIDE -> new Quotient(left, right, scale - leftScale + rightScale, e.place());
      case REMAINDER ->
          new Remainder(left, scale - leftScale, right, scale - rightScale, e.place());
    };
  }

  private static long overflow(Frame frame, Place place) {
    frame.fail(place, "the result is beyond 64 bits");
    return Nulls.LONG;
  }

  private static final class Sum extends Node {
    private final boolean add;
    private final Node left;
    private final int leftDigits;
    private final Node right;
    private final int rightDigits;
    private final Place place;

    Sum(boolean add, Node left, int leftDigits, Node right, int rightDigits, Place place) {
      this.add = add;
      this.left = left;
      this.leftDigits = leftDigits;
      this.right = right;
      this.rightDigits = rightDigits;
      this.place = place;
    }

    @Override
    public long asLong(Frame frame) {
      long a = left.asLong(frame);
      long b = right.asLong(frame);
      if (a == Nulls.LONG || b == Nulls.LONG) {
        return Nulls.LONG;
      }
      a = Decimals.rescale(a, leftDigits);
      b = Decimals.rescale(b, rightDigits);
      if (a == Nulls.LONG || b == Nulls.LONG) {
        return overflow(frame, place);
      }
      long result = add ? Decimals.add(a, b) : Decimals.subtract(a, b);
      return result == Nulls.LONG ? overflow(frame, place) : result;
    }
  }

  private static final class Product extends Node {
    private final Node left;
    private final Node right;
    private final int drop;
    private final Place place;

    Product(Node left, Node right, int drop, Place place) {
      this.left = left;
      this.right = right;
      this.drop = drop;
      this.place = place;
    }

    @Override
    public long asLong(Frame frame) {
      long a = left.asLong(frame);
      long b = right.asLong(frame);
      if (a == Nulls.LONG || b == Nulls.LONG) {
        return Nulls.LONG;
      }
      long result = Decimals.multiply(a, b, drop);
      return result == Nulls.LONG ? overflow(frame, place) : result;
    }
  }

  private static final class Quotient extends Node {
    private final Node left;
    private final Node right;
    private final int shift;
    private final Place place;

    Quotient(Node left, Node right, int shift, Place place) {
      this.left = left;
      this.right = right;
      this.shift = shift;
      this.place = place;
    }

    @Override
    public long asLong(Frame frame) {
      long a = left.asLong(frame);
      long b = right.asLong(frame);
      if (a == Nulls.LONG || b == Nulls.LONG) {
        return Nulls.LONG;
      }
      if (b == 0) {
        frame.fail(place, "division by zero");
        return Nulls.LONG;
      }
      long result = Decimals.divide(a, shift, b);
      return result == Nulls.LONG ? overflow(frame, place) : result;
    }
  }

  private static final class Remainder extends Node {
    private final Node left;
    private final int leftDigits;
    private final Node right;
    private final int rightDigits;
    private final Place place;

    Remainder(Node left, int leftDigits, Node right, int rightDigits, Place place) {
      this.left = left;
      this.leftDigits = leftDigits;
      this.right = right;
      this.rightDigits = rightDigits;
      this.place = place;
    }

    @Override
    public long asLong(Frame frame) {
      long a = left.asLong(frame);
      long b = right.asLong(frame);
      if (a == Nulls.LONG || b == Nulls.LONG) {
        return Nulls.LONG;
      }
      if (b == 0) {
        frame.fail(place, "division by zero");
        return Nulls.LONG;
      }
      a = Decimals.rescale(a, leftDigits);
      b = Decimals.rescale(b, rightDigits);
      return a == Nulls.LONG || b == Nulls.LONG ? overflow(frame, place) : a % b;
    }
  }

  private static final class Reals extends Node {
    private final Expr.ArithmeticOp op;
    private final Node left;
    private final Node right;
    private final Place place;

    Reals(Expr.ArithmeticOp op, Node left, Node right, Place place) {
      this.op = op;
      this.left = left;
      this.right = right;
      this.place = place;
    }

    @Override
    public double asDouble(Frame frame) {
      double a = left.asDouble(frame);
      double b = right.asDouble(frame);
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return Nulls.DOUBLE;
      }
      if (b == 0 && (op == Expr.ArithmeticOp.DIVIDE || op == Expr.ArithmeticOp.REMAINDER)) {
        frame.fail(place, "division by zero");
        return Nulls.DOUBLE;
      }
      double result =
          switch (op) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case REMAINDER -> a % b;
          };
      if (Double.isNaN(result)
          || Double.isInfinite(result) && Double.isFinite(a) && Double.isFinite(b)) {
        frame.fail(place, "the result is no finite number");
        return Nulls.DOUBLE;
      }
      return result;
    }
  }

  /** {@code -x}. */
  static final class Negation extends Node {
    private final Node operand;

    Negation(Node operand) {
      this.operand = operand;
    }

    @Override
    public long asLong(Frame frame) {
      return -operand.asLong(frame); // null stays null: −Long.MIN_VALUE is itself
    }

    @Override
    public double asDouble(Frame frame) {
      return -operand.asDouble(frame);
    }
  }
}
