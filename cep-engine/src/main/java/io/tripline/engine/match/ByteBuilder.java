package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import java.util.Arrays;

/** A growing array of bytes, used again and again. Numbers are little-endian. */
final class ByteBuilder {
  private byte[] bytes = new byte[256];
  private int length;

  void clear() {
    length = 0;
  }

  void putByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void putInt(int value) {
    reserve(4);
    Bytes.putInt(bytes, length, value);
    length += 4;
  }

  void putLong(long value) {
    reserve(8);
    Bytes.putLong(bytes, length, value);
    length += 8;
  }

  void put(byte[] source, int from, int count) {
    reserve(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  /** Makes room at the end, and says where that is. */
  int reserve(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
    return length;
  }

  /** For those who write by themselves: what {@link #reserve} has made room in, until the next. */
  byte[] array() {
    return bytes;
  }

  /** They have written so many bytes. */
  void skip(int count) {
    length += count;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }
}
