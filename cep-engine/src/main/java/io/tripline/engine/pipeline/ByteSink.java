package io.tripline.engine.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers (big-endian), texts and byte runs for the pipeline's stored formats. */
final class ByteSink {
  private static final int LEAST = 256;

  private byte[] bytes;
  private int length;

  ByteSink() {
    this(LEAST);
  }

  /**
   * @param expected bytes that will be put, about
   */
  ByteSink(int expected) {
    bytes = new byte[Math.max(LEAST, expected)];
  }

  ByteSink putByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  ByteSink putInt(int value) {
    reserve(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  ByteSink putLong(long value) {
    return putInt((int) (value >>> 32)).putInt((int) value);
  }

  /** The length as an int, then the bytes. */
  ByteSink putBytes(byte[] value) {
    putInt(value.length);
    return putRaw(value, 0, value.length);
  }

  /** The length in UTF-8 as an int, then the text. */
  ByteSink putText(String text) {
    return putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  ByteSink putRaw(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Overwrites what was put at a place. */
  void setInt(int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }

  void clear() {
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }
}
