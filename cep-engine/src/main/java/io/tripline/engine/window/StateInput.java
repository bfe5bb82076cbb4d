package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;

/** Reads what was written to a byte builder; damage is an IllegalArgumentException. */
final class StateInput {
  private final byte[] bytes;
  private int at;

  StateInput(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where so many bytes are, which are read with that. */
  int take(long count) {
    if (count < 0 || count > bytes.length - at) {
      throw damaged("its bytes end too early");
    }
    int from = at;
    at += (int) count;
    return from;
  }

  int takeByte() {
    return bytes[take(1)] & 0xFF;
  }

  long takeLong() {
    return Bytes.getLong(bytes, take(8));
  }

  long takeNumber() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = takeByte();
      value |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        if (shift == 63 && next > 1) {
          throw damaged("a number is too large");
        }
        return value;
      }
    }
    throw damaged("a number is too long");
  }

  long takeSigned() {
    long value = takeNumber();
    return value >>> 1 ^ -(value & 1);
  }

  /** A number that an int holds. */
  int takeInt() {
    long value = takeNumber();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw damaged("a number is too large");
    }
    return (int) value;
  }

  /** The length of a text that follows, or −1 for none. */
  int takeLength() {
    long length = takeNumber() - 1;
    if (length < -1 || length > bytes.length - at) {
      throw damaged("its bytes end too early");
    }
    return (int) length;
  }

  /** A number of things that take a byte each at least. */
  int takeCount() {
    long count = takeNumber();
    if (count < 0 || count > bytes.length - at) {
      throw damaged("a number of things is too large");
    }
    return (int) count;
  }

  /** Whether all is read. */
  boolean isAtEnd() {
    return at == bytes.length;
  }

  static IllegalArgumentException damaged(String what) {
    return new IllegalArgumentException("not a state of a window: " + what);
  }
}
