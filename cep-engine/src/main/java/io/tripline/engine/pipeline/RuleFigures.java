package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.match.RuleCounters;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is counted about a rule since the process started, over all its versions and workers. */
final class RuleFigures implements RuleCounters {
  final LongAdder matches = new LongAdder();
  final LongAdder suppressed = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private volatile @Nullable String errorSample;

  @Override
  public void evaluationError(Place place, String what) {
    errors.increment();
    errorSample = place + ": " + what;
  }

  @Override
  public void runsDropped(int count) {
    dropped.add(count);
  }

  void reset() {
    matches.reset();
    suppressed.reset();
    errors.reset();
    dropped.reset();
    errorSample = null;
  }

  EngineStats.RuleStats read(String ruleSet, String rule, long runs) {
    return new EngineStats.RuleStats(
        ruleSet,
        rule,
        matches.sum(),
        suppressed.sum(),
        runs,
        errors.sum(),
        errorSample,
        dropped.sum());
  }
}
