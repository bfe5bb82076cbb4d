package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;

/**
 * Reads times as programs write them most: {@code "2026-01-31T10:00:00Z"} and {@code
 * "2026-01-31T10:00:00.123Z"}, quotes included. The date is compared with the last one, as most
 * events are of the same day as the one before. Not thread-safe.
 */
final class PlainTime {
  /** So many bytes must be readable from where {@link #read} looks. */
  static final int READS = 32;

  private static final long DIGITS = 0x3030_3A30_303A_3030L; // "00:00:00"

  /** What carries into the highest bit of a byte that is no digit, or no 0 for the colons. */
  private static final long NO_DIGITS = 0x7676_7F76_767F_7676L;

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final int DATE = 10;
  private static final int MILLIS_OF_DAY = 86_400_000;

  private final char[] chars = new char[DATE + "T00:00:00Z".length()];

  /** The last date: its first eight letters, and the others with the T. */
  private long yearAndMonth;

  private int day = -1;
  private long startOfDay;
  private long millis;

  /**
   * Takes in a time.
   *
   * @param quote its first byte
   * @return the place after the closing quote, or −1 if it has another form, or is none
   */
  int read(byte[] record, int quote) {
    int at = quote + 1;
    if (Bytes.getLong(record, at) != yearAndMonth || dayAt(record, at + 8) != day) {
      if (!readDate(record, at)) {
        return -1;
      }
    }
    long time = Bytes.getLong(record, at + DATE + 1) ^ DIGITS;
    if (((time + NO_DIGITS | time) & HIGH_BITS) != 0) {
      return -1;
    }
    time = 10 * time + (time >>> 8);
    int hour = (int) time & 0xFF;
    int minute = (int) (time >>> 24) & 0xFF;
    int second = (int) (time >>> 48) & 0xFF;
    if (hour > 23 || minute > 59 || second > 59) {
      return -1;
    }
    millis = startOfDay + 1_000 * (3_600 * hour + 60 * minute + second);
    at += DATE + 9;
    if (record[at] == '.') {
      int tenths = record[at + 1] - '0';
      int hundredths = record[at + 2] - '0';
      int thousandths = record[at + 3] - '0';
      if (((tenths | hundredths | thousandths) & -16) != 0
          || Math.max(tenths, Math.max(hundredths, thousandths)) > 9) {
        return -1;
      }
      millis += 100 * tenths + 10 * hundredths + thousandths;
      at += 4;
    }
    return record[at] == 'Z' && record[at + 1] == '"' ? at + 2 : -1;
  }

  /** Milliseconds since 1970 of the time that was read last. */
  long millis() {
    return millis;
  }

  private static int dayAt(byte[] record, int at) {
    return Bytes.getInt(record, at) & 0xFF_FFFF;
  }

  /** Remembers the date, if it is one. */
  private boolean readDate(byte[] record, int at) {
    for (int i = 0; i < DATE; i++) {
      chars[i] = (char) (record[at + i] & 0xFF);
    }
    "T00:00:00Z".getChars(0, chars.length - DATE, chars, DATE);
    if (record[at + DATE] != 'T') {
      return false;
    }
    long parsed = TimestampText.parse(chars, 0, chars.length);
    if (parsed == TimestampText.NONE
        || parsed < TimestampText.MIN
        || parsed > TimestampText.MAX - MILLIS_OF_DAY) {
      return false;
    }
    yearAndMonth = Bytes.getLong(record, at);
    day = dayAt(record, at + 8);
    startOfDay = parsed;
    return true;
  }
}
