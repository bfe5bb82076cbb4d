package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.window.WindowErrors;
import java.util.List;

/**
 * Run-time errors in a series of windows, which every rule counts that reads it. Immutable.
 *
 * @param readers the figures of these rules
 */
record SeriesErrors(List<RuleFigures> readers) implements WindowErrors {
  SeriesErrors {
    readers = List.copyOf(readers);
  }

  @Override
  public void evaluationError(Place place, String what) {
    readers.forEach(rule -> rule.evaluationError(place, what));
  }
}
