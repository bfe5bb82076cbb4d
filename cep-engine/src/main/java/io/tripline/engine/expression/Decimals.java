package io.tripline.engine.expression;

import io.tripline.engine.event.Nulls;
import java.math.BigInteger;

/**
 * Exact arithmetic on unscaled 64-bit decimals. What does not fit gives {@link Nulls#LONG}, which
 * is no value of the domain. Rounding is half away from zero.
 */
public final class Decimals {
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Decimals() {}

  /** 10 to the n, n from 0 to 18. */
  public static long power(int n) {
    return POWERS[n];
  }

  /** The value with so many more digits, 0 to 18. */
  public static long rescale(long value, int digits) {
    if (digits == 0) {
      return value;
    }
    long factor = POWERS[digits];
    long low = value * factor;
    long high = Math.multiplyHigh(value, factor);
    return high == low >> 63 ? low : Nulls.LONG;
  }

  static long add(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? Nulls.LONG : sum;
  }

  static long subtract(long a, long b) {
    long difference = a - b;
    return ((a ^ b) & (a ^ difference)) < 0 ? Nulls.LONG : difference;
  }

  /** a times b, then without the last {@code drop} digits. */
  static long multiply(long a, long b, int drop) {
    long low = a * b;
    if (Math.multiplyHigh(a, b) == low >> 63) {
      return drop == 0 ? low : divideRounded(low, POWERS[drop]);
    }
    return drop == 0 ? Nulls.LONG : wide(a, b, POWERS[drop]);
  }

  /** a times 10 to the {@code shift}, divided by b, which is not 0; shift may be negative. */
  public static long divide(long a, int shift, long b) {
    if (shift < 0) {
      return shift < -18 ? 0 : wide(a, 1, b, POWERS[-shift]);
    }
    if (shift > 18) {
      return wide(a, POWERS[18], b, 1, POWERS[shift - 18]);
    }
    long scaled = rescale(a, shift);
    return scaled == Nulls.LONG ? wide(a, POWERS[shift], b) : divideRounded(scaled, b);
  }

  private static long divideRounded(long a, long b) {
    long quotient = a / b;
    long remainder = a % b;
    long absRemainder = Math.abs(remainder);
    long absDivisor = Math.abs(b);
    if (absRemainder >= absDivisor - absRemainder) {
      quotient += (a ^ b) < 0 ? -1 : 1;
    }
    return quotient;
  }

  private static long wide(long a, long factor, long divisor) {
    return wide(a, factor, divisor, 1, 1);
  }

  private static long wide(long a, long factor, long divisor, long divisorFactor) {
    return wide(a, factor, divisor, divisorFactor, 1);
  }

  private static long wide(
      long a, long factor, long divisor, long divisorFactor, long secondFactor) {
    BigInteger top =
        BigInteger.valueOf(a)
            .multiply(BigInteger.valueOf(factor))
            .multiply(BigInteger.valueOf(secondFactor));
    BigInteger bottom = BigInteger.valueOf(divisor).multiply(BigInteger.valueOf(divisorFactor));
    BigInteger[] parts = top.divideAndRemainder(bottom);
    BigInteger quotient = parts[0];
    if (parts[1].abs().shiftLeft(1).compareTo(bottom.abs()) >= 0) {
      quotient = quotient.add(BigInteger.valueOf((long) top.signum() * bottom.signum()));
    }
    return quotient.bitLength() > 63 ? Nulls.LONG : quotient.longValue();
  }

  /** a of scale sa against b of scale sb, exactly. */
  static int compare(long a, int sa, long b, int sb) {
    if (sa == sb) {
      return Long.compare(a, b);
    }
    if (sa > sb) {
      return -compare(b, sb, a, sa);
    }
    long scaled = rescale(a, sb - sa);
    if (scaled == Nulls.LONG) {
      return a < 0 ? -1 : 1; // beyond 64 bits, so beyond b
    }
    return Long.compare(scaled, b);
  }
}
