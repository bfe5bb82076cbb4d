package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.engine.match.Automaton.Edge;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that wants one event after the other, each of which can be only one variable's: {@code
 * a -> b -> c}, {@code a => b}, {@code a{3} -> b}. A partial match of it never branches: an event
 * that it takes moves it to the next step, and all there is to know of it is how many steps it has
 * taken. Immutable.
 */
final class Chain {
  /**
   * The most steps. Of a longer chain a partial match would hold room for many events that may
   * never come.
   */
  private static final int MOST_STEPS = 64;

  // One bit of a mask of variables is left to those who use them.
  private static final int MOST_VARIABLES = Long.SIZE - 1;

  private final int[] variables;
  private final boolean[] next;

  private Chain(List<Integer> variables, List<Boolean> next) {
    this.variables = variables.stream().mapToInt(v -> v).toArray();
    this.next = new boolean[next.size()];
    for (int i = 0; i < this.next.length; i++) {
      this.next[i] = next.get(i);
    }
  }

  /** The steps of an automaton that is one; null if it is not. */
  static @Nullable Chain of(Automaton automaton, int variableCount) {
    if (variableCount + automaton.loops().size() > MOST_VARIABLES) {
      return null;
    }
    List<Integer> variables = new ArrayList<>();
    List<Boolean> next = new ArrayList<>();
    int state = automaton.start();
    int[] counts = new int[automaton.counters()];
    while (variables.size() < MOST_STEPS) {
      Edge edge = onlyEdge(automaton, state, counts);
      if (edge == null || !isPlain(edge, automaton)) {
        return null;
      }
      counts = automaton.count(edge, counts);
      state = edge.to();
      variables.add(automaton.variable(state));
      next.add(edge.arrow() == Pattern.Arrow.NEXT);
      if (automaton.accepts(state, counts)) {
        boolean isEnd = automaton.open(state, counts) == 0 && automaton.waits(state) == 0;
        return isEnd ? new Chain(variables, next) : null;
      }
    }
    return null;
  }

  private static @Nullable Edge onlyEdge(Automaton automaton, int state, int[] counts) {
    long open = automaton.open(state, counts);
    return Long.bitCount(open) == 1
        ? automaton.edges(state)[Long.numberOfTrailingZeros(open)]
        : null;
  }

  /**
   * Whether all that an edge asks is that its variable is satisfied, or is so by the next event.
   */
  private static boolean isPlain(Edge edge, Automaton automaton) {
    boolean isPlainArrow =
        edge.arrow() == null
            || edge.arrow() == Pattern.Arrow.NEXT
            || edge.arrow() == Pattern.Arrow.FOLLOWED_BY
                && edge.rivals().length == 1
                && edge.rivals()[0] == automaton.variable(edge.to());
    boolean isUntilFree = true;
    for (int loop : automaton.loopsOf(edge.to())) {
      isUntilFree &= automaton.loops().get(loop).until().isEmpty();
    }
    return isPlainArrow
        && isUntilFree
        && edge.gap() == null
        && edge.marks().length == 0
        && edge.opens().length == 0
        && edge.turns().length == 0
        && edge.completes().length == 0;
  }

  /** How many events a match has. */
  int length() {
    return variables.length;
  }

  /** The variable that takes the event of a step, from 0. */
  int variable(int step) {
    return variables[step];
  }

  /** Its bit in a mask of variables. */
  long bit(int step) {
    return 1L << variables[step];
  }

  /** Whether that event has to be the very next one. */
  boolean isNext(int step) {
    return next[step];
  }

  /** Whether any has to. */
  boolean hasNext() {
    for (boolean each : next) {
      if (each) {
        return true;
      }
    }
    return false;
  }

  /** Whether a variable takes an event before the last step. */
  boolean takesBeforeLast(int variable) {
    for (int step = 0; step < variables.length - 1; step++) {
      if (variables[step] == variable) {
        return true;
      }
    }
    return false;
  }
}
