package io.tripline.dsl.check;

import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.PatternTree;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which variables can have events before others: w is reached at v if some word of the pattern has
 * w before a v.
 */
final class PatternReach {
  /**
   * What is before a place.
   *
   * @param passed what is reached, and what stands behind a {@code not} on the way
   */
  private record Before(BitSet reached, BitSet passed) {
    static Before nothing() {
      return new Before(new BitSet(), new BitSet());
    }

    static Before copy(Before other) {
      return new Before((BitSet) other.reached.clone(), (BitSet) other.passed.clone());
    }

    Before with(int variable) {
      Before after = copy(this);
      after.reached.set(variable);
      after.passed.set(variable);
      return after;
    }
  }

  private final VariableOrder variables;
  private final @Nullable Before[] before;

  /** For each variable, those that stand in another part of the same {@code &}. */
  private final BitSet[] beside;

  private final Map<PatternTree.Repetition, Before> loops = new IdentityHashMap<>();

  PatternReach(PatternTree pattern, VariableOrder variables) {
    this.variables = variables;
    this.before = new @Nullable Before[variables.size()];
    this.beside = new BitSet[variables.size()];
    for (int i = 0; i < beside.length; i++) {
      beside[i] = new BitSet();
    }
    walk(pattern, Before.nothing());
  }

  /** The variables that are reached at a variable. */
  BitSet at(int variable) {
    Before all = before[variable];
    return all == null ? new BitSet() : all.reached;
  }

  /** Whether a variable, or its {@code not}, can stand before another one. */
  boolean isPassed(int variable, int at) {
    Before all = before[at];
    return all != null && all.passed.get(variable);
  }

  /** The variables that are reached before or inside of a loop. */
  BitSet atEndOf(PatternTree.Repetition loop) {
    return loops.getOrDefault(loop, Before.nothing()).reached;
  }

  /** Whether two variables stand in different parts of one {@code &}. */
  boolean areBeside(int one, int other) {
    return beside[one].get(other);
  }

  /**
   * Goes through a pattern that begins behind what is given; returns what is behind the pattern.
   */
  private Before walk(PatternTree pattern, Before start) {
    return switch (pattern) {
      case PatternTree.Variable(var name) -> {
        int index = variables.of(name);
        arrive(index, start);
        yield start.with(index);
      }
      case PatternTree.Sequence sequence -> {
        Before now = start;
        for (PatternTree part : sequence.parts()) {
          now = walk(part, now);
        }
        yield now;
      }
      case PatternTree.Alternation either -> {
        Before after = null;
        for (PatternTree branch : either.branches()) {
          after = either(after, walk(branch, start));
        }
        yield after == null ? start : after;
      }
      case PatternTree.Repetition loop -> repetition(loop, start);
      case PatternTree.Conjunction both -> conjunction(both.parts(), start);
      case PatternTree.Absence absence -> {
        Before after = walk(absence.body(), start);
        yield absence.body() instanceof PatternTree.Variable
            ? new Before(start.reached, after.passed)
            : after;
      }
    };
  }

  private void arrive(int variable, Before now) {
    Before all = before[variable];
    before[variable] = either(all, now);
  }

  private static Before either(@Nullable Before one, Before other) {
    if (one == null) {
      return other;
    }
    Before both = Before.copy(one);
    both.reached.or(other.reached);
    both.passed.or(other.passed);
    return both;
  }

  private Before repetition(PatternTree.Repetition loop, Before start) {
    Before inside = Before.copy(start);
    PatternTree.Quantifier quantifier = loop.quantifier();
    if (quantifier != null && (quantifier.max() == null || quantifier.max() > 1)) {
      for (Name name : PatternVariables.taken(loop.body())) {
        inside.reached.set(variables.of(name)); // from the second time on, all is before all
        inside.passed.set(variables.of(name));
      }
    }
    Before after = walk(loop.body(), inside);
    loops.put(loop, after);
    return after;
  }

  /** Either may come first, so that none can count on another. */
  private Before conjunction(List<PatternTree> parts, Before start) {
    Before after = Before.copy(start);
    for (PatternTree part : parts) {
      Before behind = walk(part, start);
      after.reached.or(behind.reached);
      after.passed.or(behind.passed);
    }
    List<BitSet> named = parts.stream().map(this::named).toList();
    for (int i = 0; i < named.size(); i++) {
      BitSet others = new BitSet();
      for (int j = 0; j < named.size(); j++) {
        if (i != j) {
          others.or(named.get(j));
        }
      }
      named.get(i).stream().forEach(v -> beside[v].or(others));
    }
    return after;
  }

  private BitSet named(PatternTree part) {
    BitSet named = new BitSet();
    PatternVariables.named(part).forEach(name -> named.set(variables.of(name)));
    return named;
  }
}
