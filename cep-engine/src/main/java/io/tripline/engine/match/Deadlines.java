package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.engine.match.Automaton.Ending;
import io.tripline.engine.match.Automaton.Mark;
import io.tripline.engine.match.Automaton.Reach;
import org.jspecify.annotations.Nullable;

/** When the partial matches of a program are over, and when they are complete. Immutable. */
final class Deadlines {
  /** Of what time never ends. */
  static final long NEVER = Long.MAX_VALUE;

  private final Automaton automaton;
  private final long within;
  private final boolean waits;
  private final boolean gaps;
  private final long[] lookBack;

  /**
   * @param within the rule's bound, ms, or {@code Rule.NO_BOUND}
   */
  Deadlines(Automaton automaton, long within) {
    this.automaton = automaton;
    this.within = within;
    boolean any = false;
    for (int s = 0; s < automaton.states(); s++) {
      for (Ending ending : automaton.endings(s)) {
        any |= !ending.isAtOnce();
      }
    }
    this.waits = any;
    this.gaps = automaton.hasGaps();
    this.lookBack = new long[automaton.forbidden().length];
    for (Automaton.Edge edge : automaton.edges(automaton.start())) {
      for (Mark mark : edge.marks()) {
        int i = automaton.indexOfForbidden(mark.variable());
        lookBack[i] = Math.max(lookBack[i], mark.millis());
      }
    }
  }

  /** The longest time that is named, ms; 0 if none is. */
  long horizon() {
    long longest = Math.max(0, within);
    for (int s = 0; s <= automaton.states(); s++) {
      for (Automaton.Edge edge : automaton.edges(s)) {
        Pattern.Gap gap = edge.gap();
        longest = Math.max(longest, gap == null ? 0 : gap.mostMillis());
        for (Mark mark : edge.marks()) {
          longest = Math.max(longest, mark.millis());
        }
      }
    }
    for (int s = 0; s < automaton.states(); s++) {
      for (Ending ending : automaton.endings(s)) {
        for (Mark mark : ending.marks()) {
          longest = Math.max(longest, mark.millis());
        }
      }
    }
    return longest;
  }

  /** {@code from + millis}; {@link #NEVER} past the end of time, and for a negative bound. */
  static long after(long from, long millis) {
    if (millis < 0) {
      return NEVER;
    }
    long end = from + millis;
    return end < from ? NEVER : end;
  }

  /** Whether a bound on an arrow allows an event at {@code clock}. Both ends are included. */
  static boolean isInside(Pattern.@Nullable Gap gap, long lastTime, long clock) {
    return gap == null
        || after(lastTime, gap.leastMillis()) <= clock
            && after(lastTime, gap.mostMillis()) >= clock;
  }

  /** The edges of a run that time has closed, as a bit mask. */
  long over(Run run, long clock) {
    if (within(run.startTime) < clock) {
      return -1;
    }
    if (!gaps) {
      return 0;
    }
    long over = 0;
    Automaton.Edge[] edges = automaton.edges(run.state);
    for (long left = run.open; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      Pattern.Gap gap = edges[i].gap();
      if (gap != null && after(run.lastTime, gap.mostMillis()) < clock) {
        over |= 1L << i;
      }
    }
    return over;
  }

  /** Whether a match can be completed by time. */
  boolean waits() {
    return waits;
  }

  /** The last clock value at which a match that began then can take an event. */
  long within(long startTime) {
    return after(startTime, within);
  }

  /** The last clock value at which a run can take an event; the least there is if none can. */
  long lastTake(Run run) {
    if (!gaps) {
      return run.alive == 0 ? Long.MIN_VALUE : within(run.startTime);
    }
    Automaton.Edge[] edges = automaton.edges(run.state);
    long last = Long.MIN_VALUE;
    for (long left = run.alive; left != 0; left &= left - 1) {
      Pattern.Gap gap = edges[Long.numberOfTrailingZeros(left)].gap();
      last = Math.max(last, gap == null ? NEVER : after(run.lastTime, gap.mostMillis()));
    }
    return Math.min(last, within(run.startTime));
  }

  /** The clock value that has to pass until the run is complete; {@link #NEVER} if none does. */
  long nextEnd(Run run) {
    long next = NEVER;
    for (long left = run.endings; left != 0; left &= left - 1) {
      next = Math.min(next, end(run, Long.numberOfTrailingZeros(left)));
    }
    return next;
  }

  /** The last clock value at which the run means anything. */
  long of(Run run) {
    long last = lastTake(run);
    for (long left = run.endings; left != 0; left &= left - 1) {
      last = Math.max(last, end(run, Long.numberOfTrailingZeros(left)));
    }
    return last;
  }

  /** The clock value that has to pass until one ending of a run is complete. */
  long end(Run run, int ending) {
    long end = run.lastTime;
    for (Mark mark : automaton.endings(run.state)[ending].marks()) {
      if (mark.reach() == Reach.AFTER) {
        end = Math.max(end, end(mark, run));
      }
    }
    return end;
  }

  /** The last clock value of which a mark at the end of a run speaks. */
  long end(Mark mark, Run run) {
    return mark.millis() == Mark.WITHIN
        ? within(run.startTime)
        : after(run.lastTime, mark.millis());
  }

  /** The last clock value at which an event that must not come before a match is remembered. */
  long forgets(int forbidden, long seen) {
    return after(seen, lookBack[forbidden]);
  }
}
