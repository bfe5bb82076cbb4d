package io.tripline.dsl.check;

import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.PatternTree;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Which variables can have events before others: w is reached at v if some word of the pattern has
 * w before a v.
 */
final class PatternReach {
  private final VariableOrder variables;
  private final BitSet[] before;
  private final Map<PatternTree.Repetition, BitSet> atEnd = new IdentityHashMap<>();

  PatternReach(PatternTree pattern, VariableOrder variables) {
    this.variables = variables;
    this.before = new BitSet[variables.size()];
    for (int i = 0; i < before.length; i++) {
      before[i] = new BitSet();
    }
    walk(pattern, new BitSet());
  }

  /** The variables that are reached at a variable. */
  BitSet at(int variable) {
    return before[variable];
  }

  /** The variables that are reached before or inside of a loop. */
  BitSet atEndOf(PatternTree.Repetition loop) {
    return atEnd.getOrDefault(loop, new BitSet());
  }

  /** Goes through a pattern that begins with those reached; returns those reached behind it. */
  private BitSet walk(PatternTree pattern, BitSet reached) {
    return switch (pattern) {
      case PatternTree.Variable(var name) -> {
        int index = variables.of(name);
        before[index].or(reached);
        BitSet after = (BitSet) reached.clone();
        after.set(index);
        yield after;
      }
      case PatternTree.Sequence sequence -> {
        BitSet now = reached;
        for (PatternTree part : sequence.parts()) {
          now = walk(part, now);
        }
        yield now;
      }
      case PatternTree.Alternation either -> {
        BitSet after = (BitSet) reached.clone();
        for (PatternTree branch : either.branches()) {
          after.or(walk(branch, reached));
        }
        yield after;
      }
      case PatternTree.Repetition loop -> {
        BitSet start = reached;
        if (loop.quantifier() != null
            && (loop.quantifier().max() == null || loop.quantifier().max() > 1)) {
          start = (BitSet) reached.clone(); // from the second time on, all of it is before all
          for (Name name : PatternChecker.variables(loop.body())) {
            start.set(variables.of(name));
          }
        }
        BitSet after = walk(loop.body(), start);
        atEnd.put(loop, after);
        yield after;
      }
      case PatternTree.Conjunction both -> {
        BitSet after = (BitSet) reached.clone();
        for (PatternTree part : both.parts()) {
          after.or(walk(part, reached)); // either may come first: none can count on another
        }
        yield after;
      }
      case PatternTree.Absence absence -> {
        walk(absence.body(), reached);
        yield reached;
      }
    };
  }
}
