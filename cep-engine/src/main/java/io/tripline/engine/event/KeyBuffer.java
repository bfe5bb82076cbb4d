package io.tripline.engine.event;

import java.util.Arrays;

/** The bytes of a key being made. Reused; not thread-safe. */
public final class KeyBuffer {
  private byte[] bytes = new byte[64];
  private int length;

  void clear() {
    length = 0;
  }

  void putLong(long value) {
    reserve(8);
    Bytes.putLong(bytes, length, Long.reverseBytes(value));
    length += 8;
  }

  void putText(byte[] text, int offset, int count) {
    reserve(2 * count + 2);
    for (int i = offset; i < offset + count; i++) {
      byte b = text[i];
      bytes[length++] = b;
      if (b == 0) {
        bytes[length++] = (byte) 0xFF;
      }
    }
    bytes[length++] = 0;
    bytes[length++] = 0;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public long hash() {
    return Bytes.hash(bytes, 0, length);
  }

  public boolean matches(byte[] key) {
    return Arrays.equals(bytes, 0, length, key, 0, key.length);
  }

  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }
}
