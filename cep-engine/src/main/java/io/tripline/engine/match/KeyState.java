package io.tripline.engine.match;

import java.util.ArrayList;
import java.util.List;

/** What one rule remembers for one key. Owned by one worker; not thread-safe. */
public final class KeyState {
  /** In order of making; a run that goes on stands before those that branch off it. */
  final List<Run> runs = new ArrayList<>(2);

  private final long within;

  /**
   * @param within the rule's bound, ms, or {@code Rule.NO_BOUND}
   */
  KeyState(long within) {
    this.within = within;
  }

  /** Whether nothing is pending, so that the state can be forgotten. */
  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Number of partial matches. */
  public int runs() {
    return runs.size();
  }

  /**
   * The last clock value at which something is pending; past it the state is empty. {@code
   * Long.MIN_VALUE} if it is empty now, {@code Long.MAX_VALUE} if time does not end it.
   */
  public long deadline() {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < runs.size(); i++) {
      latest = Math.max(latest, deadline(runs.get(i)));
    }
    return latest;
  }

  /**
   * The end at which time completes something next, ms: once the clock is past it, {@link
   * RuleMatcher#onTime} has something to do. {@code Long.MAX_VALUE} if nothing waits for time.
   */
  public long nextTimer() {
    return Long.MAX_VALUE;
  }

  /** The last clock value at which an event can still be taken. */
  long deadline(Run run) {
    return deadline(run.startTime, within);
  }

  static long deadline(long startTime, long within) {
    if (within < 0) {
      return Long.MAX_VALUE;
    }
    long end = startTime + within;
    return end < startTime ? Long.MAX_VALUE : end;
  }

  /** Drops the partial matches of the oldest starts until at most {@code max} are left. */
  int dropOldest(int max) {
    int before = runs.size();
    while (runs.size() > max) {
      long oldest = Long.MAX_VALUE;
      for (Run run : runs) {
        oldest = Math.min(oldest, run.start);
      }
      long start = oldest;
      runs.removeIf(run -> run.start == start);
    }
    return before - runs.size();
  }
}
