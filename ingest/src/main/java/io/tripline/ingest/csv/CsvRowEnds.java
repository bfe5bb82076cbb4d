package io.tripline.ingest.csv;

import io.tripline.engine.event.Bytes;

/**
 * Finds where whole rows end in bytes that come bit by bit: at the last line feed that is not in
 * quotes. Not thread-safe.
 */
public final class CsvRowEnds {
  private static final int MARK = 3; // bytes of a byte order mark

  private int scanned;
  private boolean inQuotes;
  private int end;

  /** The next bytes start with a row. */
  public void begin() {
    scanned = 0;
    inQuotes = false;
    end = 0;
  }

  /**
   * The place after the last row that is whole, or 0.
   *
   * @param bytes from the row on with which {@link #begin} was called; those seen before unchanged
   */
  public int find(byte[] bytes, int to) {
    while (scanned < to) {
      int quote = Bytes.indexOf(bytes, (byte) '"', scanned, to);
      if (!inQuotes) {
        lookForEnd(bytes, quote);
        inQuotes = quote < to && opens(bytes, quote);
        scanned = Math.min(quote + 1, to);
      } else if (quote == to) {
        scanned = to;
      } else if (quote + 1 == to) {
        scanned = quote;
        break; // what follows tells whether it closes
      } else {
        inQuotes = bytes[quote + 1] == '"';
        scanned = inQuotes ? quote + 2 : quote + 1;
      }
    }
    return end;
  }

  private void lookForEnd(byte[] bytes, int to) {
    for (int i = to; i > scanned; i--) {
      if (bytes[i - 1] == '\n') {
        end = i;
        return;
      }
    }
  }

  /** Whether a quote stands where a cell begins. */
  private static boolean opens(byte[] bytes, int quote) {
    return quote == 0
        || bytes[quote - 1] == ','
        || bytes[quote - 1] == '\n'
        || quote == MARK && bytes[0] == (byte) 0xEF;
  }
}
