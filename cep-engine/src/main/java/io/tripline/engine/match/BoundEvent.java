package io.tripline.engine.match;

import org.jspecify.annotations.Nullable;

/**
 * An event that a partial match has taken, and those before it. Partial matches that branch off
 * share what they have in common.
 *
 * @param before the one taken before, or null
 * @param variable which variable took it
 * @param number the event's place among all events
 * @param id as alerts show it
 * @param count how many there are, this one included
 */
record BoundEvent(@Nullable BoundEvent before, int variable, long number, String id, int count) {

  /** In place of one: nothing was taken, or it is not known what. */
  static final BoundEvent NONE = new BoundEvent(null, -1, 0, "", 0);

  static BoundEvent after(@Nullable BoundEvent before, int variable, long number, String id) {
    return new BoundEvent(before, variable, number, id, before == null ? 1 : before.count + 1);
  }

  /** Number of the first event of a variable, or −1. */
  long firstOf(int of) {
    long first = -1;
    for (BoundEvent e = this; e != null; e = e.before) {
      if (e.variable == of) {
        first = e.number;
      }
    }
    return first;
  }

  /** Number of the last event of a variable, or −1. */
  long lastOf(int of) {
    for (BoundEvent e = this; e != null; e = e.before) {
      if (e.variable == of) {
        return e.number;
      }
    }
    return -1;
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
