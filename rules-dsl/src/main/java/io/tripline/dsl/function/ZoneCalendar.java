package io.tripline.dsl.function;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The calendar of a time zone, from the platform's rules, without objects for a point in time.
 * Immutable.
 */
final class ZoneCalendar {
  private static final long DAY_SECONDS = 86_400;

  /** Rules for the years to come are written out up to this one; later times ask the platform. */
  private static final int LAST_YEAR = 2200;

  private final ZoneRules rules;

  /** Seconds since 1970 at which the offset changes, ascending. */
  private final long[] changes;

  /** The offset in seconds before the first change, and from each change on. */
  private final int[] offsets;

  private final long end;

  ZoneCalendar(ZoneId zone) {
    rules = zone.getRules();
    List<ZoneOffsetTransition> transitions = new ArrayList<>(rules.getTransitions());
    int from = transitions.isEmpty() ? 1970 : transitions.getLast().getDateTimeBefore().getYear();
    Instant last = transitions.isEmpty() ? Instant.MIN : transitions.getLast().getInstant();
    for (int year = from; year <= LAST_YEAR; year++) {
      for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
        ZoneOffsetTransition next = rule.createTransition(year);
        if (next.getInstant().isAfter(last)) {
          transitions.add(next);
        }
      }
    }
    transitions.sort(null);
    changes = transitions.stream().mapToLong(ZoneOffsetTransition::toEpochSecond).toArray();
    offsets = new int[changes.length + 1];
    offsets[0] =
        transitions.isEmpty()
            ? rules.getOffset(Instant.EPOCH).getTotalSeconds()
            : transitions.getFirst().getOffsetBefore().getTotalSeconds();
    for (int i = 0; i < changes.length; i++) {
      offsets[i + 1] = transitions.get(i).getOffsetAfter().getTotalSeconds();
    }
    end =
        rules.getTransitionRules().isEmpty()
            ? Long.MAX_VALUE
            : Instant.parse(LAST_YEAR + "-01-01T00:00:00Z").getEpochSecond();
  }

  /** Seconds since 1970-01-01 as the clocks of the zone show it. */
  private long localSeconds(long millis) {
    long seconds = Math.floorDiv(millis, 1000);
    if (seconds >= end) {
      return seconds + rules.getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
    }
    int at = Arrays.binarySearch(changes, seconds);
    return seconds + offsets[at >= 0 ? at + 1 : -at - 1];
  }

  private long localDay(long millis) {
    return Math.floorDiv(localSeconds(millis), DAY_SECONDS);
  }

  /** The hour of the day, 0 to 23. */
  long hour(long millis) {
    return Math.floorMod(localSeconds(millis), DAY_SECONDS) / 3600;
  }

  /** The day of the week, 1 (Monday) to 7. */
  long weekday(long millis) {
    return Math.floorMod(localDay(millis) + 3, 7L) + 1; // 1970-01-01 was a Thursday
  }

  /** The day of the month, from 1. */
  long day(long millis) {
    long day = dayOfMarchYear(localDay(millis));
    return day - (153 * marchMonth(day) + 2) / 5 + 1;
  }

  /** The month, 1 to 12. */
  long month(long millis) {
    long month = marchMonth(dayOfMarchYear(localDay(millis)));
    return month < 10 ? month + 3 : month - 9;
  }

  /** The day's place in a year that begins on the first of March, so that leap days are last. */
  private static long dayOfMarchYear(long epochDay) {
    long day = Math.floorMod(epochDay + 719_468, 146_097L); // of 400 years, from a 1 March
    long year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    return day - (365 * year + year / 4 - year / 100);
  }

  private static long marchMonth(long dayOfMarchYear) {
    return (5 * dayOfMarchYear + 2) / 153;
  }
}
