package io.tripline.dsl.check.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What must hold for a condition to be true, to be false, and to be unknown. Each may say too
 * little; so {@link State#isNever} means that it is never so.
 */
record Outcomes(State ifTrue, State ifFalse, State ifUnknown) {
  static final Outcomes ALWAYS_TRUE = new Outcomes(State.ANY, State.NEVER, State.NEVER);
  static final Outcomes ALWAYS_FALSE = new Outcomes(State.NEVER, State.ANY, State.NEVER);
  static final Outcomes ALWAYS_UNKNOWN = new Outcomes(State.NEVER, State.NEVER, State.ANY);

  boolean isNeverTrue() {
    return ifTrue.isNever();
  }

  boolean isAlwaysTrue() {
    return ifFalse.isNever() && ifUnknown.isNever();
  }

  State ifNotTrue() {
    return State.or(List.of(ifFalse, ifUnknown));
  }

  Outcomes not() {
    return new Outcomes(ifFalse, ifTrue, ifUnknown);
  }

  /** Where anything in it may fail. */
  Outcomes orFails(boolean mayFail) {
    return mayFail ? new Outcomes(ifTrue, ifFalse, State.ANY) : this;
  }

  /** True where all are, false where one is. */
  static Outcomes and(List<Outcomes> all) {
    State unknown =
        State.and(
            List.of(
                State.and(map(all, o -> State.or(List.of(o.ifTrue, o.ifUnknown)))),
                State.or(map(all, Outcomes::ifUnknown))));
    return new Outcomes(
        State.and(map(all, Outcomes::ifTrue)), State.or(map(all, Outcomes::ifFalse)), unknown);
  }

  /** True where one is, false where all are. */
  static Outcomes or(List<Outcomes> all) {
    return and(all.stream().map(Outcomes::not).toList()).not();
  }

  private static List<State> map(List<Outcomes> all, Function<Outcomes, State> part) {
    List<State> parts = new ArrayList<>(all.size());
    all.forEach(o -> parts.add(part.apply(o)));
    return parts;
  }
}
