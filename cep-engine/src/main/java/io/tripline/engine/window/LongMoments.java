package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;

/**
 * Count, sum and sum of squares of 64-bit numbers, exact whatever comes and goes: a sum of 128 bits
 * and one of 192, which 2³¹ values cannot leave. A record of bytes in some page.
 *
 * <pre>
 *   0  long  how many
 *   8  two longs: the sum, low half first
 *  24  three longs: the sum of squares
 * </pre>
 */
final class LongMoments {
  /** Bytes of a record with and without squares. */
  static final int BYTES = 48;

  static final int BYTES_WITHOUT_SQUARES = 24;

  private static final int SUM = 8;
  private static final int SQUARES = 24;

  private LongMoments() {}

  /** Adds a value. */
  static void add(byte[] page, int at, long value, boolean squares) {
    Bytes.putLong(page, at, Bytes.getLong(page, at) + 1);
    long low = Bytes.getLong(page, at + SUM);
    long sum = low + value;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    Bytes.putLong(page, at + SUM, sum);
    Bytes.putLong(page, at + SUM + 8, Bytes.getLong(page, at + SUM + 8) + (value >> 63) + carry);
    if (squares) {
      addSquare(page, at + SQUARES, value);
    }
  }

  /** Takes back one that was added. */
  static void remove(byte[] page, int at, long value, boolean squares) {
    Bytes.putLong(page, at, Bytes.getLong(page, at) - 1);
    long low = Bytes.getLong(page, at + SUM);
    long borrow = Long.compareUnsigned(low, value) < 0 ? 1 : 0;
    Bytes.putLong(page, at + SUM, low - value);
    Bytes.putLong(page, at + SUM + 8, Bytes.getLong(page, at + SUM + 8) - (value >> 63) - borrow);
    if (squares) {
      removeSquare(page, at + SQUARES, value);
    }
  }

  private static void addSquare(byte[] page, int at, long value) {
    long low = Bytes.getLong(page, at);
    long sum = low + value * value;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    long high = Math.multiplyHigh(value, value) + carry; // no carry: it is below 2^62
    long middle = Bytes.getLong(page, at + 8);
    long next = middle + high;
    Bytes.putLong(page, at, sum);
    Bytes.putLong(page, at + 8, next);
    if (Long.compareUnsigned(next, middle) < 0) {
      Bytes.putLong(page, at + 16, Bytes.getLong(page, at + 16) + 1);
    }
  }

  private static void removeSquare(byte[] page, int at, long value) {
    long low = Bytes.getLong(page, at);
    long square = value * value;
    long borrow = Long.compareUnsigned(low, square) < 0 ? 1 : 0;
    long high = Math.multiplyHigh(value, value) + borrow;
    long middle = Bytes.getLong(page, at + 8);
    Bytes.putLong(page, at, low - square);
    Bytes.putLong(page, at + 8, middle - high);
    if (Long.compareUnsigned(middle, high) < 0) {
      Bytes.putLong(page, at + 16, Bytes.getLong(page, at + 16) - 1);
    }
  }

  /** What came since a record was as an old one is, in a record of its own. */
  static void subtract(byte[] page, int at, byte[] old, int oldAt, byte[] out) {
    Bytes.putLong(out, 0, Bytes.getLong(page, at) - Bytes.getLong(old, oldAt));
    subtract(page, at + SUM, old, oldAt + SUM, out, SUM, 2);
    subtract(page, at + SQUARES, old, oldAt + SQUARES, out, SQUARES, 3);
  }

  private static void subtract(
      byte[] page, int at, byte[] old, int oldAt, byte[] out, int outAt, int limbs) {
    long borrow = 0;
    for (int i = 0; i < 8 * limbs; i += 8) {
      long a = Bytes.getLong(page, at + i);
      long b = Bytes.getLong(old, oldAt + i);
      long d = a - b - borrow;
      borrow = (~a & b | (~a | b) & d) >>> 63;
      Bytes.putLong(out, outAt + i, d);
    }
  }

  static long count(byte[] page, int at) {
    return Bytes.getLong(page, at);
  }

  /** Whether the sum is a number of the language: of 64 bits, and not the least of them. */
  static boolean fits(byte[] page, int at) {
    long low = Bytes.getLong(page, at + SUM);
    return Bytes.getLong(page, at + SUM + 8) == low >> 63 && low != Long.MIN_VALUE;
  }

  /** The sum, if it {@link #fits}. */
  static long sum(byte[] page, int at) {
    return Bytes.getLong(page, at + SUM);
  }

  /** The standard deviation of the sample; there are two values at least. */
  static double deviation(byte[] page, int at, Limbs limbs) {
    limbs.sum[0] = Bytes.getLong(page, at + SUM);
    limbs.sum[1] = Bytes.getLong(page, at + SUM + 8);
    Limbs.magnitude(limbs.sum, 2);
    for (int i = 0; i < 3; i++) {
      limbs.squares[i] = Bytes.getLong(page, at + SQUARES + 8 * i);
    }
    return limbs.deviation(2, 0, 3, 0, 0, count(page, at));
  }
}
