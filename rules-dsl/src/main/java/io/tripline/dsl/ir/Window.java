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

  /**
   * {@code over 7d delayed 7d}: the events at {@code [t − delay − length, t − delay]}, both ends
   * included. The event at which it is seen is never one of them.
   *
   * @param millis its length
   * @param delayMillis how far before t its newer end lies; more than 0
   */
  record Delayed(long millis, long delayMillis) implements Window {}

  /**
   * {@code over 90d every 1h}: the events from the start of the pane in which {@code t − length}
   * lies up to t. Panes follow one another from the epoch on, so the window is longer than its
   * length by less than a pane, and exact at its newer end.
   *
   * @param millis its length, a multiple of the pane's
   * @param paneMillis the length of a pane
   * @param previous whether the event at which it is seen is left out
   */
  record Panes(long millis, long paneMillis, boolean previous) implements Window {

    /** Where the window of an event begins. */
    public long start(long time) {
      return Math.floorDiv(time - millis, paneMillis) * paneMillis;
    }
  }

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
