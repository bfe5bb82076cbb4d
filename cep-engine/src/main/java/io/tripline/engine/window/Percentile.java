package io.tripline.engine.window;

import io.tripline.engine.event.Nulls;
import io.tripline.engine.expression.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A value that so many percent do not exceed: of n values in order the one at rank p / 100 · (n −
 * 1), from 0; between two ranks interpolated between their values (the seventh definition of
 * Hyndman and Fan, 1996; SQL's {@code percentile_cont}). Exact, and rounded once. Immutable.
 */
final class Percentile {
  private static final int DIGITS = 9;
  private static final int DIGITS_OF_HUNDRED = 2;

  // The percentage as a fraction in lowest terms.
  private final long numerator;
  private final long denominator;

  /**
   * @param percent from 0 to 100; digits after the ninth are rounded away
   */
  Percentile(double percent) {
    BigInteger top =
        BigDecimal.valueOf(percent).setScale(DIGITS, RoundingMode.HALF_UP).unscaledValue();
    BigInteger bottom = BigInteger.TEN.pow(DIGITS + DIGITS_OF_HUNDRED);
    BigInteger common = top.gcd(bottom);
    this.numerator = top.divide(common).longValueExact();
    this.denominator = bottom.divide(common).longValueExact();
  }

  /**
   * The rank at or below that of the value.
   *
   * @param count of the values, from 1 on
   */
  long rank(long count) {
    return fits(count) ? (count - 1) * numerator / denominator : product(count)[0].longValueExact();
  }

  /** How far the value is from that rank to the next, in parts of {@link #parts}. */
  long part(long count) {
    return fits(count) ? (count - 1) * numerator % denominator : product(count)[1].longValueExact();
  }

  /** Not so with percentages of nine digits and hundreds of millions of values. */
  private boolean fits(long count) {
    return numerator == 0 || count <= Long.MAX_VALUE / numerator;
  }

  private BigInteger[] product(long count) {
    return BigInteger.valueOf(count - 1)
        .multiply(BigInteger.valueOf(numerator))
        .divideAndRemainder(BigInteger.valueOf(denominator));
  }

  /** In how many parts the way from one rank to the next is divided. */
  long parts() {
    return denominator;
  }

  /**
   * The number that lies so far between two, with more digits, rounded half away from zero; {@link
   * Nulls#LONG} if it is beyond 64 bits.
   */
  static long between(long lower, long upper, long part, long parts, int moreDigits) {
    if (part == 0 || lower == upper) {
      return Decimals.rescale(lower, moreDigits);
    }
    long distance = upper - lower; // negative if it is beyond 64 bits
    long first = lower * parts;
    long second = distance * part;
    if (distance > 0
        && Math.multiplyHigh(lower, parts) == first >> 63
        && Math.multiplyHigh(distance, part) == 0
        && second >= 0
        && (lower < 0 || first + second >= 0)) {
      return Decimals.divide(first + second, moreDigits, parts);
    }
    BigInteger top =
        BigInteger.valueOf(lower)
            .multiply(BigInteger.valueOf(parts))
            .add(
                BigInteger.valueOf(upper)
                    .subtract(BigInteger.valueOf(lower))
                    .multiply(BigInteger.valueOf(part)));
    BigDecimal value =
        new BigDecimal(top.multiply(BigInteger.TEN.pow(moreDigits)))
            .divide(BigDecimal.valueOf(parts), 0, RoundingMode.HALF_UP);
    BigInteger result = value.toBigInteger();
    return result.bitLength() > 63 ? Nulls.LONG : result.longValue();
  }

  /** The same of doubles; NaN between infinities of two signs. */
  static double between(double lower, double upper, long part, long parts) {
    if (part == 0 || lower == upper) {
      return lower;
    }
    double fraction = part / (double) parts;
    double distance = upper - lower;
    return Double.isInfinite(distance)
        ? lower * (1 - fraction) + upper * fraction
        : lower + distance * fraction;
  }
}
