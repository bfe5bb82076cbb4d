package io.tripline.engine.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A view on UTF-8 text that lies in somebody else's bytes. Reused: whoever keeps the text copies
 * it. Not thread-safe.
 */
public final class Utf8 implements Comparable<Utf8> {
  private static final byte[] EMPTY = {};

  private byte[] bytes = EMPTY;
  private int offset;
  private int length;

  public Utf8() {}

  /** A view on bytes of its own. */
  public static Utf8 of(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    return new Utf8().wrap(encoded, 0, encoded.length);
  }

  public Utf8 wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  public byte[] copy() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** By code point, which for UTF-8 is by unsigned byte. */
  @Override
  public int compareTo(Utf8 other) {
    return Arrays.compareUnsigned(
        bytes, offset, offset + length, other.bytes, other.offset, other.offset + other.length);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Utf8 other
        && Arrays.equals(
            bytes, offset, offset + length, other.bytes, other.offset, other.offset + other.length);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(Bytes.hash(bytes, offset, length));
  }

  @Override
  public String toString() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
