package io.tripline.engine.match;

import io.tripline.engine.match.Automaton.Ending;
import io.tripline.engine.match.Automaton.Mark;
import io.tripline.engine.match.Automaton.Reach;

/**
 * Which variables and {@code until}s can matter to a partial match, as a bit mask over both: an
 * event that has none of them leaves it as it is, unless it is the next one and that matters.
 * Immutable.
 */
final class Interest {
  private static final long ALL = -1;

  private final boolean many;
  private final int variables;
  private final boolean looksAtNext;
  private final long start;
  private final long[][] edges;
  private final long[][] endings;
  private final long[] untils;

  Interest(Program program) {
    Automaton automaton = program.automaton();
    variables = program.rule().variables().size();
    many = variables + automaton.loops().size() > Long.SIZE;
    looksAtNext = automaton.looksAtNext();
    edges = new long[automaton.states()][];
    endings = new long[automaton.states()][];
    untils = new long[automaton.states()];
    long first = 0;
    for (Automaton.Edge edge : automaton.edges(automaton.start())) {
      first |= bit(automaton.variable(edge.to()));
    }
    start = many ? ALL : first | bits(automaton.forbidden());
    for (int s = 0; s < edges.length; s++) {
      Automaton.Edge[] from = automaton.edges(s);
      edges[s] = new long[from.length];
      for (int i = 0; i < from.length; i++) {
        edges[s][i] =
            bit(automaton.variable(from[i].to())) | bits(from[i].rivals()) | marks(from[i].marks());
      }
      Ending[] ends = automaton.endings(s);
      endings[s] = new long[ends.length];
      for (int i = 0; i < ends.length; i++) {
        endings[s][i] = marks(ends[i].marks());
      }
      for (int l : automaton.loopsOf(s)) {
        untils[s] |= automaton.loops().get(l).until().isEmpty() ? 0 : bit(variables + l);
      }
    }
  }

  // Where there are too many, what comes of it is not used.
  private static long bit(int i) {
    return 1L << i;
  }

  private static long bits(int[] all) {
    long mask = 0;
    for (int i : all) {
      mask |= bit(i);
    }
    return mask;
  }

  private static long marks(Mark[] marks) {
    long mask = 0;
    for (Mark mark : marks) {
      mask |= mark.reach() == Reach.BEFORE ? 0 : bit(mark.variable());
    }
    return mask;
  }

  /** Of where there is nothing yet, and so of every state. */
  long start() {
    return start;
  }

  /** Of a run. */
  long of(Run run) {
    if (many) {
      return ALL;
    }
    long mask = untils[run.state];
    long[] ways = edges[run.state];
    for (long left = run.open; left != 0; left &= left - 1) {
      mask |= ways[Long.numberOfTrailingZeros(left)];
    }
    for (long left = run.endings; left != 0; left &= left - 1) {
      mask |= endings[run.state][Long.numberOfTrailingZeros(left)];
    }
    return mask;
  }

  /** Whether any event matters to a run, as it is the next one. */
  boolean inNext(Run run) {
    return looksAtNext && run.fresh;
  }
}
