package io.tripline.engine.window;

import io.tripline.dsl.ir.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The hours, days or months of a time zone, one after another without gaps. A day begins with its
 * first moment, also where there is no midnight; where clocks were set back over midnight it goes
 * on to the next beginning of a day. An hour is one of the zone's clock, and ends early where that
 * is set. Keeps the unit that it was asked for last, so that objects are made once for each unit
 * only. Not thread-safe.
 */
final class CalendarUnits {
  private static final long HOUR_SECONDS = 3600;
  private static final long MILLIS = 1000;

  // Beyond these a time has no calendar; it is in the first or the last unit.
  private static final long LEAST = Instant.parse("-9999-01-01T00:00:00Z").toEpochMilli();
  private static final long MOST = Instant.parse("9999-01-01T00:00:00Z").toEpochMilli();

  private final Window.Unit unit;
  private final ZoneId zone;
  private final ZoneRules rules;
  private long from = 0;
  private long last = -1;

  CalendarUnits(Window.Calendar calendar) {
    this.unit = calendar.unit();
    this.zone = calendar.zone();
    this.rules = zone.getRules();
  }

  /** The last millisecond of the unit in which a time lies. */
  long last(long millis) {
    if (millis < from || millis > last) {
      find(millis);
    }
    return last;
  }

  private void find(long millis) {
    if (millis < LEAST) {
      from = Long.MIN_VALUE;
      last = LEAST - 1;
    } else if (millis >= MOST) {
      from = MOST;
      last = Long.MAX_VALUE;
    } else if (unit == Window.Unit.HOUR) {
      findHour(Math.floorDiv(millis, MILLIS));
    } else {
      findDays(millis);
    }
  }

  private void findHour(long second) {
    Instant instant = Instant.ofEpochSecond(second);
    long local = second + rules.getOffset(instant).getTotalSeconds();
    long start = second - Math.floorMod(local, HOUR_SECONDS);
    long end = start + HOUR_SECONDS;
    ZoneOffsetTransition before = rules.previousTransition(instant.plusSeconds(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    from = MILLIS * (before == null ? start : Math.max(start, before.toEpochSecond()));
    last = MILLIS * (after == null ? end : Math.min(end, after.toEpochSecond())) - 1;
  }

  private void findDays(long millis) {
    LocalDate day = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
    LocalDate first = unit == Window.Unit.DAY ? day : day.withDayOfMonth(1);
    while (start(next(first)) <= millis) {
      first = next(first);
    }
    from = start(first);
    last = start(next(first)) - 1;
  }

  private LocalDate next(LocalDate first) {
    return unit == Window.Unit.DAY ? first.plusDays(1) : first.plusMonths(1);
  }

  private long start(LocalDate first) {
    return first.atStartOfDay(zone).toInstant().toEpochMilli();
  }
}
