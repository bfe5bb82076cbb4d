package io.tripline.engine.match;

import io.tripline.engine.match.Automaton.Conjunction;
import io.tripline.engine.match.Automaton.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which parts of {@code &} a partial match still needs, for people. Immutable. */
final class OpenParts {
  private final Automaton automaton;

  /** By conjunction and part, the variables that can begin it. */
  private final List<List<TreeSet<Integer>>> heads = new ArrayList<>();

  OpenParts(Automaton automaton) {
    this.automaton = automaton;
    for (Conjunction conjunction : automaton.conjunctions()) {
      List<TreeSet<Integer>> parts = new ArrayList<>();
      for (int p = 0; p < conjunction.parts(); p++) {
        parts.add(new TreeSet<>());
      }
      heads.add(parts);
    }
    for (int s = 0; s <= automaton.start(); s++) {
      for (Automaton.Edge edge : automaton.edges(s)) {
        for (Turn turn : edge.turns()) {
          heads.get(turn.conjunction()).get(turn.part()).add(automaton.variable(edge.to()));
        }
      }
    }
  }

  /** Of the conjunctions that a state is in, the parts that have not begun: what begins each. */
  List<List<Integer>> of(int state, int[] counts) {
    List<List<Integer>> open = new ArrayList<>();
    for (int c : automaton.conjunctionsOf(state)) {
      Conjunction conjunction = automaton.conjunctions().get(c);
      for (int p = 0; p < conjunction.parts(); p++) {
        if ((counts[conjunction.counter()] >>> p & 1) == 0) {
          open.add(List.copyOf(heads.get(c).get(p)));
        }
      }
    }
    return open;
  }
}
