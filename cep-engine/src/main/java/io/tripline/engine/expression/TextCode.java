package io.tripline.engine.expression;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What generated code does with text: runs of UTF-8 in somebody's bytes, given by array, first byte
 * and length, which is negative for null. Nothing here allocates, except {@link #find}.
 */
final class TextCode {
  private TextCode() {}

  /** Whether two texts, neither null, are the same. */
  static boolean equal(byte[] a, int aFrom, int aLength, byte[] b, int bFrom, int bLength) {
    return aLength == bLength
        && Arrays.equals(a, aFrom, aFrom + aLength, b, bFrom, bFrom + bLength);
  }

  /** By code point, which for UTF-8 is by unsigned byte. */
  static int compare(byte[] a, int aFrom, int aLength, byte[] b, int bFrom, int bLength) {
    return Arrays.compareUnsigned(a, aFrom, aFrom + aLength, b, bFrom, bFrom + bLength);
  }

  /** The first {@code count} bytes as a little-endian number; 1 to 8 of them. */
  static long head(byte[] bytes, int from, int count) {
    if (count == 8) {
      return Bytes.getLong(bytes, from);
    }
    if (count >= 4) {
      long first = Bytes.getInt(bytes, from) & 0xFFFF_FFFFL;
      long last = Bytes.getInt(bytes, from + count - 4) & 0xFFFF_FFFFL;
      return first | last << 8 * (count - 4);
    }
    long head = 0;
    for (int i = 0; i < count; i++) {
      head |= (bytes[from + i] & 0xFFL) << 8 * i;
    }
    return head;
  }

  static boolean startsWith(
      byte[] text, int from, int length, byte[] start, int startFrom, int startLength) {
    return length >= startLength
        && Arrays.equals(text, from, from + startLength, start, startFrom, startFrom + startLength);
  }

  static boolean endsWith(
      byte[] text, int from, int length, byte[] end, int endFrom, int endLength) {
    int at = from + length - endLength;
    return length >= endLength
        && Arrays.equals(text, at, at + endLength, end, endFrom, endFrom + endLength);
  }

  static boolean contains(
      byte[] text, int from, int length, byte[] part, int partFrom, int partLength) {
    if (partLength == 0) {
      return true;
    }
    byte first = part[partFrom];
    for (int at = from; at <= from + length - partLength; at++) {
      if (text[at] == first
          && Arrays.equals(text, at, at + partLength, part, partFrom, partFrom + partLength)) {
        return true;
      }
    }
    return false;
  }

  /** The number of code points. */
  static long characters(byte[] text, int from, int length) {
    int count = 0;
    for (int i = from; i < from + length; i++) {
      count += (text[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    return count;
  }

  /** The bytes of what an interpreted node gave; any for null. */
  static byte[] bytes(@Nullable Utf8 text) {
    return text == null ? NONE : text.bytes();
  }

  static int from(@Nullable Utf8 text) {
    return text == null ? 0 : text.offset();
  }

  static int length(@Nullable Utf8 text) {
    return text == null ? -1 : text.length();
  }

  static final byte[] NONE = {};
}
