package io.tripline.dsl.ir;

import java.time.ZoneId;

/**
 * Which events a {@link WindowAggregate} covers, seen from an event at time t (language reference,
 * section 5).
 */
public sealed interface Window {

  /**
   * {@code over 10m}: the events at {@code [t − length, t]}, both ends included.
   *
   * @param millis its length
   * @param previous whether the event at which it is seen is left out
   */
  record Sliding(long millis, boolean previous) implements Window {}

  /** {@code over last 20}: so many events, the one at which it is seen included. */
  record LastEvents(int count) implements Window {}

  /** {@code over session 30m}: back to the last gap that is longer than {@code gapMillis}. */
  record Session(long gapMillis) implements Window {}

  /** {@code over day 'Europe/Berlin'}: since the unit began that t lies in. */
  record Calendar(Unit unit, ZoneId zone) implements Window {}

  /** A unit of the calendar. */
  enum Unit {
    HOUR,
    DAY,
    MONTH;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
