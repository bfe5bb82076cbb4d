package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Key;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.KeyLayout;
import io.tripline.engine.event.Schema;
import io.tripline.engine.predicate.PredicateMemory;
import io.tripline.engine.predicate.PredicateSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which rules an event concerns, and where their keys lie in it; made where rules are deployed,
 * used by every worker. Immutable.
 *
 * @param levels by number, see {@link RunningLevels}; of each the lanes by number, see {@link
 *     Lanes}
 */
record Dispatch(List<List<Lane>> levels) {
  /**
   * The rules of one lane.
   *
   * @param rules indexes among the running rules: a rule's place here is that in the predicates
   * @param groups each a range of these places
   * @param byType for each event type the groups with rules that take it, in their order
   * @param features for each event type what is to be done for features before it is matched
   * @param sharesFeatures whether any of them is kept by another key than that of a rule reading it
   */
  record Lane(
      PredicateSet predicates,
      int[] rules,
      List<Group> groups,
      At[][] byType,
      FeatureStep[][] features,
      boolean sharesFeatures) {}

  /**
   * The rules of a group: those at the places from {@code from} to before {@code to}.
   *
   * @param id see {@link KeyGroups}
   * @param series indexes among the running series
   * @param paused indexes among the running rules of those that take no events now
   */
  record Group(int id, int from, int to, int[] series, int[] paused) {}

  /**
   * The key of a group in the events of one type.
   *
   * @param group index of the lane's group
   * @param hashOffset where its hash lies in the event
   */
  record At(int group, int from, int to, int hashOffset, KeyLayout key) {}

  /**
   * Compiles, which may take long.
   *
   * @param predicates what is remembered of those before
   */
  static Dispatch of(Running running, PredicateSet.Way way, PredicateMemory predicates) {
    List<RunningRule> all = running.rules();
    Map<RunningRule, Integer> indexes = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      indexes.put(all.get(i), i);
    }
    Lanes lanes = running.lanes();
    int highest = all.stream().mapToInt(RunningRule::level).max().orElse(0);
    List<List<Lane>> levels = new ArrayList<>();
    for (int level = 0; level <= highest; level++) {
      List<Lane> made = new ArrayList<>();
      for (int lane = 0; lane < lanes.count(); lane++) {
        long lateness = lanes.lateness(lane);
        int at = level;
        List<KeyGroups.Group> groups =
            running.groups().groups().stream()
                .filter(g -> g.lateness() == lateness && g.level() == at)
                .toList();
        PredicateMemory.Lane known = predicates.lane(lateness, level);
        made.add(lane(running, lateness, level, way, known, groups, indexes));
      }
      levels.add(List.copyOf(made));
    }
    return new Dispatch(List.copyOf(levels));
  }

  private static Lane lane(
      Running running,
      long lateness,
      int level,
      PredicateSet.Way way,
      PredicateMemory.Lane known,
      List<KeyGroups.Group> groups,
      Map<RunningRule, Integer> indexes) {
    Schema schema = running.schema();
    Map<Long, Integer> series = new HashMap<>();
    running.features().series().forEach(each -> series.put(each.stateId(), series.size()));
    List<RunningRule> rules =
        groups.stream().flatMap(group -> group.rules().stream()).filter(r -> !r.paused()).toList();
    List<Group> ranges = new ArrayList<>();
    List<List<At>> byType = new ArrayList<>();
    schema.layouts().forEach(layout -> byType.add(new ArrayList<>()));
    int from = 0;
    for (KeyGroups.Group group : groups) {
      List<RunningRule> active = group.rules().stream().filter(rule -> !rule.paused()).toList();
      int[] paused =
          group.rules().stream().filter(RunningRule::paused).mapToInt(indexes::get).toArray();
      int to = from + active.size();
      Map<String, List<Integer>> fields = new LinkedHashMap<>();
      for (RunningRule rule : active) {
        for (Key.Source source : rule.rule().key().sources()) {
          fields.put(source.type().name(), source.fields());
        }
      }
      for (Map.Entry<String, List<Integer>> source : fields.entrySet()) {
        EventLayout layout = schema.get(source.getKey());
        int key = layout.keyIndex(source.getValue());
        byType
            .get(layout.typeId())
            .add(
                new At(ranges.size(), from, to, layout.keyHashOffset(key), layout.keys().get(key)));
      }
      int[] kept =
          group.series().stream()
              .mapToInt(each -> Objects.requireNonNull(series.get(each.stateId())))
              .toArray();
      ranges.add(new Group(group.id(), from, to, kept, paused));
      from = to;
    }
    return new Lane(
        PredicateSet.compile(schema, rules.stream().map(RunningRule::program).toList(), way, known),
        rules.stream().mapToInt(indexes::get).toArray(),
        List.copyOf(ranges),
        byType.stream().map(list -> list.toArray(At[]::new)).toArray(At[][]::new),
        FeatureStep.of(schema, running.features(), lateness, level, ranges),
        running.features().reads().stream()
            .anyMatch(r -> r.lateness() == lateness && r.level() == level && r.foreign()));
  }
}
