package io.tripline.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Writes the values of a record one after another: numbers big-endian, text as UTF-8. */
final class RecordWriter {
  private byte[] bytes = new byte[256];
  private int length;

  RecordWriter u8(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  RecordWriter bool(boolean value) {
    return u8(value ? 1 : 0);
  }

  RecordWriter i32(int value) {
    reserve(4);
    ByteBuffer.wrap(bytes).putInt(length, value);
    length += 4;
    return this;
  }

  RecordWriter i64(long value) {
    reserve(8);
    Bytes.putLong(bytes, length, value);
    length += 8;
    return this;
  }

  RecordWriter f64(double value) {
    return i64(Double.doubleToRawLongBits(value));
  }

  /** The length (4 bytes), then the bytes. */
  RecordWriter bytes(byte[] value) {
    i32(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  /** An unpaired surrogate becomes a question mark. */
  RecordWriter text(String value) {
    return bytes(Bytes.utf8(value));
  }

  /** How many there are (4 bytes), then each. */
  RecordWriter texts(List<String> values) {
    i32(values.size());
    values.forEach(this::text);
    return this;
  }

  byte[] done() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
