package io.tripline.examples.world;

import java.time.LocalDate;

/** Writes epoch milliseconds as {@code 2026-03-02T10:00:00.123Z}; remembers the day. */
final class Clock {
  private static final long DAY = 86_400_000;

  private long day = Long.MIN_VALUE;
  private byte[] date = {};

  void write(LineBuffer out, long time) {
    long today = time / DAY;
    if (today != day) {
      day = today;
      date = LineBuffer.utf8(LocalDate.ofEpochDay(today).toString());
    }
    int millis = (int) (time % DAY);
    out.put(date);
    out.put('T');
    out.padded(millis / 3_600_000, 2);
    out.put(':');
    out.padded(millis / 60_000 % 60, 2);
    out.put(':');
    out.padded(millis / 1000 % 60, 2);
    out.put('.');
    out.padded(millis % 1000, 3);
    out.put('Z');
  }
}
