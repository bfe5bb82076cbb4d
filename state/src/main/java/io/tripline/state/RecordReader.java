package io.tripline.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what a {@link RecordWriter} wrote. */
final class RecordReader {
  private final ByteBuffer bytes;

  RecordReader(byte[] record) {
    this.bytes = ByteBuffer.wrap(record);
  }

  /** A record that is not what it should be. */
  static final class MalformedException extends RuntimeException {
    MalformedException(String message) {
      super(message);
    }
  }

  int u8() {
    need(1);
    return bytes.get() & 0xFF;
  }

  boolean bool() {
    return u8() != 0;
  }

  int i32() {
    need(4);
    return bytes.getInt();
  }

  long i64() {
    need(8);
    return bytes.getLong();
  }

  double f64() {
    return Double.longBitsToDouble(i64());
  }

  byte[] bytes() {
    byte[] value = new byte[count(1)];
    bytes.get(value);
    return value;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = count(4); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  /** A number of things of at least {@code least} bytes each, which must still be there. */
  int count(int least) {
    int count = i32();
    if (count < 0 || (long) count * least > bytes.remaining()) {
      throw new MalformedException("a length of " + count + " in a record is wrong");
    }
    return count;
  }

  /** The record must be read to its end. */
  void end() {
    if (bytes.hasRemaining()) {
      throw new MalformedException(bytes.remaining() + " bytes too many in a record");
    }
  }

  /** Checks the format number with which each record starts. */
  void format(int known) {
    format(known, known);
  }

  /** The same where those of earlier versions are known, too: which one it is. */
  int format(int oldest, int latest) {
    int format = u8();
    if (format < oldest || format > latest) {
      throw new MalformedException("a record has the unknown format " + format);
    }
    return format;
  }

  private void need(int count) {
    if (bytes.remaining() < count) {
      throw new MalformedException("a record ends too early");
    }
  }
}
