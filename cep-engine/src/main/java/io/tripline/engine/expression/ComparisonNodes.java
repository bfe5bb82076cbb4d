package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr.ComparisonOp;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;

/** Comparisons: one class for each form of operands. */
final class ComparisonNodes {
  private ComparisonNodes() {}

  /** What all have: two operands, and what their order has to be. */
  private abstract static class Comparing extends Node {
    final ComparisonOp op;
    final Node left;
    final Node right;

    Comparing(ComparisonOp op, Node left, Node right) {
      this.op = op;
      this.left = left;
      this.right = right;
    }

    final int decide(int order) {
      boolean holds =
          switch (op) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
          };
      return holds ? 1 : 0;
    }
  }

  /** Longs of equal scale. */
  static final class Longs extends Comparing {
    Longs(ComparisonOp op, Node left, Node right) {
      super(op, left, right);
    }

    @Override
    public int test(Frame frame) {
      long a = left.asLong(frame);
      long b = right.asLong(frame);
      if (a == Nulls.LONG || b == Nulls.LONG) {
        return Nulls.UNKNOWN;
      }
      return decide(Long.compare(a, b));
    }
  }

  /** Decimals of different scales, and ints. */
  static final class Scaled extends Comparing {
    private final int leftScale;
    private final int rightScale;

    Scaled(ComparisonOp op, Node left, int leftScale, Node right, int rightScale) {
      super(op, left, right);
      this.leftScale = leftScale;
      this.rightScale = rightScale;
    }

    @Override
    public int test(Frame frame) {
      long a = left.asLong(frame);
      long b = right.asLong(frame);
      if (a == Nulls.LONG || b == Nulls.LONG) {
        return Nulls.UNKNOWN;
      }
      return decide(Decimals.compare(a, leftScale, b, rightScale));
    }
  }

  /** Doubles, lengths, speeds. */
  static final class Doubles extends Comparing {
    Doubles(ComparisonOp op, Node left, Node right) {
      super(op, left, right);
    }

    @Override
    public int test(Frame frame) {
      double a = left.asDouble(frame);
      double b = right.asDouble(frame);
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return Nulls.UNKNOWN;
      }
      // Not Double.compare: 0.0 = −0.0 here.
      return decide(a < b ? -1 : a > b ? 1 : 0);
    }
  }

  /** Strings. */
  static final class Texts extends Comparing {
    Texts(ComparisonOp op, Node left, Node right) {
      super(op, left, right);
    }

    @Override
    public int test(Frame frame) {
      Utf8 a = left.asText(frame);
      Utf8 b = right.asText(frame);
      if (a == null || b == null) {
        return Nulls.UNKNOWN;
      }
      return switch (op) {
        case EQ -> a.equals(b) ? 1 : 0;
        case NE -> a.equals(b) ? 0 : 1;
        case LT, LE, GT, GE -> decide(a.compareTo(b));
      };
    }
  }

  /** Bools: = and != only. */
  static final class Bools extends Comparing {
    Bools(ComparisonOp op, Node left, Node right) {
      super(op, left, right);
    }

    @Override
    public int test(Frame frame) {
      int a = left.test(frame);
      int b = right.test(frame);
      if (a == Nulls.UNKNOWN || b == Nulls.UNKNOWN) {
        return Nulls.UNKNOWN;
      }
      return decide(a - b);
    }
  }

  /** Ip and geo: = and != only. */
  static final class Objects extends Comparing {
    Objects(ComparisonOp op, Node left, Node right) {
      super(op, left, right);
    }

    @Override
    public int test(Frame frame) {
      Object a = left.asObject(frame);
      Object b = right.asObject(frame);
      if (a == null || b == null) {
        return Nulls.UNKNOWN;
      }
      return decide(a.equals(b) ? 0 : 1);
    }
  }
}
