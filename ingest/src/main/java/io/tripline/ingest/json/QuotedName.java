package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text as it stands in JSON, between quotes; compared eight bytes at once. */
final class QuotedName {
  /** So many bytes must be readable from where {@link #standsAt} looks. */
  static final int READS = 2 * Long.BYTES;

  private final byte[] bytes;

  /** With both quotes. */
  final int length;

  private final boolean needsEscapes;

  /** The first bytes, eight and eight, and which of them there are. */
  private final long first;

  private final long firstMask;
  private final long second;
  private final long secondMask;

  QuotedName(String name) {
    bytes = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
    length = bytes.length;
    needsEscapes = name.chars().anyMatch(c -> c < 0x20 || c == '"' || c == '\\');
    byte[] padded = Arrays.copyOf(bytes, Math.max(bytes.length, READS));
    first = Bytes.getLong(padded, 0);
    firstMask = mask(bytes.length);
    second = Bytes.getLong(padded, Long.BYTES);
    secondMask = mask(bytes.length - Long.BYTES);
  }

  private static long mask(int bytes) {
    return bytes >= Long.BYTES ? -1L : bytes <= 0 ? 0 : (1L << Byte.SIZE * bytes) - 1;
  }

  /** Whether JSON has to write it otherwise than with its own bytes. */
  boolean needsEscapes() {
    return needsEscapes;
  }

  /**
   * Whether it stands there, quotes included. Small, so that the compiler puts it where it is used.
   *
   * @param at {@link #READS} bytes before the end of the array at the latest
   */
  boolean standsAt(byte[] record, int at) {
    // Both words at once: whether a name is longer than one is not for the processor to guess.
    long others =
        (Bytes.getLong(record, at) ^ first) & firstMask
            | (Bytes.getLong(record, at + Long.BYTES) ^ second) & secondMask;
    return others == 0 && (length <= READS || restStandsAt(record, at));
  }

  private boolean restStandsAt(byte[] record, int at) {
    int end = at + length;
    return end <= record.length && Arrays.equals(bytes, READS, length, record, at + READS, end);
  }
}
