package io.tripline.engine.pipeline;

import io.tripline.engine.port.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteSink} wrote. */
final class ByteSource {
  private final String what;
  private final byte[] bytes;
  private int at;

  /**
   * @param what the subject of the sentence if the bytes are damaged: "The journal block …"
   */
  ByteSource(String what, byte[] bytes) {
    this.what = what;
    this.bytes = bytes;
  }

  int getByte() {
    return bytes[skip(1)] & 0xFF;
  }

  int getInt() {
    int from = skip(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = (value << 8) | (bytes[from + i] & 0xFF);
    }
    return value;
  }

  long getLong() {
    long high = getInt();
    return (high << 32) | (getInt() & 0xFFFF_FFFFL);
  }

  byte[] getBytes() {
    int count = getInt();
    int from = skip(count);
    return Arrays.copyOfRange(bytes, from, from + count);
  }

  /** All that is left. */
  byte[] getRest() {
    int from = skip(bytes.length - at);
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  String getText() {
    return new String(getBytes(), StandardCharsets.UTF_8);
  }

  /** Passes over bytes. */
  int skip(int count) {
    if (count < 0 || count > bytes.length - at) {
      throw damaged();
    }
    int from = at;
    at += count;
    return from;
  }

  int position() {
    return at;
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  StorageException damaged() {
    return new StorageException(
        what + " is damaged. Restore the store from a copy; it cannot be used as it is.");
  }
}
