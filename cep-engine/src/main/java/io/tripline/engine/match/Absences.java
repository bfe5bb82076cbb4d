package io.tripline.engine.match;

import io.tripline.engine.match.Automaton.Ending;
import io.tripline.engine.match.Automaton.Mark;
import io.tripline.engine.match.Automaton.Reach;

/** What {@code not} does to partial matches, event by event. Not thread-safe. */
final class Absences {
  private final Automaton automaton;
  private final Conditions conditions;
  private final Deadlines deadlines;
  private final boolean mayBegin;

  /**
   * @param mayBegin whether matches begin at all
   */
  Absences(Program program, Conditions conditions, boolean mayBegin) {
    this.automaton = program.automaton();
    this.conditions = conditions;
    this.deadlines = program.deadlines();
    this.mayBegin = mayBegin;
  }

  /**
   * Whether the event at hand, not taken over it, breaks an edge.
   *
   * @param fresh whether it is the first event behind the one that the edge leaves
   */
  boolean breaks(Automaton.Edge edge, boolean fresh) {
    for (Mark mark : edge.marks()) {
      if ((fresh || mark.reach() != Reach.NEXT) && conditions.satisfied(mark.variable())) {
        return true;
      }
    }
    return false;
  }

  /** Of the endings that a run waits for, those that the event at hand does not spoil. */
  long unspoiled(Run run, long clock) {
    long left = run.endings;
    Ending[] endings = automaton.endings(run.state);
    for (long rest = left; rest != 0; rest &= rest - 1) {
      int i = Long.numberOfTrailingZeros(rest);
      if (spoils(endings[i], run, clock)) {
        left &= ~(1L << i);
      }
    }
    return left;
  }

  private boolean spoils(Ending ending, Run run, long clock) {
    for (Mark mark : ending.marks()) {
      boolean speaks =
          switch (mark.reach()) {
            case AFTER -> clock <= deadlines.end(mark, run);
            case NEXT -> run.fresh;
            case BETWEEN -> true;
            case BEFORE -> false;
          };
      if (speaks && conditions.satisfied(mark.variable())) {
        return true;
      }
    }
    return false;
  }

  /** The edges over which a match may begin, as far as the events before go, as a bit mask. */
  long mayStart(SeenTimes seen, long clock) {
    if (!mayBegin) {
      return 0;
    }
    long allowed = -1;
    if (automaton.forbidden().length > 0) {
      Automaton.Edge[] edges = automaton.edges(automaton.start());
      for (int i = 0; i < edges.length; i++) {
        for (Mark mark : edges[i].marks()) {
          if (seen.wasSeen(mark.variable(), mark.millis(), clock)) {
            allowed &= ~(1L << i);
          }
        }
      }
    }
    return allowed;
  }

  /** Remembers it, and forgets what has become too old. */
  void remember(SeenTimes seen, long clock) {
    if (!mayBegin) {
      seen.clear(); // nobody asks for it any more
      return;
    }
    seen.forget(clock);
    int[] forbidden = automaton.forbidden();
    for (int i = 0; i < forbidden.length; i++) {
      if (conditions.satisfied(forbidden[i])) {
        seen.saw(i, clock);
      }
    }
  }
}
