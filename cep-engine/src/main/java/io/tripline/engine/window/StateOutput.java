package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import java.util.Arrays;

/** A growing array of bytes that a state is written to. Not thread-safe. */
final class StateOutput {
  private byte[] bytes = new byte[256];
  private int length;

  void clear() {
    length = 0;
  }

  void putByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void putLong(long value) {
    reserve(8);
    Bytes.putLong(bytes, length, value);
    length += 8;
  }

  /** A number that is seldom large: seven bits to a byte, the lowest first. */
  void putNumber(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A number that is seldom far from zero. */
  void putSigned(long value) {
    putNumber(value << 1 ^ value >> 63);
  }

  void put(byte[] source, int from, int count) {
    reserve(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  private void reserve(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }
}
