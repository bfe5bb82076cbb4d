package io.tripline.ingest.file;

import io.tripline.engine.event.Bytes;
import io.tripline.ingest.json.JsonSpace;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines. Memory is bounded: of a line that is longer than the limit only the
 * beginning is kept, and the rest is read over. Not thread-safe.
 */
final class LineSplitter {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long LINE_FEEDS = '\n' * ONES;

  private final InputStream in;
  private final int maxLineBytes;
  private long lineNumber = 1;

  /** The beginning of a line whose end has not been read; lies in the buffer of the last batch. */
  private byte[] carried = {};

  private int carriedFrom;
  private int carriedLength;

  /** In the middle of a line that was cut. */
  private boolean skipping;

  private boolean ended;

  LineSplitter(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Fills a batch with the next lines: as many as fit, or fewer if the stream has no more just now.
   *
   * @return false if there are none; the batch is empty then
   * @throws IOException if reading fails; the batch has the lines before, without the broken one
   */
  boolean fill(LineBatch batch) throws IOException {
    batch.clear();
    int filled = takeCarried(batch);
    int scanned = 0;
    int lineStart = 0;
    while (!ended) {
      if (filled == batch.bytes.length) {
        if (lineStart > 0) {
          break;
        }
        if (skipping) {
          filled = 0;
          scanned = 0;
        } else if (filled > maxLineBytes) {
          batch.add(0, filled, lineNumber, true);
          skipping = true;
          return true;
        } else {
          batch.bytes = Arrays.copyOf(batch.bytes, roomFor(filled));
        }
      }
      int n = in.read(batch.bytes, filled, batch.bytes.length - filled);
      ended = n < 0;
      filled += Math.max(0, n);
      int newline = endOfLine(batch.bytes, scanned, filled);
      while (newline < filled) {
        endLine(batch, lineStart, newline);
        lineStart = newline + 1;
        newline = endOfLine(batch.bytes, lineStart, filled);
      }
      scanned = filled;
      if (batch.count() > 0 && in.available() == 0) {
        break; // what is there now must not wait for what may come
      }
    }
    if (ended) {
      endLine(batch, lineStart, filled);
      lineStart = filled;
    }
    carried = batch.bytes;
    carriedFrom = lineStart;
    carriedLength = filled - lineStart;
    return batch.count() > 0 || !ended;
  }

  /** The place of the first line feed, or {@code to}; eight bytes at a time. */
  private static int endOfLine(byte[] bytes, int from, int to) {
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

  private int takeCarried(LineBatch batch) {
    if (batch.bytes.length <= carriedLength) {
      batch.bytes = new byte[roomFor(carriedLength)];
    }
    System.arraycopy(carried, carriedFrom, batch.bytes, 0, carriedLength);
    int length = carriedLength;
    carriedLength = 0;
    return length;
  }

  /** More than {@code length}; growing in large steps, but not beyond need. */
  private int roomFor(int length) {
    return Math.max(length, Math.min(2 * length, maxLineBytes)) + 1;
  }

  private void endLine(LineBatch batch, int from, int to) {
    if (!skipping && JsonSpace.skip(batch.bytes, from, to) < to) {
      batch.add(from, to - from, lineNumber, false);
    }
    skipping = false;
    lineNumber++;
  }
}
