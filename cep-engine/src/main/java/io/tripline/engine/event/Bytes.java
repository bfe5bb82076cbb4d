package io.tripline.engine.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays. */
public final class Bytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long SEED = 0x9E37_79B9_7F4A_7C15L;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Bytes() {}

  public static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  public static void putInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  public static long getLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  public static void putLong(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  public static double getDouble(byte[] bytes, int at) {
    return Double.longBitsToDouble(getLong(bytes, at));
  }

  public static void putDouble(byte[] bytes, int at, double value) {
    putLong(bytes, at, Double.doubleToRawLongBits(value));
  }

  /**
   * A 64-bit hash of a run of bytes, the same on every machine and in every version: eight bytes at
   * a time, multiplied and folded, with MurmurHash3's finalizer. Never 0, so that 0 can mean "no
   * key".
   */
  public static long hash(byte[] bytes, int offset, int length) {
    long h = SEED ^ length;
    int i = offset;
    int end = offset + length;
    for (; i + 8 <= end; i += 8) {
      h = mix(h ^ getLong(bytes, i));
    }
    h = mix(h ^ upTo7(bytes, i, end));
    return h == 0 ? 1 : h;
  }

  /**
   * The hash of a run of bytes with two zero bytes behind it, as keys of one text end; 0 if there
   * is a zero byte among them, which keys write otherwise.
   */
  static long hashOfText(byte[] bytes, int offset, int length) {
    long h = SEED ^ length + 2;
    long zeros = 0;
    int i = offset;
    int end = offset + length;
    for (; i + 8 <= end; i += 8) {
      long word = getLong(bytes, i);
      zeros |= word - ONES & ~word;
      h = mix(h ^ word);
    }
    long rest = upTo7(bytes, i, end);
    long filled = rest | -1L << 8 * (end - i);
    zeros |= filled - ONES & ~filled;
    h = mix(h ^ rest);
    if (end - i >= 6) {
      h = mix(h); // with the two behind it the rest is a word, and nothing is left
    }
    return (zeros & HIGH_BITS) != 0 ? 0 : h == 0 ? 1 : h;
  }

  /** Whether two runs of bytes are the same, and without a zero byte. */
  static boolean isSameText(byte[] bytes, int offset, int length, byte[] other, int otherOffset) {
    long zeros = 0;
    int i = offset;
    int j = otherOffset;
    int end = offset + length;
    for (; i + 8 <= end; i += 8, j += 8) {
      long word = getLong(bytes, i);
      if (word != getLong(other, j)) {
        return false;
      }
      zeros |= word - ONES & ~word;
    }
    long rest = upTo7(bytes, i, end);
    long filled = rest | -1L << 8 * (end - i);
    zeros |= filled - ONES & ~filled;
    return (zeros & HIGH_BITS) == 0 && rest == upTo7(other, j, otherOffset + length);
  }

  /** A run of at most seven bytes, the first one lowest, as a number; 0 above them. */
  public static long upTo7(byte[] bytes, int from, int end) {
    if (from + 8 <= bytes.length) {
      return getLong(bytes, from) & (1L << 8 * (end - from)) - 1;
    }
    long word = 0;
    for (int i = from, shift = 0; i < end; i++, shift += 8) {
      word |= (bytes[i] & 0xFFL) << shift;
    }
    return word;
  }

  /** The place of the first byte of that value, or {@code to}; looks at eight bytes at a time. */
  public static int indexOf(byte[] bytes, byte value, int from, int to) {
    long wanted = (value & 0xFFL) * ONES;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long word = getLong(bytes, at) ^ wanted;
      // Marks the bytes that are now 0; the lowest mark is right (Hacker's Delight, section 6-1).
      long zeros = (word - ONES) & ~word & HIGH_BITS;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >> 3);
      }
    }
    while (at < to && bytes[at] != value) {
      at++;
    }
    return at;
  }

  private static long mix(long k) {
    long h = k;
    h ^= h >>> 33;
    h *= 0xFF51_AFD7_ED55_8CCDL;
    h ^= h >>> 33;
    h *= 0xC4CE_B9FE_1A85_EC53L;
    h ^= h >>> 33;
    return h;
  }
}
