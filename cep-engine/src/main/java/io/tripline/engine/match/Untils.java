package io.tripline.engine.match;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Which edges a loop's {@code until} closes. Immutable. */
final class Untils {
  /** For each state, its loops that have {@code until}. */
  private final int[][] loopsOf;

  /** For each state and each of those loops, the edges that stay in it. */
  private final long[][] staying;

  Untils(Automaton automaton) {
    loopsOf = new int[automaton.states()][];
    staying = new long[automaton.states()][];
    for (int s = 0; s < automaton.states(); s++) {
      loopsOf[s] =
          Arrays.stream(automaton.loopsOf(s))
              .filter(l -> !automaton.loops().get(l).until().isEmpty())
              .toArray();
      staying[s] = new long[loopsOf[s].length];
      for (int i = 0; i < staying[s].length; i++) {
        staying[s][i] = staying(automaton, s, loopsOf[s][i]);
      }
    }
  }

  private static long staying(Automaton automaton, int state, int loop) {
    long mask = 0;
    Automaton.Edge[] edges = automaton.edges(state);
    for (int i = 0; i < edges.length; i++) {
      if (contains(automaton.loopsOf(edges[i].to()), loop) && !contains(edges[i].exits(), loop)) {
        mask |= 1L << i;
      }
    }
    return mask;
  }

  private static boolean contains(int[] values, int value) {
    for (int v : values) {
      if (v == value) {
        return true;
      }
    }
    return false;
  }

  /** The loops with {@code until} that an edge of a state stays in. */
  int[] stayedIn(int state, int edge) {
    return IntStream.range(0, staying[state].length)
        .filter(i -> (staying[state][i] >>> edge & 1) != 0)
        .map(i -> loopsOf[state][i])
        .toArray();
  }

  /** The edges of a state that are over with the event at hand, as a bit mask. */
  long over(int state, Conditions conditions) {
    long mask = 0;
    for (int i = 0; i < loopsOf[state].length; i++) {
      if (conditions.ends(loopsOf[state][i])) {
        mask |= staying[state][i];
      }
    }
    return mask;
  }

  /** Whether the event at hand ends one of these loops before it began. */
  static boolean anyEnds(int[] loops, Conditions conditions) {
    for (int l : loops) {
      if (conditions.ends(l)) {
        return true;
      }
    }
    return false;
  }
}
