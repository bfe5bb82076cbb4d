package io.tripline.engine.pipeline;

import io.tripline.engine.predicate.PredicateEvaluator;
import java.util.Arrays;

/**
 * What is found out about the events of a slot before the first of them is matched: which rules
 * each can concern. Reused; not thread-safe.
 */
final class Ahead {
  private int[] starts = new int[64];
  private int events;
  private int[] rules = new int[64];
  private long[] variables = new long[64];
  private int size;

  void clear() {
    events = 0;
    size = 0;
  }

  /** Begins the next event; those before it are complete. */
  void next() {
    if (events + 1 >= starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[events++] = size;
    starts[events] = size;
  }

  /** Takes over what was found out about the event. */
  void add(PredicateEvaluator found, int count) {
    if (size + count > rules.length) {
      int room = Math.max(size + count, 2 * rules.length);
      rules = Arrays.copyOf(rules, room);
      variables = Arrays.copyOf(variables, room);
    }
    for (int i = 0; i < count; i++) {
      rules[size] = found.rule(i);
      variables[size++] = found.variables(i);
    }
    starts[events] = size;
  }

  /** Where the rules of an event begin; they end where those of the next one do. */
  int start(int event) {
    return starts[event];
  }

  /** A rule's place among those of the lane. */
  int rule(int i) {
    return rules[i];
  }

  /** What the event can satisfy of it. */
  long variables(int i) {
    return variables[i];
  }
}
