package io.tripline.engine.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** What one rule remembers for one key. Owned by one worker; not thread-safe. */
public final class KeyState {
  /** In order of making; a run that goes on stands before those that branch off it. */
  final List<Run> runs = new ArrayList<>(2);

  /** The events that the next match can be made of, if the program is shared; else empty. */
  final Deque<KeptEvent> kept;

  private static final Deque<KeptEvent> NONE = new ArrayDeque<>(0);

  private final Automaton automaton;
  private final Deadlines deadlines;

  /** By forbidden variable: the clock at the last event that satisfied it, if it still matters. */
  final long[] seen;

  /** In place of a clock value: no such event. */
  static final long NOT_SEEN = Long.MIN_VALUE;

  KeyState(Program program) {
    this.automaton = program.automaton();
    this.deadlines = program.deadlines();
    this.kept = program.isShared() ? new ArrayDeque<>() : NONE;
    this.seen = new long[automaton.forbidden().length];
    Arrays.fill(seen, NOT_SEEN);
  }

  /** Whether nothing is pending, so that the state can be forgotten. */
  public boolean isEmpty() {
    if (!runs.isEmpty()) {
      return false;
    }
    for (long at : seen) {
      if (at != NOT_SEEN) {
        return false;
      }
    }
    return true;
  }

  /** Number of events that are kept apart from those of partial matches. */
  public int keptEvents() {
    return kept.size();
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
      latest = Math.max(latest, deadlines.of(runs.get(i)));
    }
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] != NOT_SEEN) {
        latest = Math.max(latest, deadlines.forgets(i, seen[i]));
      }
    }
    return latest;
  }

  /**
   * The end at which time completes something next, ms: once the clock is past it, {@link
   * RuleMatcher#onTime} has something to do. {@code Long.MAX_VALUE} if nothing waits for time.
   */
  public long nextTimer() {
    long next = Deadlines.NEVER;
    if (deadlines.waits()) {
      for (int i = 0; i < runs.size(); i++) {
        next = Math.min(next, deadlines.nextEnd(runs.get(i)));
      }
    }
    return next;
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

  /** Drops the partial matches of the oldest starts until at most {@code max} are left. */
  int dropOldest(int max) {
    int before = runs.size();
    while (runs.size() > max) {
      Run oldest = runs.getFirst();
      for (Run run : runs) {
        oldest = run.startsBefore(oldest.startTime, oldest.start) ? run : oldest;
      }
      long start = oldest.start;
      runs.removeIf(run -> run.start == start);
    }
    return before - runs.size();
  }
}
