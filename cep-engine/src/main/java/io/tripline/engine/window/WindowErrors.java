package io.tripline.engine.window;

import io.tripline.dsl.ir.Place;

/** Hears of run-time errors of windows: their value is null then. */
@FunctionalInterface
public interface WindowErrors {
  /**
   * A {@code where} or an argument met an error (the event does not count, or its value is null),
   * or an aggregate cannot be told (a sum beyond 64 bits).
   *
   * @param place in the text of a rule
   * @param what in words
   */
  void evaluationError(Place place, String what);
}
