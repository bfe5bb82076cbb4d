package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.RuleCounters;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is counted about a rule since the process started, over all its versions and workers. */
final class RuleFigures implements RuleCounters {
  final LongAdder matches = new LongAdder();
  final LongAdder suppressed = new LongAdder();
  final LongAdder alerts = new LongAdder();
  final LongAdder inShadow = new LongAdder();
  final LongAdder heldBack = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder limited = new LongAdder();
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

  @Override
  public void matchesLimited() {
    limited.increment();
  }

  void reset() {
    matches.reset();
    suppressed.reset();
    alerts.reset();
    inShadow.reset();
    heldBack.reset();
    errors.reset();
    dropped.reset();
    limited.reset();
    errorSample = null;
  }

  /**
   * The figures now.
   *
   * @param failed why the engine has paused it; null if it has not
   * @param pending of the rule, in each worker
   * @param schema that the rule runs with
   */
  EngineStats.RuleStats read(
      RunningRule rule, @Nullable String failed, List<PendingFigures> pending, Schema schema) {
    return new EngineStats.RuleStats(
        rule.ruleSet(),
        rule.name(),
        rule.mode(),
        rule.paused(),
        failed,
        matches.sum(),
        suppressed.sum(),
        alerts.sum(),
        inShadow.sum(),
        heldBack.sum(),
        pending.stream().mapToLong(PendingFigures::runs).sum(),
        errors.sum(),
        errorSample,
        dropped.sum(),
        limited.sum(),
        limited(rule, pending.stream().map(PendingFigures::limit).toList(), schema));
  }

  private static EngineStats.@Nullable Limited limited(
      RunningRule rule, List<LimitMark> marks, Schema schema) {
    return marks.stream()
        .map(LimitMark::first)
        .filter(Objects::nonNull)
        .min(Comparator.comparingLong(LimitMark.First::number))
        .map(
            first ->
                new EngineStats.Limited(
                    first.clock(),
                    marks.stream().mapToLong(LimitMark::dropped).sum(),
                    RuleKey.of(rule.rule(), schema).masked(first.key())))
        .orElse(null);
  }
}
