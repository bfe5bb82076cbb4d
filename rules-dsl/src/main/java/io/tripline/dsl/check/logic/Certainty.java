package io.tripline.dsl.check.logic;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Which variables surely have an event where a condition is asked: w is certain at v if every word
 * of the pattern that has a v has w before it.
 */
final class Certainty {
  private final Map<Integer, BitSet> atVariable = new HashMap<>();
  private final Map<Pattern.Repetition, BitSet> inLoop = new IdentityHashMap<>();

  private Certainty() {}

  static Certainty of(Rule rule) {
    Certainty certainty = new Certainty();
    certainty.walk(rule.pattern(), new BitSet());
    return certainty;
  }

  /** Those that are certain where the condition of a variable is asked. */
  BitSet at(Variable variable) {
    return atVariable.getOrDefault(variable.index(), new BitSet());
  }

  /** Those that are certain from the first event of a loop on. */
  BitSet in(Pattern.Repetition loop) {
    return inLoop.getOrDefault(loop, new BitSet());
  }

  /** Goes through a pattern behind what is given; returns what is certain behind the pattern. */
  private BitSet walk(Pattern pattern, BitSet before) {
    return switch (pattern) {
      case Pattern.Single single -> {
        arrive(single.variable(), before);
        BitSet after = (BitSet) before.clone();
        after.set(single.variable());
        yield after;
      }
      case Pattern.Absence absence -> {
        arrive(absence.variable(), before);
        yield before;
      }
      case Pattern.Sequence sequence -> {
        BitSet now = before;
        for (Pattern part : sequence.parts()) {
          now = walk(part, now);
        }
        yield now;
      }
      case Pattern.Conjunction both -> {
        BitSet after = (BitSet) before.clone();
        both.parts().forEach(part -> after.or(walk(part, before)));
        yield after;
      }
      case Pattern.Alternation either -> {
        BitSet after = walk(either.branches().getFirst(), before);
        for (Pattern branch : either.branches().subList(1, either.branches().size())) {
          BitSet other = walk(branch, before);
          after = (BitSet) after.clone();
          after.and(other);
        }
        yield after;
      }
      case Pattern.Repetition loop -> {
        inLoop.put(loop, before);
        BitSet after = walk(loop.body(), before);
        yield loop.min() == 0 ? before : after;
      }
    };
  }

  private void arrive(int variable, BitSet before) {
    BitSet here = (BitSet) before.clone();
    BitSet others = atVariable.putIfAbsent(variable, here);
    if (others != null) {
      others.and(before);
    }
  }
}
