package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text as it stands in JSON, between quotes; compared eight bytes at once. */
final class QuotedName {
  /** So many bytes must be readable from where {@link #standsAt} looks. */
  static final int READS = 2 * Long.BYTES;

  private final byte[] bytes;

  /** With all that is compared. */
  final int length;

  private final boolean needsEscapes;

  /** The first bytes, eight and eight, and which of them there are. */
  private final long first;

  private final long firstMask;
  private final long second;
  private final long secondMask;

  QuotedName(String name) {
    this(
        ('"' + name + '"').getBytes(StandardCharsets.UTF_8),
        name.chars().anyMatch(c -> c < 0x20 || c == '"' || c == '\\'));
  }

  private QuotedName(byte[] bytes, boolean needsEscapes) {
    this.bytes = bytes;
    this.needsEscapes = needsEscapes;
    length = bytes.length;
    byte[] padded = Arrays.copyOf(bytes, Math.max(bytes.length, READS));
    first = Bytes.getLong(padded, 0);
    firstMask = mask(bytes.length);
    second = Bytes.getLong(padded, Long.BYTES);
    secondMask = mask(bytes.length - Long.BYTES);
  }

  /** The same with a colon behind it. */
  QuotedName withColon() {
    byte[] longer = Arrays.copyOf(bytes, length + 1);
    longer[length] = ':';
    return new QuotedName(longer, needsEscapes);
  }

  /** Which of eight bytes are the first so many. */
  static long mask(int bytes) {
    return bytes >= Long.BYTES ? -1L : bytes <= 0 ? 0 : (1L << Byte.SIZE * bytes) - 1;
  }

  /** All that is compared. */
  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
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
