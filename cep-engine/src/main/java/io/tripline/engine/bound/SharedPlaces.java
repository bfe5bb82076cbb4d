package io.tripline.engine.bound;

import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.engine.bound.Configurations.Way;
import io.tripline.engine.match.Automaton;
import io.tripline.engine.match.Automaton.Edge;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many partial matches there can be where those at one place with the same ways open are one,
 * whatever events come (ADR 0101).
 */
final class SharedPlaces {
  private SharedPlaces() {}

  /** The most; {@link Growth#BEYOND} where the places are not told apart, or are too many. */
  static long most(Configurations all) {
    if (!all.exact()) {
      return Growth.BEYOND;
    }
    long sum = 0;
    for (int place = 1; place < all.size(); place++) {
      sum = Growth.sum(sum, at(all, place));
    }
    return sum;
  }

  /** Ways that close at the same events close together; nothing is kept where all are closed. */
  private static long at(Configurations all, int place) {
    boolean tellsFresh = all.automaton().looksAtNext();
    Map<List<Object>, Fate> fates = new HashMap<>();
    for (Way way : all.ways(place)) {
      for (Edge edge : way.edges()) {
        fates.put(closedBy(all, place, edge), Fate.of(all, place, edge, tellsFresh));
      }
    }
    long open = 1;
    long closed = 1;
    for (Fate fate : fates.values()) {
      open = Growth.product(open, fate.open + fate.closed);
      closed = Growth.product(closed, fate.closed);
    }
    long later = open == Growth.BEYOND ? open : open - closed;
    return tellsFresh ? Growth.sum(later, 1) : later;
  }

  /** Equal for edges that the same events close. */
  private static List<Object> closedBy(Configurations all, int place, Edge edge) {
    return List.of(
        String.valueOf(edge.arrow()),
        Arrays.toString(edge.rivals()),
        Arrays.toString(edge.marks()),
        edge.endsWith(),
        Arrays.toString(untils(all.automaton(), all.state(place), edge)));
  }

  /**
   * How a way can be found.
   *
   * @param open in how many states it can still be taken
   * @param closed in how many it cannot
   */
  private record Fate(long open, long closed) {
    static Fate of(Configurations all, int place, Edge edge, boolean tellsFresh) {
      boolean ended =
          edge.endsWith() != 0 || untils(all.automaton(), all.state(place), edge).length > 0;
      if (edge.arrow() == Arrow.NEXT && tellsFresh) {
        return new Fate(0, ended ? 2 : 1); // it is open right behind the event only
      }
      boolean broken = edge.arrow() != Arrow.FOLLOWED_BY_ANY || edge.marks().length > 0;
      return new Fate(1, (broken ? 1 : 0) + (ended ? 1 : 0));
    }
  }

  /** The loops with a condition that an edge stays in. */
  private static int[] untils(Automaton automaton, int state, Edge edge) {
    return IntStream.of(automaton.loopsOf(state))
        .filter(l -> !automaton.loops().get(l).until().isEmpty())
        .filter(l -> IntStream.of(edge.exits()).noneMatch(exit -> exit == l))
        .filter(l -> IntStream.of(automaton.loopsOf(edge.to())).anyMatch(in -> in == l))
        .toArray();
  }
}
