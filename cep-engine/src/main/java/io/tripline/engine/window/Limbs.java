package io.tripline.engine.window;

import java.util.Arrays;

/**
 * Exact arithmetic on unsigned numbers of many 64-bit limbs, lowest first, in scratch of its own:
 * what is left of sums once they are read. Not thread-safe.
 */
final class Limbs {
  /** Limbs of the largest sum of doubles, and of their squares. */
  static final int MOST = 68;

  private static final int MANTISSA = 53;

  // A sum, the sum of squares, and the product of a sum with itself, with room for one limb more.
  final long[] sum = new long[MOST];
  final long[] squares = new long[MOST];
  private final long[] difference = new long[2 * MOST + 1];
  private final long[] product = new long[2 * MOST + 1];

  // The last number that was rounded: mantissa · 2^exponent.
  private long mantissa;
  private int exponent;

  Limbs() {}

  /** Turns a number in two's complement into its magnitude; says whether it was negative. */
  static boolean magnitude(long[] a, int n) {
    if (n == 0 || a[n - 1] >= 0) {
      return false;
    }
    boolean carry = true;
    for (int i = 0; i < n; i++) {
      a[i] = ~a[i] + (carry ? 1 : 0);
      carry &= a[i] == 0;
    }
    return true;
  }

  /** The number a · 2^unit as the nearest double, of two as near the even one. */
  double toDouble(long[] a, int n, int unit) {
    round(a, n);
    return Math.scalb((double) mantissa, exponent + unit);
  }

  /**
   * The standard deviation of the sample, from {@link #sum} S and {@link #squares} Q: the root of
   * (n·Q − S²) / (n (n − 1)). The numerator is exact, and is rounded once.
   *
   * @param sumLimbs limbs of S, a magnitude
   * @param sumFrom the place of its lowest limb
   * @param squaresLimbs limbs of Q
   * @param squaresFrom the place of its lowest limb
   * @param unit the power of two by which S² and Q are multiplied, beside their places
   * @param n how many values, from 2 on
   */
  double deviation(int sumLimbs, int sumFrom, int squaresLimbs, int squaresFrom, int unit, long n) {
    int s = length(sum, sumLimbs);
    int q = length(squares, squaresLimbs);
    int from = q == 0 ? 2 * sumFrom : Math.min(2 * sumFrom, squaresFrom);
    int end = Math.max(2 * sumFrom + 2 * s, squaresFrom + q + 1) - from;
    Arrays.fill(difference, 0, end, 0);
    times(squares, q, n, difference, squaresFrom - from);
    square(sum, s, product);
    subtract(difference, end, product, 2 * s, 2 * sumFrom - from);
    int left = length(difference, end);
    if (left == 0) {
      return 0;
    }
    round(difference, left);
    double variance = mantissa / (double) (n * (n - 1));
    int power = exponent + 64 * from + unit;
    if ((power & 1) != 0) {
      variance *= 2;
      power--;
    }
    return Math.scalb(StrictMath.sqrt(variance), power / 2);
  }

  private static int length(long[] a, int n) {
    int length = n;
    while (length > 0 && a[length - 1] == 0) {
      length--;
    }
    return length;
  }

  private static void square(long[] a, int n, long[] out) {
    Arrays.fill(out, 0, 2 * n, 0);
    for (int i = 0; i < n; i++) {
      out[i + n] = timesAdd(a, n, a[i], out, i);
    }
  }

  private static void times(long[] a, int n, long factor, long[] out, int at) {
    out[at + n] = timesAdd(a, n, factor, out, at);
  }

  /** Adds a · factor to what stands in {@code out} from {@code at} on; what is carried out. */
  private static long timesAdd(long[] a, int n, long factor, long[] out, int at) {
    long carry = 0;
    for (int i = 0; i < n; i++) {
      long low = a[i] * factor;
      long high = Math.unsignedMultiplyHigh(a[i], factor);
      long sum = low + carry;
      high += Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
      long total = sum + out[at + i];
      high += Long.compareUnsigned(total, sum) < 0 ? 1 : 0;
      out[at + i] = total;
      carry = high;
    }
    return carry;
  }

  /** Subtracts b, which is not greater, from a, from its limb {@code at} on. */
  private static void subtract(long[] a, int n, long[] b, int m, int at) {
    long borrow = 0;
    for (int i = 0; at + i < n && (i < m || borrow != 0); i++) {
      long x = a[at + i];
      long y = i < m ? b[i] : 0;
      long d = x - y - borrow;
      borrow = (~x & y | (~x | y) & d) >>> 63;
      a[at + i] = d;
    }
  }

  /** Finds the 53 bits nearest to a number, of two as near the even ones. */
  private void round(long[] a, int n) {
    int length = length(a, n);
    if (length == 0) {
      mantissa = 0;
      exponent = 0;
      return;
    }
    int bits = 64 * length - Long.numberOfLeadingZeros(a[length - 1]);
    if (bits <= MANTISSA) {
      mantissa = a[0];
      exponent = 0;
      return;
    }
    exponent = bits - MANTISSA;
    mantissa = bitsFrom(a, length, exponent);
    int half = exponent - 1;
    boolean up = (a[half >> 6] >>> half & 1) != 0;
    if (up && ((mantissa & 1) != 0 || anyBelow(a, half))) {
      mantissa++;
    }
  }

  /** The bits from one on, which are no more than 53. */
  private static long bitsFrom(long[] a, int n, int bit) {
    int limb = bit >> 6;
    int shift = bit & 63;
    long low = a[limb] >>> shift;
    return shift == 0 || limb + 1 >= n ? low : low | a[limb + 1] << 64 - shift;
  }

  private static boolean anyBelow(long[] a, int bit) {
    int limb = bit >> 6;
    for (int i = 0; i < limb; i++) {
      if (a[i] != 0) {
        return true;
      }
    }
    return (a[limb] & (1L << bit) - 1) != 0;
  }
}
