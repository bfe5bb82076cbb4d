package io.tripline.rest.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.dsl.ir.Decision;
import io.tripline.rest.decision.DecisionCounts;
import java.util.List;

/** What callers were told who waited for decisions. */
final class DecisionFigures implements MultiCollector {
  private final DecisionCounts counts;

  DecisionFigures(DecisionCounts counts) {
    this.counts = counts;
  }

  @Override
  public MetricSnapshots collect() {
    Families out = new Families();
    out.counters(
        "tripline_decisions",
        "Answers to callers, by what they said.",
        List.of(Decision.values()),
        decision -> Labels.of("decision", decision.text()),
        counts::answered);
    out.counter(
        "tripline_decisions_undecided",
        "Of the answers, those on events that no rule decided on.",
        counts.undecided());
    out.counter(
        "tripline_decisions_not_matched",
        "Of the answers, those on duplicates and events that came too late: the default.",
        counts.notMatched());
    out.counter(
        "tripline_decisions_repeated",
        "Of the answers, those to callers who asked again.",
        counts.repeated());
    out.counter(
        "tripline_decisions_timed_out",
        "Of the answers, those given because the deadline had passed: the default.",
        counts.timedOut());
    out.counter(
        "tripline_decisions_late", "Answers of rules that came after the deadline.", counts.late());
    return out.build();
  }
}
