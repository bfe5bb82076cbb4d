package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr.ComparisonOp;
import java.math.BigInteger;

/**
 * A comparison of a long with a constant, brought to the scale of the long.
 *
 * @param always whether it holds for each number
 * @param never whether it holds for none
 * @param value to compare with, unless it holds always or never
 */
public record LongBound(ComparisonOp op, boolean always, boolean never, long value) {

  /**
   * The comparison of a decimal with a constant of perhaps another scale.
   *
   * @param scale of what is compared
   */
  public static LongBound of(ComparisonOp op, int scale, long constant, int constantScale) {
    BigInteger value = BigInteger.valueOf(constant);
    if (constantScale <= scale) {
      return ofWhole(op, value.multiply(BigInteger.valueOf(Decimals.power(scale - constantScale))));
    }
    BigInteger unit = BigInteger.valueOf(Decimals.power(constantScale - scale));
    BigInteger[] parts = value.divideAndRemainder(unit);
    if (parts[1].signum() == 0) {
      return ofWhole(op, parts[0]);
    }
    BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    return switch (op) {
      case EQ -> never(op);
      case NE -> always(op);
      case LT, LE -> ofWhole(ComparisonOp.LE, floor);
      case GT, GE -> ofWhole(ComparisonOp.GT, floor);
    };
  }

  private static LongBound ofWhole(ComparisonOp op, BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      return new LongBound(op, false, false, value.longValue());
    }
    boolean small = value.signum() < 0; // less than every long
    return switch (op) {
      case EQ -> never(op);
      case NE -> always(op);
      case LT, LE -> small ? never(op) : always(op);
      case GT, GE -> small ? always(op) : never(op);
    };
  }

  private static LongBound always(ComparisonOp op) {
    return new LongBound(op, true, false, 0);
  }

  private static LongBound never(ComparisonOp op) {
    return new LongBound(op, false, true, 0);
  }

  /** Whether it holds for a number, which is not null. */
  public boolean holds(long number) {
    if (always || never) {
      return always;
    }
    return switch (op) {
      case EQ -> number == value;
      case NE -> number != value;
      case LT -> number < value;
      case LE -> number <= value;
      case GT -> number > value;
      case GE -> number >= value;
    };
  }
}
