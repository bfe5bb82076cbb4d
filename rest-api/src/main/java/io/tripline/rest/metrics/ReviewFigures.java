package io.tripline.rest.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.state.AlertReviews;
import io.tripline.state.Review;
import java.util.List;
import java.util.Map;

/** What people have said of each rule's alerts. */
final class ReviewFigures implements MultiCollector {
  private final AlertReviews reviews;

  ReviewFigures(AlertReviews reviews) {
    this.reviews = reviews;
  }

  private record Verdicts(Labels labels, long count) {}

  @Override
  public MetricSnapshots collect() {
    Families out = new Families();
    out.gauges(
        "tripline_rule_feedback",
        "Alerts of the rule of which people say that it was right, or was not.",
        reviews.counts().entrySet().stream().flatMap(each -> of(each).stream()).toList(),
        Verdicts::labels,
        Verdicts::count);
    return out.build();
  }

  private static List<Verdicts> of(Map.Entry<AlertReviews.OfRule, AlertReviews.Counts> rule) {
    return List.of(
        new Verdicts(
            labels(rule.getKey(), Review.Verdict.TRUE_POSITIVE), rule.getValue().truePositives()),
        new Verdicts(
            labels(rule.getKey(), Review.Verdict.FALSE_POSITIVE),
            rule.getValue().falsePositives()));
  }

  private static Labels labels(AlertReviews.OfRule of, Review.Verdict verdict) {
    return Labels.of("ruleset", of.ruleSet(), "rule", of.rule(), "verdict", verdict.text());
  }
}
