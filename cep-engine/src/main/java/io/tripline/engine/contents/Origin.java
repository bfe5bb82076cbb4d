package io.tripline.engine.contents;

/**
 * From where on an entry holds: after all events up to a number, at a clock. Set once, before
 * anybody can meet what has it.
 */
final class Origin {
  /** Of contents that nobody has changed yet. */
  static final Origin START = new Origin("", 0).at(Long.MIN_VALUE, 0);

  private final String by;
  private final long changedAt;
  private long time;
  private long number;

  /**
   * @param by who brought it, as callers name themselves; may be empty
   * @param changedAt the wall clock of that, ms; for people only
   */
  Origin(String by, long changedAt) {
    this.by = by;
    this.changedAt = changedAt;
  }

  /**
   * Says from where on it holds.
   *
   * @param clock event time, ms
   * @param event number of the last event that does not see it
   */
  Origin at(long clock, long event) {
    time = clock;
    number = event;
    return this;
  }

  String by() {
    return by;
  }

  long changedAt() {
    return changedAt;
  }

  long time() {
    return time;
  }

  long number() {
    return number;
  }

  /** Whether it holds from an earlier place on than another. */
  boolean isBefore(Origin other) {
    return time < other.time || time == other.time && number < other.number;
  }
}
