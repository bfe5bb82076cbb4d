package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;

/**
 * Finds bytes that are not UTF-8. Jackson overlooks some (overlong forms, encoded surrogates, what
 * stands in values that nobody reads), and records are stored and shown as text.
 */
public final class Utf8Check {
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8Check() {}

  /** The place of the first byte that is not UTF-8, or −1. */
  public static int firstInvalid(byte[] bytes, int from, int to) {
    int at = from;
    while (at + 32 <= to
        && ((Bytes.getLong(bytes, at)
                    | Bytes.getLong(bytes, at + 8)
                    | Bytes.getLong(bytes, at + 16)
                    | Bytes.getLong(bytes, at + 24))
                & HIGH_BITS)
            == 0) {
      at += 32;
    }
    while (at < to) {
      if (at + 8 <= to && (Bytes.getLong(bytes, at) & HIGH_BITS) == 0) {
        at += 8;
      } else if (bytes[at] >= 0) {
        at++;
      } else {
        int length = sequence(bytes, at, to);
        if (length == 0) {
          return at;
        }
        at += length;
      }
    }
    return -1;
  }

  /** Length of the sequence that starts with the byte at {@code at}; 0 if it is not valid. */
  private static int sequence(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xFF;
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (at + length > to) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    // Table 3-7 of the Unicode Standard: some leads narrow the range of the second byte.
    int second = bytes[at + 1] & 0xFF;
    boolean valid =
        switch (lead) {
          case 0xE0 -> second >= 0xA0; // else overlong
          case 0xED -> second < 0xA0; // else a surrogate
          case 0xF0 -> second >= 0x90; // else overlong
          case 0xF4 -> second < 0x90; // else beyond U+10FFFF
          default -> true;
        };
    return valid ? length : 0;
  }
}
