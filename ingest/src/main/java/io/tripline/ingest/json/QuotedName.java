package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A name as it stands in JSON, between quotes; compared eight bytes at once. */
final class QuotedName {
  private final byte[] bytes;
  private final boolean needsEscapes;

  /** The first eight bytes, and which of them there are. */
  private final long word;

  private final long mask;

  QuotedName(String name) {
    bytes = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
    needsEscapes = name.chars().anyMatch(c -> c < 0x20 || c == '"' || c == '\\');
    word = Bytes.getLong(Arrays.copyOf(bytes, Math.max(bytes.length, Long.BYTES)), 0);
    mask = bytes.length >= Long.BYTES ? -1L : (1L << Byte.SIZE * bytes.length) - 1;
  }

  /** Whether JSON has to write it otherwise than with its own bytes. */
  boolean needsEscapes() {
    return needsEscapes;
  }

  /** With both quotes. */
  int length() {
    return bytes.length;
  }

  /** Whether it stands there, quotes included. */
  boolean standsAt(byte[] record, int at, int to) {
    if (at + Long.BYTES <= to && ((Bytes.getLong(record, at) ^ word) & mask) != 0) {
      return false;
    }
    int end = at + bytes.length;
    return end <= to
        && (bytes.length <= Long.BYTES && at + Long.BYTES <= to
            || Arrays.equals(bytes, 0, bytes.length, record, at, end));
  }
}
