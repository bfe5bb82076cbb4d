package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.feature.FeatureReads;
import io.tripline.engine.feature.RuleFeatures;
import io.tripline.engine.match.reference.RefEvent;
import io.tripline.engine.pipeline.ReferenceTime.Matched;
import io.tripline.engine.pipeline.ReferenceTime.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What windows and features were told of, where rules come and go: one begins empty with the first
 * version in which any rule reads it, and goes on for as long as any does.
 */
final class ReferenceSeries {
  private final ReferenceVersions versions;
  private final ReferenceLanes lanes;
  private final Function<Matched, RefEvent> event;

  /** What is read in each version. */
  private final List<Set<String>> read = new ArrayList<>();

  private final Map<String, List<RefEvent>> told = new HashMap<>();

  ReferenceSeries(
      ReferenceVersions versions, ReferenceLanes lanes, Function<Matched, RefEvent> event) {
    this.versions = versions;
    this.lanes = lanes;
    this.event = event;
    for (int version = 0; version < versions.count(); version++) {
      Set<String> texts = new HashSet<>();
      for (Rule rule : versions.rules(version).rules()) {
        for (FeatureReads.Read each : FeatureReads.of(RuleFeatures.of(rule))) {
          texts.add(text(each.value().feature(), rule));
        }
      }
      read.add(texts);
    }
  }

  /** Equal for windows that are kept together. */
  private static String text(Feature feature, Rule rule) {
    return RunningSeries.text(feature, ReferenceLanes.lateness(rule), 0);
  }

  /** The feature of a rule that a window is, or that is named. */
  private static Feature feature(Rule rule, Expr value, String type) {
    Variable tested =
        rule.variables().stream().filter(v -> v.type().name().equals(type)).findFirst().get();
    Expr condition = new Expr.IsNull(value, rule.place());
    Rule asking =
        new Rule(
            rule.name(),
            null,
            null,
            rule.severity(),
            List.of(),
            rule.key(),
            List.of(new Variable("v", 0, tested.type(), condition, false, false)),
            new Pattern.Single(0, rule.place()),
            rule.withinMillis(),
            new Skip.None(),
            rule.matchLimit(),
            null,
            null,
            null,
            rule.place());
    return FeatureReads.of(RuleFeatures.of(asking)).getFirst().value().feature();
  }

  /** What a value that a rule reads in one of its versions was told of. */
  List<RefEvent> of(Rule rule, int version, Expr value, RefEvent tested) {
    Feature feature = feature(rule, value, tested.type());
    String text = text(feature, rule);
    return told.computeIfAbsent(
        version + " " + text, t -> told(text, version, ReferenceLanes.lateness(rule)));
  }

  private List<RefEvent> told(String text, int version, long lateness) {
    int first = version;
    while (first > 0 && read.get(first - 1).contains(text)) {
      first--;
    }
    Seen seen = lanes.seen(lateness);
    int from = versions.from(first);
    return seen.matched().stream().filter(m -> m.at() > from).map(event).toList();
  }
}
