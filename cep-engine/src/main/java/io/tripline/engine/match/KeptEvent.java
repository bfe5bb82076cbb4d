package io.tripline.engine.match;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link SharedMatcher} keeps of an event, to tell later which match it was part of.
 *
 * @param number the event's place among all events
 * @param clock the time that matching went by, ms
 * @param answers a bit for each variable that it satisfies, then for each loop that it ends
 * @param starts the edges over which a match could begin with it, as far as earlier events go
 * @param type index of its type in {@link Projection}; −1 where nothing of it is kept
 * @param id as alerts show it; empty for an event that only came between others
 * @param values of the fields that the alert looks at, in the order of {@link Projection}
 */
record KeptEvent(
    long number,
    long clock,
    long answers,
    long starts,
    int type,
    String id,
    @Nullable Object[] values) {
  static final @Nullable Object[] NO_VALUES = {};

  /** An event that satisfies nothing, but lies between others. */
  static KeptEvent between(long number, long clock) {
    return new KeptEvent(number, clock, 0, 0, -1, "", NO_VALUES);
  }

  boolean isBetween() {
    return type < 0;
  }
}
