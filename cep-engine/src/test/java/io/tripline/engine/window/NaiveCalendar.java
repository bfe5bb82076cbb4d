package io.tripline.engine.window;

import io.tripline.dsl.ir.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.stream.LongStream;

/** Where units of the calendar begin, found by trying all that come into question. */
final class NaiveCalendar {
  private static final long MINUTE = 60_000;

  private NaiveCalendar() {}

  /** The last beginning of a unit up to a time, in a zone whose clocks show whole minutes. */
  static long start(Window.Calendar window, long millis) {
    if (window.unit() == Window.Unit.HOUR) {
      long minute = Math.floorDiv(millis, MINUTE) * MINUTE;
      while (!isHour(window.zone(), Instant.ofEpochMilli(minute))) {
        minute -= MINUTE;
      }
      return minute;
    }
    LocalDate day = Instant.ofEpochMilli(millis).atZone(window.zone()).toLocalDate();
    return LongStream.rangeClosed(-35, 2)
        .mapToObj(day::plusDays)
        .filter(d -> window.unit() == Window.Unit.DAY || d.getDayOfMonth() == 1)
        .mapToLong(d -> d.atStartOfDay(window.zone()).toInstant().toEpochMilli())
        .filter(start -> start <= millis)
        .max()
        .orElseThrow();
  }

  private static boolean isHour(ZoneId zone, Instant instant) {
    ZoneOffsetTransition next = zone.getRules().nextTransition(instant.minusMillis(1));
    return instant.atZone(zone).getMinute() == 0
        || next != null && next.getInstant().equals(instant);
  }
}
