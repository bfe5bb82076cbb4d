package io.tripline.engine.heap;

import io.tripline.engine.event.Bytes;
import java.util.Arrays;

/**
 * A growing array of bytes, used again and again, that states are written to. Numbers are
 * little-endian. Not thread-safe.
 */
public final class ByteBuilder {
  private byte[] bytes = new byte[256];
  private int length;

  /** Forgets what was written. */
  public void clear() {
    length = 0;
  }

  public void putByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  public void putInt(int value) {
    reserve(4);
    Bytes.putInt(bytes, length, value);
    length += 4;
  }

  public void putLong(long value) {
    reserve(8);
    Bytes.putLong(bytes, length, value);
    length += 8;
  }

  /** A number that is seldom large: seven bits to a byte, the lowest first. */
  public void putNumber(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A number that is seldom far from zero. */
  public void putSigned(long value) {
    putNumber(value << 1 ^ value >> 63);
  }

  public void put(byte[] source, int from, int count) {
    reserve(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  /** Makes room at the end, and says where that is. */
  public int reserve(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
    return length;
  }

  /** For those who write by themselves: what {@link #reserve} has made room in, until the next. */
  public byte[] array() {
    return bytes;
  }

  /** They have written so many bytes. */
  public void skip(int count) {
    length += count;
  }

  /** A copy of what was written. */
  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }
}
