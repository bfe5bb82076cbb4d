package io.tripline.dsl.check.logic;

import io.tripline.dsl.ir.Expr.ComparisonOp;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a type as 64-bit numbers: numbers, times and enums in their order, so that what is
 * less than a constant is a range; of texts, addresses and places only which are equal.
 */
final class Domain {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  /** Numbers of the texts and addresses met so far. All others are the numbers that are left. */
  private final Map<Object, Long> numbers = new HashMap<>();

  /** All values of a type. */
  static LongSet all(Type type) {
    return switch (type) {
      case Type.Enumeration(var symbols) -> LongSet.range(0, symbols.size() - 1L);
      case Type.Decimal d -> LongSet.ALL;
      case Simple simple -> simple == Simple.BOOL ? LongSet.range(0, 1) : LongSet.ALL;
    };
  }

  /**
   * The values of a type that compare so with a constant.
   *
   * @return null if that is no set of this kind
   */
  @Nullable LongSet where(Type type, ComparisonOp op, Constant constant) {
    return switch (type) {
      case Type.Decimal(int scale) -> exact(op, scale, constant);
      case Type.Enumeration e -> ordered(op, (Long) constant.value());
      case Simple simple ->
          switch (simple) {
            case INT -> exact(op, 0, constant);
            case TIMESTAMP, DURATION -> ordered(op, (Long) constant.value());
            case BOOL -> equal(op, (Boolean) constant.value() ? 1 : 0, all(type));
            case DOUBLE, LENGTH, SPEED -> binary(op, (Double) constant.value());
            case STRING, IP, GEO ->
                equal(
                    op,
                    numbers.computeIfAbsent(constant.value(), v -> (long) numbers.size()),
                    LongSet.ALL);
            case NULL -> null;
          };
    };
  }

  /** The values of a type that equal one of the constants. */
  LongSet anyOf(Type type, List<Constant> constants) {
    List<LongSet> each = new ArrayList<>();
    for (Constant constant : constants) {
      LongSet equal = where(type, ComparisonOp.EQ, constant);
      each.add(equal == null ? LongSet.ALL : equal);
    }
    return LongSet.union(each);
  }

  private static @Nullable LongSet equal(ComparisonOp op, long value, LongSet all) {
    return switch (op) {
      case EQ -> LongSet.of(value);
      case NE -> LongSet.of(value).complementIn(all);
      case LT, LE, GT, GE -> null;
    };
  }

  private static LongSet ordered(ComparisonOp op, long value) {
    return between(op, value, value);
  }

  /**
   * Numbers of a scale beside a constant of any scale.
   *
   * @param scale of the numbers
   */
  private static LongSet exact(ComparisonOp op, int scale, Constant constant) {
    BigDecimal value = constant.number().movePointRight(scale);
    BigInteger below = value.setScale(0, RoundingMode.FLOOR).toBigInteger();
    BigInteger above = value.setScale(0, RoundingMode.CEILING).toBigInteger();
    if (above.compareTo(MOST) > 0) {
      return beyond(op, false);
    }
    return below.compareTo(LEAST) < 0
        ? beyond(op, true)
        : between(op, below.longValueExact(), above.longValueExact());
  }

  /** Beside a constant that is less, or greater, than any number. */
  private static LongSet beyond(ComparisonOp op, boolean allAreGreater) {
    return switch (op) {
      case EQ -> LongSet.NONE;
      case NE -> LongSet.ALL;
      case LT, LE -> allAreGreater ? LongSet.NONE : LongSet.ALL;
      case GT, GE -> allAreGreater ? LongSet.ALL : LongSet.NONE;
    };
  }

  /**
   * What compares so with a value that lies at or between two neighbors.
   *
   * @param below the value, or the greatest number under it
   * @param above the value, or the least number over it
   */
  private static LongSet between(ComparisonOp op, long below, long above) {
    LongSet less =
        above == Long.MIN_VALUE ? LongSet.NONE : LongSet.range(Long.MIN_VALUE, above - 1);
    LongSet greater =
        below == Long.MAX_VALUE ? LongSet.NONE : LongSet.range(below + 1, Long.MAX_VALUE);
    return switch (op) {
      case EQ -> LongSet.range(above, below);
      case NE -> LongSet.range(above, below).complementIn(LongSet.ALL);
      case LT -> less;
      case LE -> greater.complementIn(LongSet.ALL);
      case GT -> greater;
      case GE -> less.complementIn(LongSet.ALL);
    };
  }

  /** Doubles by the order of their bits, where −0.0 and 0.0 are neighbors, and equal. */
  private static LongSet binary(ComparisonOp op, double value) {
    return value == 0 ? zero(op) : between(op, position(value), position(value));
  }

  private static LongSet zero(ComparisonOp op) {
    LongSet zeros = LongSet.of(position(-0.0), position(0.0));
    LongSet less = LongSet.range(Long.MIN_VALUE, position(-0.0) - 1);
    LongSet greater = LongSet.range(position(0.0) + 1, Long.MAX_VALUE);
    return switch (op) {
      case EQ -> zeros;
      case NE -> less.or(greater);
      case LT -> less;
      case LE -> less.or(zeros);
      case GT -> greater;
      case GE -> greater.or(zeros);
    };
  }

  private static long position(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
  }
}
