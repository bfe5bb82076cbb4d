package io.tripline.engine.event;

import java.util.Arrays;

/** The bytes of a key being made. Reused; not thread-safe. */
public final class KeyBuffer {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private byte[] bytes = new byte[64];
  private int length;

  /** Takes the bytes of a key that was made before. */
  public void set(byte[] key) {
    clear();
    reserve(key.length);
    System.arraycopy(key, 0, bytes, 0, key.length);
    length = key.length;
  }

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
    int plain = untilZero(text, offset, count);
    System.arraycopy(text, offset, bytes, length, plain);
    length += plain;
    for (int i = offset + plain; i < offset + count; i++) {
      byte b = text[i];
      bytes[length++] = b;
      if (b == 0) {
        bytes[length++] = (byte) 0xFF;
      }
    }
    bytes[length++] = 0;
    bytes[length++] = 0;
  }

  /** How many bytes there are, in eights, before those in which there may be a zero. */
  private static int untilZero(byte[] text, int offset, int count) {
    int n = 0;
    while (n + 8 <= count) {
      long eight = Bytes.getLong(text, offset + n);
      if ((eight - ONES & ~eight & HIGH_BITS) != 0) {
        break;
      }
      n += 8;
    }
    return n;
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
    return matches(key, 0, key.length);
  }

  /** Whether these are the bytes of {@code key} from {@code from} on. */
  public boolean matches(byte[] key, int from, int keyLength) {
    return length == keyLength && Arrays.equals(bytes, 0, length, key, from, from + keyLength);
  }

  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }
}
