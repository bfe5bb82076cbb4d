package io.tripline.engine.match;

import io.tripline.dsl.ir.Place;

/** Where a matcher reports what is worth counting. Called by the worker that owns the matcher. */
public interface RuleCounters {
  /** A condition met a run-time error (division by zero, overflow) and became unknown. */
  void evaluationError(Place place, String what);

  /** The limit on partial matches of a key was reached, and the oldest start was dropped. */
  void runsDropped(int count);

  /** An event, or time, completed more matches than the rule's limit lets through. */
  void matchesLimited();
}
