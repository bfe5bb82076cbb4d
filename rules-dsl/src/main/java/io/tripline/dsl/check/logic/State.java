package io.tripline.dsl.check.logic;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What holds of the values that a condition speaks of: for each term the values that it can have.
 * Of a term that is not there nothing is known. Immutable.
 */
final class State {
  /** The values that a term can have, and whether it can be null. */
  record Allowed(LongSet values, boolean nullToo) {
    boolean isNothing() {
      return values.isEmpty() && !nullToo;
    }

    Allowed or(Allowed other) {
      return new Allowed(values.or(other.values), nullToo || other.nullToo);
    }

    Allowed and(Allowed other) {
      return new Allowed(values.and(other.values), nullToo && other.nullToo);
    }
  }

  /** Nothing is known. */
  static final State ANY = new State(Map.of());

  /** This cannot be. */
  static final State NEVER = new State(Map.of());

  private final Map<String, Allowed> terms;

  private State(Map<String, Allowed> terms) {
    this.terms = terms;
  }

  /** Only that a term has one of these values. */
  static State of(String term, LongSet values, boolean nullToo) {
    return values.isEmpty() && !nullToo
        ? NEVER
        : new State(Map.of(term, new Allowed(values, nullToo)));
  }

  boolean isNever() {
    return this == NEVER;
  }

  /** Both hold. */
  static State and(Iterable<State> states) {
    Map<String, Allowed> all = new HashMap<>();
    for (State state : states) {
      if (state.isNever()) {
        return NEVER;
      }
      for (Map.Entry<String, Allowed> term : state.terms.entrySet()) {
        Allowed both = all.merge(term.getKey(), term.getValue(), Allowed::and);
        if (both.isNothing()) {
          return NEVER;
        }
      }
    }
    return all.isEmpty() ? ANY : new State(all);
  }

  /** One of them holds at least. */
  static State or(Iterable<State> states) {
    @Nullable Map<String, Allowed> all = null;
    for (State state : states) {
      if (state.isNever()) {
        continue;
      }
      if (all == null) {
        all = new HashMap<>(state.terms);
        continue;
      }
      all.keySet().retainAll(state.terms.keySet());
      all.replaceAll((term, allowed) -> allowed.or(state.allowed(term)));
      if (all.isEmpty()) {
        return ANY;
      }
    }
    return all == null ? NEVER : all.isEmpty() ? ANY : new State(all);
  }

  private Allowed allowed(String term) {
    Allowed allowed = terms.get(term);
    if (allowed == null) {
      throw new IllegalArgumentException(term);
    }
    return allowed;
  }

  /** What is known of some of the terms alone. */
  State only(Predicate<String> wanted) {
    if (isNever()) {
      return this;
    }
    Map<String, Allowed> some = new HashMap<>(terms);
    some.keySet().removeIf(wanted.negate());
    return some.isEmpty() ? ANY : new State(some);
  }
}
