package io.tripline.engine.match;

import org.jspecify.annotations.Nullable;

/**
 * An event that a partial match has taken, and those before it. Partial matches that branch off
 * share what they have in common.
 *
 * @param before the one taken before, or null
 * @param variable which variable took it
 * @param number the event's place among all events, as they came
 * @param clock the time it was matched at, ms
 * @param id as alerts show it
 * @param count how many there are, this one included
 */
record BoundEvent(
    @Nullable BoundEvent before, int variable, long number, long clock, String id, int count) {

  /** In place of one: nothing was taken, or it is not known what. */
  static final BoundEvent NONE = new BoundEvent(null, -1, 0, 0, "", 0);

  static BoundEvent after(
      @Nullable BoundEvent before, int variable, long number, long clock, String id) {
    int count = before == null ? 1 : before.count + 1;
    return new BoundEvent(before, variable, number, clock, id, count);
  }

  /** The first event of a variable, or null. */
  @Nullable BoundEvent firstOf(int of) {
    BoundEvent first = null;
    for (BoundEvent e = this; e != null; e = e.before) {
      if (e.variable == of) {
        first = e;
      }
    }
    return first;
  }

  /** The last event of a variable, or null. */
  @Nullable BoundEvent lastOf(int of) {
    for (BoundEvent e = this; e != null; e = e.before) {
      if (e.variable == of) {
        return e;
      }
    }
    return null;
  }

  /**
   * Which of two events of a key was matched first: by the clock, and at one clock as they came.
   * Numbers alone tell how they came, and an event with an earlier number may have been held back.
   */
  static int compare(long clock, long number, long otherClock, long otherNumber) {
    return clock != otherClock
        ? Long.compare(clock, otherClock)
        : Long.compare(number, otherNumber);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o; // shared, so identity tells; a deep comparison is Candidates' business
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
