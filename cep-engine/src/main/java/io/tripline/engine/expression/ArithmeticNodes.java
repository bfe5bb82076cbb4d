package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;

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
    return new Longs(e, left, right);
  }

  /** On ints, decimals, times and durations. */
  private static final class Longs extends Node {
    private final Expr.ArithmeticOp op;
    private final Node left;
    private final Node right;
    private final int leftDigits;
    private final int rightDigits;
    private final int drop;
    private final int shift;
    private final Place place;

    Longs(Expr.Arithmetic e, Node left, Node right) {
      this.op = e.op();
      this.left = left;
      this.right = right;
      this.place = e.place();
      int leftScale = Casts.scale(e.left().type());
      int rightScale = Casts.scale(e.right().type());
      int scale = Casts.scale(e.type());
      this.leftDigits = scale - leftScale;
      this.rightDigits = scale - rightScale;
      this.drop = leftScale + rightScale - scale;
      // duration / int keeps milliseconds; all scales are 0 there
      this.shift = scale - leftScale + rightScale;
    }

    @Override
    public long asLong(Frame frame) {
      long a = left.asLong(frame);
      long b = right.asLong(frame);
      return switch (op) {
        case ADD -> LongCode.add(a, b, leftDigits, rightDigits, frame, place);
        case SUBTRACT -> LongCode.subtract(a, b, leftDigits, rightDigits, frame, place);
        case MULTIPLY -> LongCode.multiply(a, b, drop, frame, place);
        case DIVIDE -> LongCode.divide(a, b, shift, frame, place);
        case REMAINDER -> LongCode.remainder(a, b, leftDigits, rightDigits, frame, place);
      };
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
      return switch (op) {
        case ADD -> DoubleCode.add(a, b, frame, place);
        case SUBTRACT -> DoubleCode.subtract(a, b, frame, place);
        case MULTIPLY -> DoubleCode.multiply(a, b, frame, place);
        case DIVIDE -> DoubleCode.divide(a, b, frame, place);
        case REMAINDER -> DoubleCode.remainder(a, b, frame, place);
      };
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
