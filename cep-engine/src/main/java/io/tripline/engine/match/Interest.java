package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
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

  // By state and edge: what can take an event over it, as long as it is open; what can break it,
  // as long as it is alive.
  private final long[][] takers;
  private final long[][] breakers;

  /** By state, the edges that only the next event can take. */
  private final long[] next;

  private final long[][] endings;
  private final long[] untils;

  Interest(Program program) {
    Automaton automaton = program.automaton();
    variables = program.rule().variables().size();
    many = variables + automaton.loops().size() > Long.SIZE;
    looksAtNext = automaton.looksAtNext();
    int states = automaton.states();
    takers = new long[states][];
    breakers = new long[states][];
    next = new long[states];
    endings = new long[states][];
    untils = new long[states];
    long first = 0;
    for (Automaton.Edge edge : automaton.edges(automaton.start())) {
      first |= bit(automaton.variable(edge.to()));
    }
    start = many ? ALL : first | bits(automaton.forbidden());
    for (int s = 0; s < states; s++) {
      Automaton.Edge[] from = automaton.edges(s);
      takers[s] = new long[from.length];
      breakers[s] = new long[from.length];
      for (int i = 0; i < from.length; i++) {
        takers[s][i] = bit(automaton.variable(from[i].to()));
        breakers[s][i] = bits(from[i].rivals()) | marks(from[i].marks());
        next[s] |= from[i].arrow() == Pattern.Arrow.NEXT ? bit(i) : 0;
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
    long mask = of(run.state, run.open, run.alive, run.fresh);
    for (long left = run.endings; left != 0; left &= left - 1) {
      mask |= endings[run.state][Long.numberOfTrailingZeros(left)];
    }
    return mask;
  }

  /** Of a run that waits for no ending. */
  long of(int state, long open, long alive, boolean fresh) {
    if (many) {
      return ALL;
    }
    long mask = untils[state];
    for (long left = fresh ? open : open & ~next[state]; left != 0; left &= left - 1) {
      mask |= takers[state][Long.numberOfTrailingZeros(left)];
    }
    for (long left = alive; left != 0; left &= left - 1) {
      mask |= breakers[state][Long.numberOfTrailingZeros(left)];
    }
    return mask;
  }

  /** Whether a mask can tell variables and loops apart. */
  boolean tells() {
    return !many;
  }

  /** Whether any event matters to a fresh run, as it is the next one. */
  boolean looksAtNext() {
    return looksAtNext;
  }
}
