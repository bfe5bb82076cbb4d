package io.tripline.ingest.csv;

import io.tripline.engine.event.Bytes;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.ingest.json.JsonStrings;
import java.util.Arrays;

/** Writes rows as JSON objects. Reused; not thread-safe. */
final class JsonRow {
  /** The most that JSON writes for a byte: an escape. */
  private static final int WIDEST = 6;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final byte[] LAT = {'"', 'l', 'a', 't', '"', ':'};
  private static final byte[] LON = {'"', 'l', 'o', 'n', '"', ':'};

  private byte[] bytes = new byte[1024];
  private int length;

  /** The object written last; behind it lie as many bytes as the decoder wants. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Writes a row.
   *
   * @param row has as many cells as there are columns
   * @return the length of the object in {@link #bytes}
   */
  int write(byte[] rows, CsvRow row, CsvColumns columns) {
    length = 0;
    put('{');
    for (int i = 0; i < columns.count(); i++) {
      CsvColumns.Form form = columns.form(i);
      switch (form) {
        case LAT, LON -> place(rows, row, columns, i, form == CsvColumns.Form.LAT);
        default -> {
          if (!row.isEmpty(i) || form == CsvColumns.Form.TEXT && row.isQuoted(i)) {
            name(columns.name(i));
            value(rows, row, i, form);
          }
        }
      }
    }
    put('}');
    reserve(JsonEventDecoder.READS_BEYOND);
    return length;
  }

  private void name(byte[] name) {
    if (bytes[length - 1] != '{') {
      put(',');
    }
    putAll(name);
  }

  /** Writes both halves of a place where the first of them stands. */
  private void place(byte[] rows, CsvRow row, CsvColumns columns, int column, boolean isLat) {
    int partner = columns.partner(column);
    boolean alone = partner < 0 || row.isEmpty(partner);
    if (row.isEmpty(column) || !alone && partner < column) {
      return;
    }
    name(columns.name(column));
    put('{');
    half(rows, row, column, isLat);
    if (!alone) {
      half(rows, row, partner, !isLat);
    }
    put('}');
  }

  private void half(byte[] rows, CsvRow row, int column, boolean isLat) {
    name(isLat ? LAT : LON);
    value(rows, row, column, CsvColumns.Form.NUMBER);
  }

  private void value(byte[] rows, CsvRow row, int cell, CsvColumns.Form form) {
    int from = row.start(cell);
    int to = row.end(cell);
    boolean asItIs =
        switch (form) {
          case NUMBER -> isNumber(rows, from, to);
          case BOOL -> is("true", rows, from, to) || is("false", rows, from, to);
          default -> false;
        };
    if (asItIs) {
      reserve(to - from);
      System.arraycopy(rows, from, bytes, length, to - from);
      length += to - from;
    } else {
      text(rows, from, to, row.hasDoubledQuotes(cell));
    }
  }

  private static boolean is(String word, byte[] rows, int from, int to) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (rows[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** By JSON's grammar. */
  private static boolean isNumber(byte[] rows, int from, int to) {
    int start = from < to && rows[from] == '-' ? from + 1 : from;
    int at = digits(rows, start, to);
    if (at == start || at > start + 1 && rows[start] == '0') {
      return false;
    }
    if (at < to && rows[at] == '.') {
      start = at + 1;
      at = digits(rows, start, to);
      if (at == start) {
        return false;
      }
    }
    if (at < to && (rows[at] == 'e' || rows[at] == 'E')) {
      start = at + 1 < to && (rows[at + 1] == '-' || rows[at + 1] == '+') ? at + 2 : at + 1;
      at = digits(rows, start, to);
      if (at == start) {
        return false;
      }
    }
    return at == to;
  }

  private static int digits(byte[] rows, int from, int to) {
    int at = from;
    while (at < to && rows[at] >= '0' && rows[at] <= '9') {
      at++;
    }
    return at;
  }

  private void text(byte[] rows, int from, int to, boolean hasDoubledQuotes) {
    reserve(WIDEST * (to - from) + 2 + Long.BYTES);
    bytes[length++] = '"';
    int at = from;
    while (at < to) {
      at += copyPlain(rows, at, to);
      if (at < to) {
        byte b = rows[at++];
        escape(b);
        if (b == '"' && hasDoubledQuotes) {
          at++; // the second one
        }
      }
    }
    bytes[length++] = '"';
  }

  /** Copies what needs no escape, at least up to the first byte that does; how many it copied. */
  private int copyPlain(byte[] rows, int from, int to) {
    int at = from;
    while (at < to && at + Long.BYTES <= rows.length) {
      long word = Bytes.getLong(rows, at);
      Bytes.putLong(bytes, length, word);
      int plain = Long.numberOfTrailingZeros(JsonStrings.special(word)) >> 3;
      int copied = Math.min(plain, to - at);
      length += copied;
      at += copied;
      if (plain < Long.BYTES) {
        return at - from;
      }
    }
    return at - from;
  }

  private void escape(byte b) {
    if (b == '"' || b == '\\') {
      bytes[length++] = '\\';
      bytes[length++] = b;
    } else if (b >= 0 && b < ' ') {
      bytes[length++] = '\\';
      bytes[length++] = 'u';
      bytes[length++] = '0';
      bytes[length++] = '0';
      bytes[length++] = HEX[b >> 4];
      bytes[length++] = HEX[b & 0xF];
    } else {
      bytes[length++] = b; // at the end of the array
    }
  }

  private void put(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
  }

  private void putAll(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
