package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import java.util.Arrays;

/**
 * When events came that must not come before a match: by forbidden variable, the clock at the last
 * that satisfied it, if that still matters. Of the key at hand. Not thread-safe.
 */
final class SeenTimes {
  /** In place of a clock value: no such event. */
  private static final long NOT_SEEN = Long.MIN_VALUE;

  private final Automaton automaton;
  private final Deadlines deadlines;
  private final long[] seen;

  SeenTimes(Program program) {
    this.automaton = program.automaton();
    this.deadlines = program.deadlines();
    this.seen = new long[automaton.forbidden().length];
    clear();
  }

  /** Bytes of them. */
  int bytes() {
    return 8 * seen.length;
  }

  void clear() {
    Arrays.fill(seen, NOT_SEEN);
  }

  void read(byte[] bytes, int at) {
    for (int i = 0; i < seen.length; i++) {
      seen[i] = Bytes.getLong(bytes, at + 8 * i);
    }
  }

  void write(byte[] bytes, int at) {
    for (int i = 0; i < seen.length; i++) {
      Bytes.putLong(bytes, at + 8 * i, seen[i]);
    }
  }

  /** Whether there is none. */
  boolean isEmpty() {
    for (long at : seen) {
      if (at != NOT_SEEN) {
        return false;
      }
    }
    return true;
  }

  /** The last clock value at which one of them matters; the least there is if none does. */
  long deadline() {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] != NOT_SEEN) {
        latest = Math.max(latest, deadlines.forgets(i, seen[i]));
      }
    }
    return latest;
  }

  /** Whether there is an event of a forbidden variable. */
  boolean wasSeen(int forbidden) {
    return seen[forbidden] != NOT_SEEN;
  }

  /** The clock at the last event of a forbidden variable, of which there is one. */
  long last(int forbidden) {
    return seen[forbidden];
  }

  /** An event has satisfied a forbidden variable. */
  void saw(int forbidden, long clock) {
    seen[forbidden] = clock;
  }

  /** Whether an event satisfied a forbidden variable at most so long ago. */
  boolean wasSeen(int variable, long millis, long clock) {
    long at = seen[automaton.indexOfForbidden(variable)];
    return at != NOT_SEEN && Deadlines.after(at, millis) >= clock;
  }

  /** Forgets what no longer matters at a clock value. */
  void forget(long clock) {
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] != NOT_SEEN && deadlines.forgets(i, seen[i]) < clock) {
        seen[i] = NOT_SEEN;
      }
    }
  }
}
