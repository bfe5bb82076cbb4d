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
import io.tripline.engine.window.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What windows and features were told of, where rules come and go: one begins empty with the first
 * version in which any rule reads it, or one over the same that looks as far back, and goes on for
 * as long as any does.
 */
final class ReferenceSeries {
  private final ReferenceVersions versions;
  private final ReferenceLanes lanes;
  private final Function<Matched, RefEvent> event;

  /** By version what is kept under a text, in the order in which it began. */
  private final List<Map<String, List<Kept>>> kept = new ArrayList<>();

  private final Map<String, List<RefEvent>> told = new HashMap<>();

  /**
   * Windows that are kept together.
   *
   * @param from the version in which they began
   * @param reach how far back the longest of them looks
   */
  private record Kept(int from, long reach) {}

  ReferenceSeries(
      ReferenceVersions versions, ReferenceLanes lanes, Function<Matched, RefEvent> event) {
    this.versions = versions;
    this.lanes = lanes;
    this.event = event;
    Map<String, List<Kept>> before = Map.of();
    for (int version = 0; version < versions.count(); version++) {
      before = next(before, version);
      kept.add(before);
    }
  }

  private Map<String, List<Kept>> next(Map<String, List<Kept>> before, int version) {
    Map<String, TreeMap<Integer, Long>> found = new HashMap<>();
    for (Rule rule : versions.running(version)) {
      for (FeatureReads.Read each : FeatureReads.of(RuleFeatures.of(rule))) {
        Feature feature = each.value().feature();
        String text = text(feature, rule);
        long reach = Series.reach(feature.aggregate());
        found
            .computeIfAbsent(text, t -> new TreeMap<>())
            .merge(from(before.getOrDefault(text, List.of()), reach, version), reach, Math::max);
      }
    }
    Map<String, List<Kept>> next = new HashMap<>();
    found.forEach(
        (text, reaches) -> {
          List<Kept> all = new ArrayList<>();
          reaches.forEach((from, reach) -> all.add(new Kept(from, reach)));
          next.put(text, all);
        });
    return next;
  }

  /** Since when there is what a window looks back to: one that looks farther than any is new. */
  private static int from(List<Kept> kept, long reach, int version) {
    return kept.stream()
        .filter(each -> each.reach >= reach)
        .mapToInt(Kept::from)
        .findFirst()
        .orElse(version);
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
    List<Kept> all = kept.get(version).getOrDefault(text(feature, rule), List.of());
    int from = versions.from(from(all, Series.reach(feature.aggregate()), version));
    long lateness = ReferenceLanes.lateness(rule);
    return told.computeIfAbsent(
        from + " " + lateness,
        _ ->
            lanes.seen(lateness).matched().stream().filter(m -> m.at() > from).map(event).toList());
  }
}
