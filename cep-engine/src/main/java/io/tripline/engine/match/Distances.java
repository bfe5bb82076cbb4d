package io.tripline.engine.match;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far it is from a place of an automaton to where a match can end, by a search in width whose
 * answers are kept. Not thread-safe.
 */
final class Distances {
  /** Of counters that span more than that, the distance is a lower bound. */
  private static final int MOST_VISITED = 20_000;

  private final Automaton automaton;
  private final Map<Spot, Integer> known = new HashMap<>();

  /** A state with counters. */
  private record Spot(int state, List<Integer> counts) {
    static Spot of(int state, int[] counts) {
      return new Spot(state, Arrays.stream(counts).boxed().toList());
    }

    int[] ints() {
      return counts.stream().mapToInt(i -> i).toArray();
    }
  }

  Distances(Automaton automaton) {
    this.automaton = automaton;
  }

  /** The least number of further events until a match can end; 0 if it can end here. */
  int from(int state, int[] counts) {
    return known.computeIfAbsent(Spot.of(state, counts), this::search);
  }

  private int search(Spot start) {
    Set<Spot> visited = new HashSet<>();
    Set<Spot> reached = Set.of(start);
    for (int distance = 0; ; distance++) {
      Set<Spot> further = new LinkedHashSet<>();
      for (Spot spot : reached) {
        int[] counts = spot.ints();
        if (automaton.accepts(spot.state, counts)) {
          return distance;
        }
        long open = automaton.open(spot.state, counts);
        for (long left = open; left != 0; left &= left - 1) {
          Automaton.Edge edge = automaton.edges(spot.state)[Long.numberOfTrailingZeros(left)];
          Spot next = Spot.of(edge.to(), automaton.count(edge, counts));
          if (visited.add(next)) {
            further.add(next);
          }
        }
      }
      if (further.isEmpty() || visited.size() > MOST_VISITED) {
        return distance + 1;
      }
      reached = further;
    }
  }
}
