package io.tripline.ingest.csv;

import io.tripline.engine.event.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a row into cells. A cell that begins with a quote ends with one, and may hold commas, line
 * feeds, and quotes that are written twice; in any other cell a quote is a letter. Reused; not
 * thread-safe.
 */
final class CsvRow {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long COMMAS = ',' * ONES;
  private static final long LINE_FEEDS = '\n' * ONES;

  private int[] starts = new int[32];
  private int[] ends = new int[32];

  /** Whether a cell was in quotes; its bounds are those of what is between them. */
  private boolean[] quoted = new boolean[32];

  /** Whether there are quotes written twice in a cell. */
  private boolean[] doubled = new boolean[32];

  private int cells;
  private int lines;
  private int end;
  private @Nullable String mistake;

  /**
   * Reads the row that starts at {@code from}.
   *
   * @param to where the last row ends, which need not have a line feed
   * @return the place after the row and its line feed
   */
  int read(byte[] bytes, int from, int to) {
    cells = 0;
    lines = 1;
    mistake = null;
    int at = from;
    while (true) {
      at = at < to && bytes[at] == '"' ? quotedCell(bytes, at, to) : cell(bytes, at, to);
      if (at >= to || bytes[at] == '\n') {
        end = at;
        return Math.min(at + 1, to);
      }
      at++; // a comma
    }
  }

  private int cell(byte[] bytes, int from, int to) {
    int at = endOfCell(bytes, from, to);
    int cellEnd =
        (at == to || bytes[at] == '\n') && at > from && bytes[at - 1] == '\r' ? at - 1 : at;
    add(from, cellEnd, false, false);
    return at;
  }

  private int quotedCell(byte[] bytes, int quote, int to) {
    boolean twice = false;
    int at = quote + 1;
    while (at < to) {
      byte b = bytes[at];
      if (b == '"') {
        if (at + 1 < to && bytes[at + 1] == '"') {
          twice = true;
          at++;
        } else {
          break;
        }
      } else if (b == '\n') {
        lines++;
      }
      at++;
    }
    add(quote + 1, Math.min(at, to), true, twice);
    if (at >= to) {
      mistake = "The quoted value in column " + cells + " does not end.";
      return to;
    }
    at++;
    if (at < to && bytes[at] == '\r' && (at + 1 == to || bytes[at + 1] == '\n')) {
      at++;
    }
    if (at < to && bytes[at] != ',' && bytes[at] != '\n') {
      if (mistake == null) {
        mistake = "Something follows the closing quote of the value in column " + cells + ".";
      }
      at = endOfCell(bytes, at, to);
    }
    return at;
  }

  /** The first comma or line feed; eight bytes at a time. */
  private static int endOfCell(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = Bytes.getLong(bytes, at);
      long comma = word ^ COMMAS;
      long feed = word ^ LINE_FEEDS;
      // Marks the bytes that are now 0; the lowest mark is right (Hacker's Delight, section 6-1).
      long marks = ((comma - ONES) & ~comma | (feed - ONES) & ~feed) & HIGH_BITS;
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >> 3);
      }
    }
    while (at < to && bytes[at] != ',' && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private void add(int from, int to, boolean isQuoted, boolean isDoubled) {
    if (cells == starts.length) {
      starts = Arrays.copyOf(starts, 2 * cells);
      ends = Arrays.copyOf(ends, 2 * cells);
      quoted = Arrays.copyOf(quoted, 2 * cells);
      doubled = Arrays.copyOf(doubled, 2 * cells);
    }
    starts[cells] = from;
    ends[cells] = to;
    quoted[cells] = isQuoted;
    doubled[cells] = isDoubled;
    cells++;
  }

  /** Number of cells; at least one. */
  int cells() {
    return cells;
  }

  int start(int cell) {
    return starts[cell];
  }

  int end(int cell) {
    return ends[cell];
  }

  boolean isEmpty(int cell) {
    return starts[cell] == ends[cell];
  }

  boolean isQuoted(int cell) {
    return quoted[cell];
  }

  boolean hasDoubledQuotes(int cell) {
    return doubled[cell];
  }

  /** Whether the row is an empty line. */
  boolean isBlank() {
    return cells == 1 && !quoted[0] && isEmpty(0);
  }

  /** How many lines of the file the row takes. */
  int lines() {
    return lines;
  }

  /** Where the row ends, without its line feed. */
  int end() {
    return end;
  }

  /** A sentence about what is wrong with the row, or null. */
  @Nullable String mistake() {
    return mistake;
  }
}
