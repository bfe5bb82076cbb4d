package io.tripline.examples.world;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of text on their way out: appended without checks, so {@link #reserve} comes first. */
final class LineBuffer {
  private static final int SIZE = 1 << 16;
  private static final byte[] HEX = utf8("0123456789abcdef");

  private byte[] bytes = new byte[SIZE];
  private int length;

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Makes room for this many more bytes. */
  void reserve(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, StrictMath.max(bytes.length * 2, length + count));
    }
  }

  boolean nearlyFull() {
    return length > SIZE - (1 << 12);
  }

  /** Empties the buffer into a stream; the result is how many bytes it held. */
  int flushTo(OutputStream out) throws IOException {
    int count = length;
    out.write(bytes, 0, count);
    length = 0;
    return count;
  }

  /** The line that is in the buffer, without its line feed; the buffer is empty afterwards. */
  String takeLine() {
    String text = new String(bytes, 0, length - 1, StandardCharsets.UTF_8);
    length = 0;
    return text;
  }

  void put(byte[] text) {
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  void put(char asciiOnly) {
    bytes[length++] = (byte) asciiOnly;
  }

  /** A number from 0 on, without leading zeros. */
  void number(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    padded(value, digits);
  }

  /** The last digits of a number from 0 on. */
  void padded(long value, int digits) {
    int end = length + digits;
    // Int division is several times faster, and most numbers are small.
    if (value <= Integer.MAX_VALUE) {
      int rest = (int) value;
      for (int i = end - 1; i >= length; i--) {
        bytes[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    } else {
      long rest = value;
      for (int i = end - 1; i >= length; i--) {
        bytes[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    length = end;
  }

  /** Hundredths as a number with two digits after the point. */
  void cents(long value) {
    number(value / 100);
    put('.');
    padded(value % 100, 2);
  }

  /** Ten-thousandths as a number with four digits after the point. */
  void tenThousandths(int value) {
    if (value < 0) {
      put('-');
    }
    int size = StrictMath.abs(value);
    number(size / 10_000);
    put('.');
    padded(size % 10_000, 4);
  }

  /** The lowest digits in base 16. */
  void hex(long value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      bytes[length++] = HEX[(int) (value >>> (4 * i)) & 15];
    }
  }
}
