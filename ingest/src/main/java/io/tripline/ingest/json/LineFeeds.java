package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;

/** Finds ends of lines, eight bytes at a time. */
final class LineFeeds {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long LINE_FEEDS = '\n' * ONES;

  private LineFeeds() {}

  /** The place of the first line feed, or {@code to}. */
  static int find(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = Bytes.getLong(bytes, at) ^ LINE_FEEDS;
      // Marks the bytes that are now 0; the lowest mark is right (Hacker's Delight, section 6-1).
      long zeros = (word - ONES) & ~word & HIGH_BITS;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >> 3);
      }
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }
}
