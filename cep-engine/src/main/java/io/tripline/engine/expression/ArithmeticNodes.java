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

  /** An operation on two longs: null if either is, a run-time error if the result does not fit. */
  private abstract static class OnLongs extends Node {
    private final Node left;
    private final Node right;
    private final Place place;

    OnLongs(Node left, Node right, Place place) {
      this.left = left;
      this.right = right;
      this.place = place;
    }

    @Override
    public final long asLong(Frame frame) {
      long a = left.asLong(frame);
      long b = right.asLong(frame);
      if (a == Nulls.LONG || b == Nulls.LONG) {
        return Nulls.LONG;
      }
      if (b == 0 && divides()) {
        frame.fail(place, "division by zero");
        return Nulls.LONG;
      }
      long result = compute(a, b);
      if (result == Nulls.LONG) {
        frame.fail(place, "the result is beyond 64 bits");
      }
      return result;
    }

    boolean divides() {
      return false;
    }

    /** The result, or {@link Nulls#LONG} if it does not fit. */
    abstract long compute(long a, long b);
  }

  private static final class Sum extends OnLongs {
    private final boolean add;
    private final int leftDigits;
    private final int rightDigits;

    Sum(boolean add, Node left, int leftDigits, Node right, int rightDigits, Place place) {
      super(left, right, place);
      this.add = add;
      this.leftDigits = leftDigits;
      this.rightDigits = rightDigits;
    }

    @Override
    long compute(long a, long b) {
      long x = Decimals.rescale(a, leftDigits);
      long y = Decimals.rescale(b, rightDigits);
      if (x == Nulls.LONG || y == Nulls.LONG) {
        return Nulls.LONG;
      }
      return add ? Decimals.add(x, y) : Decimals.subtract(x, y);
    }
  }

  private static final class Product extends OnLongs {
    private final int drop;

    Product(Node left, Node right, int drop, Place place) {
      super(left, right, place);
      this.drop = drop;
    }

    @Override
    long compute(long a, long b) {
      return Decimals.multiply(a, b, drop);
    }
  }

  private static final class Quotient extends OnLongs {
    private final int shift;

    Quotient(Node left, Node right, int shift, Place place) {
      super(left, right, place);
      this.shift = shift;
    }

    @Override
    boolean divides() {
      return true;
    }

    @Override
    long compute(long a, long b) {
      return Decimals.divide(a, shift, b);
    }
  }

  private static final class Remainder extends OnLongs {
    private final int leftDigits;
    private final int rightDigits;

    Remainder(Node left, int leftDigits, Node right, int rightDigits, Place place) {
      super(left, right, place);
      this.leftDigits = leftDigits;
      this.rightDigits = rightDigits;
    }

    @Override
    boolean divides() {
      return true;
    }

    @Override
    long compute(long a, long b) {
      long x = Decimals.rescale(a, leftDigits);
      long y = Decimals.rescale(b, rightDigits);
      return x == Nulls.LONG || y == Nulls.LONG ? Nulls.LONG : x % y;
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
