package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.match.RuleCounters;

/**
 * The counters of one rule in one worker: hands on what is counted, and remembers whether the limit
 * on partial matches has struck at the event at hand. Belongs to the worker.
 */
final class LimitWatch implements RuleCounters {
  private final RuleFigures figures;
  private int dropped;

  LimitWatch(RuleFigures figures) {
    this.figures = figures;
  }

  @Override
  public void evaluationError(Place place, String what) {
    figures.evaluationError(place, what);
  }

  @Override
  public void runsDropped(int count) {
    figures.runsDropped(count);
    dropped += count;
  }

  @Override
  public void matchesLimited() {
    figures.matchesLimited();
  }

  /** How many were dropped since the last call. */
  int take() {
    int count = dropped;
    if (count != 0) {
      dropped = 0;
    }
    return count;
  }
}
