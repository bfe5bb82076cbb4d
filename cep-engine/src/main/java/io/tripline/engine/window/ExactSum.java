package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;

/**
 * A sum of finite doubles, or of their squares, without any rounding: a number in two's complement
 * in 64-bit limbs, of which those are held that its summands reach. So it does not depend on the
 * order in which they came, nor on those that have been taken back (the idea of a long accumulator
 * is Kulisch's). The unit is 2^−1074, that of squares 2^−2148.
 *
 * <pre>
 *   0  int   place of the lowest limb that is held
 *   4  int   how many are held
 *   8  the limbs, lowest first
 * </pre>
 */
final class ExactSum {
  /** Bytes that hold every sum of doubles, and of their squares. */
  static final int MOST_BYTES = 8 + 8 * Limbs.MOST;

  static final int UNIT = -1074;
  static final int UNIT_OF_SQUARES = -2148;

  private static final int LIMBS = 8;
  private static final int FRACTION_BITS = 52;

  private ExactSum() {}

  /** Makes a record of {@link #MOST_BYTES} zero. */
  static void clear(byte[] page, int at) {
    Bytes.putInt(page, at, 0);
    Bytes.putInt(page, at + 4, Limbs.MOST);
    Arrays.fill(page, at + LIMBS, at + MOST_BYTES, (byte) 0);
  }

  /** Adds a finite value, or takes it back, where the record holds all limbs. */
  static void add(byte[] page, int at, double value, boolean back) {
    long bits = Double.doubleToRawLongBits(value);
    int place = place(bits);
    long mantissa = mantissa(bits);
    boolean subtract = back != bits < 0;
    int shift = place & 63;
    long low = mantissa << shift;
    long high = shift == 0 ? 0 : mantissa >>> 64 - shift;
    add(page, at, place >> 6, low, high, 0, subtract);
  }

  /** The same for the square of a value. */
  static void addSquare(byte[] page, int at, double value, boolean back) {
    long bits = Double.doubleToRawLongBits(value);
    int place = 2 * place(bits);
    long mantissa = mantissa(bits);
    long low = mantissa * mantissa;
    long high = Math.unsignedMultiplyHigh(mantissa, mantissa);
    int shift = place & 63;
    if (shift == 0) {
      add(page, at, place >> 6, low, high, 0, back);
    } else {
      long middle = high << shift | low >>> 64 - shift;
      add(page, at, place >> 6, low << shift, middle, high >>> 64 - shift, back);
    }
  }

  private static void add(
      byte[] page, int at, int limb, long low, long middle, long high, boolean subtract) {
    int end = at + LIMBS + 8 * Bytes.getInt(page, at + 4);
    int i = at + LIMBS + 8 * (limb - Bytes.getInt(page, at));
    long carry = subtract ? subtract(page, i, low, 0) : add(page, i, low, 0);
    i += 8;
    carry = subtract ? subtract(page, i, middle, carry) : add(page, i, middle, carry);
    i += 8;
    carry = subtract ? subtract(page, i, high, carry) : add(page, i, high, carry);
    for (i += 8; i < end && carry != 0; i += 8) {
      carry = subtract ? subtract(page, i, 0, carry) : add(page, i, 0, carry);
    }
  }

  private static long add(byte[] page, int at, long more, long carry) {
    long a = Bytes.getLong(page, at);
    long s = a + more + carry;
    Bytes.putLong(page, at, s);
    return (a & more | (a | more) & ~s) >>> 63;
  }

  private static long subtract(byte[] page, int at, long less, long borrow) {
    long a = Bytes.getLong(page, at);
    long d = a - less - borrow;
    Bytes.putLong(page, at, d);
    return (~a & less | (~a | less) & d) >>> 63;
  }

  /** The place of the lowest bit of the mantissa, in units. */
  private static int place(long bits) {
    int exponent = (int) (bits >>> FRACTION_BITS) & 0x7FF;
    return Math.max(exponent, 1) - 1;
  }

  private static long mantissa(long bits) {
    long fraction = bits & (1L << FRACTION_BITS) - 1;
    boolean subnormal = (bits >>> FRACTION_BITS & 0x7FF) == 0;
    return subnormal ? fraction : fraction | 1L << FRACTION_BITS;
  }

  /**
   * A block that holds the limbs that a value needs, with what another block holds, which is given
   * back; the same one if it does.
   *
   * @param handle {@link StateHeap#NONE} for zero
   */
  static int cover(StateHeap heap, int handle, double value, boolean squares) {
    int place = place(Double.doubleToRawLongBits(value));
    int from = (squares ? 2 * place : place) >> 6;
    int end = from + 4; // three that are added to, and one that only carries
    if (handle == StateHeap.NONE) {
      return zero(heap, from, end);
    }
    byte[] page = heap.page(handle);
    int base = heap.offset(handle);
    int oldFrom = Bytes.getInt(page, base);
    int oldEnd = oldFrom + Bytes.getInt(page, base + 4);
    if (oldFrom <= from && end <= oldEnd) {
      return handle;
    }
    int grown = zero(heap, Math.min(from, oldFrom), Math.max(end, oldEnd));
    byte[] to = heap.page(grown);
    int toFrom = Bytes.getInt(to, heap.offset(grown));
    int at = heap.offset(grown) + LIMBS;
    System.arraycopy(page, base + LIMBS, to, at + 8 * (oldFrom - toFrom), 8 * (oldEnd - oldFrom));
    long sign = Bytes.getLong(page, base + LIMBS + 8 * (oldEnd - oldFrom - 1)) >> 63;
    for (int limb = oldEnd; limb < end; limb++) {
      Bytes.putLong(to, at + 8 * (limb - toFrom), sign);
    }
    heap.free(handle);
    return grown;
  }

  private static int zero(StateHeap heap, int from, int end) {
    int block = heap.allocate(LIMBS + 8 * (end - from));
    byte[] page = heap.page(block);
    int base = heap.offset(block);
    Bytes.putInt(page, base, from);
    Bytes.putInt(page, base + 4, end - from);
    for (int at = base + LIMBS; at < base + LIMBS + 8 * (end - from); at += 8) {
      Bytes.putLong(page, at, 0);
    }
    return block;
  }

  /** Puts the sum of a block, or zero, into a record of {@link #MOST_BYTES}. */
  static void load(StateHeap heap, int handle, byte[] record) {
    clear(record, 0);
    if (handle != StateHeap.NONE) {
      byte[] page = heap.page(handle);
      int base = heap.offset(handle);
      int from = Bytes.getInt(page, base);
      int count = Bytes.getInt(page, base + 4);
      System.arraycopy(page, base + LIMBS, record, LIMBS + 8 * from, 8 * count);
      long sign = Bytes.getLong(page, base + LIMBS + 8 * (count - 1)) >> 63;
      for (int limb = from + count; sign != 0 && limb < Limbs.MOST; limb++) {
        Bytes.putLong(record, LIMBS + 8 * limb, sign);
      }
    }
  }

  /** Takes the sum of a block, or zero, from a record of {@link #MOST_BYTES}. */
  static void subtract(StateHeap heap, int handle, byte[] record) {
    if (handle == StateHeap.NONE) {
      return;
    }
    byte[] page = heap.page(handle);
    int base = heap.offset(handle);
    int from = Bytes.getInt(page, base);
    int end = from + Bytes.getInt(page, base + 4);
    long sign = Bytes.getLong(page, base + LIMBS + 8 * (end - from - 1)) >> 63;
    long borrow = 0;
    for (int limb = from; limb < Limbs.MOST; limb++) {
      long less = limb < end ? Bytes.getLong(page, base + LIMBS + 8 * (limb - from)) : sign;
      borrow = subtract(record, LIMBS + 8 * limb, less, borrow);
    }
  }

  /** A block with the same sum; {@link StateHeap#NONE} for zero. */
  static int copy(StateHeap heap, int handle) {
    if (handle == StateHeap.NONE) {
      return handle;
    }
    int bytes = LIMBS + 8 * Bytes.getInt(heap.page(handle), heap.offset(handle) + 4);
    int copy = heap.allocate(bytes);
    System.arraycopy(
        heap.page(handle), heap.offset(handle), heap.page(copy), heap.offset(copy), bytes);
    return copy;
  }

  /** The sum, rounded once. */
  static double rounded(byte[] page, int at, Limbs limbs) {
    int n = load(page, at, limbs.sum);
    boolean negative = Limbs.magnitude(limbs.sum, n);
    double value = limbs.toDouble(limbs.sum, n, UNIT + 64 * Bytes.getInt(page, at));
    return negative ? -value : value;
  }

  /**
   * The standard deviation of the sample.
   *
   * @param squares page of the sum of squares, which begins at {@code squaresAt}
   * @param count of the values, from 2 on
   */
  static double deviation(
      byte[] page, int at, byte[] squares, int squaresAt, long count, Limbs limbs) {
    int s = load(page, at, limbs.sum);
    Limbs.magnitude(limbs.sum, s);
    int q = load(squares, squaresAt, limbs.squares);
    return limbs.deviation(
        s, Bytes.getInt(page, at), q, Bytes.getInt(squares, squaresAt), UNIT_OF_SQUARES, count);
  }

  /** Writes the sum of a block, or zero. */
  static void write(StateHeap heap, int handle, ByteBuilder out) {
    int count =
        handle == StateHeap.NONE ? 0 : Bytes.getInt(heap.page(handle), heap.offset(handle) + 4);
    out.putNumber(count);
    if (count > 0) {
      out.putNumber(Bytes.getInt(heap.page(handle), heap.offset(handle)));
      out.put(heap.page(handle), heap.offset(handle) + LIMBS, 8 * count);
    }
  }

  /** The block of what was written, or {@link StateHeap#NONE}. */
  static int read(StateHeap heap, StateInput in) {
    long count = in.takeNumber();
    if (count == 0) {
      return StateHeap.NONE;
    }
    long from = in.takeNumber();
    if (count < 4 || count > Limbs.MOST || from < 0 || from + count > Limbs.MOST) {
      throw StateInput.damaged("a sum is too large");
    }
    int limbs = in.take(8 * count);
    int block = zero(heap, (int) from, (int) (from + count));
    System.arraycopy(
        in.bytes(), limbs, heap.page(block), heap.offset(block) + LIMBS, (int) (8 * count));
    return block;
  }

  private static int load(byte[] page, int at, long[] limbs) {
    int n = Bytes.getInt(page, at + 4);
    for (int i = 0; i < n; i++) {
      limbs[i] = Bytes.getLong(page, at + LIMBS + 8 * i);
    }
    return n;
  }
}
