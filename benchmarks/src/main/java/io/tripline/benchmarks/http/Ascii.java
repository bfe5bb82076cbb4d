package io.tripline.benchmarks.http;

import java.nio.charset.StandardCharsets;

/** Texts in bytes, looked for without making objects. */
final class Ascii {
  /** What stands before an id in JSON without spaces. */
  static final byte[] ID = bytes("\"id\":\"");

  private Ascii() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Where a text begins between two places, or −1. */
  static int indexOf(byte[] in, int from, int to, byte[] text) {
    for (int at = from; at <= to - text.length; at++) {
      if (startsWith(in, at, to, text)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether a text stands at a place. */
  static boolean startsWith(byte[] in, int at, int to, byte[] text) {
    if (at + text.length > to) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (in[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }
}
