package io.tripline.engine.bound;

import io.tripline.dsl.ir.Rule;
import io.tripline.engine.match.Automaton;
import io.tripline.engine.match.Automaton.Edge;
import io.tripline.engine.match.Automaton.Ending;
import io.tripline.engine.match.Automaton.Mark;
import io.tripline.engine.match.Automaton.Reach;
import io.tripline.engine.match.Program;
import java.util.Arrays;

/** For how long a partial match is kept, from its first event on. */
final class Span {
  private static final long NONE = -1;
  private static final long ENDLESS = Long.MAX_VALUE;

  private final Automaton automaton;
  private final long within;
  private final long[] reached;

  private Span(Program program) {
    automaton = program.automaton();
    long bound = program.rule().withinMillis();
    within = bound == Rule.NO_BOUND ? ENDLESS : bound;
    reached = new long[automaton.states()];
    Arrays.fill(reached, NONE);
    for (Edge edge : automaton.edges(automaton.start())) {
      reached[edge.to()] = 0;
    }
    boolean more = true;
    // Round a cycle of bounded arrows the time would grow for ever; such a rule has a `within`.
    for (int round = 0; more && round <= reached.length; round++) {
      more = false;
      for (int s = 0; s < reached.length; s++) {
        for (Edge edge : automaton.edges(s)) {
          long later = reached[s] == NONE ? NONE : waits(s, edge);
          if (later > reached[edge.to()]) {
            reached[edge.to()] = round == reached.length ? within : later;
            more = true;
          }
        }
      }
    }
  }

  /** In ms; {@link Rule#NO_BOUND} where nothing is kept, or nothing bounds it. */
  static long of(Program program) {
    return new Span(program).longest();
  }

  /** In ms; 0 where nothing is kept, {@code Long.MAX_VALUE} where nothing bounds it. */
  static long reach(Program program) {
    return Math.max(0, new Span(program).kept());
  }

  private long longest() {
    long longest = kept();
    return longest == ENDLESS ? Rule.NO_BOUND : longest;
  }

  private long kept() {
    long longest = NONE;
    for (int s = 0; s < reached.length; s++) {
      for (Edge edge : automaton.edges(s)) {
        longest = Math.max(longest, waits(s, edge));
      }
      for (Ending ending : automaton.endings(s)) {
        for (Mark mark : ending.marks()) {
          if (mark.reach() == Reach.AFTER) {
            boolean whole = mark.millis() == Mark.WITHIN;
            longest = Math.max(longest, whole ? within : sum(reached[s], mark.millis()));
          }
        }
      }
    }
    return longest;
  }

  /** Until when, from the first event on, an edge can be taken. */
  private long waits(int state, Edge edge) {
    return edge.gap() == null
        ? within
        : Math.min(within, sum(reached[state], edge.gap().mostMillis()));
  }

  private static long sum(long a, long b) {
    return a > ENDLESS - b ? ENDLESS : a + b;
  }
}
