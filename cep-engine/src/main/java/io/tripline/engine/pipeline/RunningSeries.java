package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.feature.Canonical;
import io.tripline.engine.window.Series;
import java.util.List;
import java.util.Map;

/**
 * A series of windows that is kept for the rules that run.
 *
 * @param text of what it is over, its key and its lateness: what it is known by over deployments
 * @param lateness of the lane in which its events are taken, ms
 * @param level of the rules that read it
 * @param source of the events that it is over
 * @param key the fields of these events that give the key
 * @param stateId under which its states are stored; kept for as long as any rule reads it
 */
record RunningSeries(
    String text,
    long lateness,
    int level,
    EventType source,
    List<Integer> key,
    Series series,
    long stateId)
    implements Keyed {
  RunningSeries {
    key = List.copyOf(key);
  }

  /** What a series is known by. */
  static String text(Feature feature, long lateness, int level) {
    String text = Series.identity(feature.aggregate()) + " by " + Canonical.key(feature);
    return text
        + (lateness == 0 ? "" : " late " + lateness)
        + (level == 0 ? "" : " level " + level);
  }

  /** Whether it is what tells an aggregate over its events. */
  boolean tells(WindowAggregate aggregate) {
    String sought = Canonical.text(aggregate);
    return series.aggregates().stream().map(Canonical::text).anyMatch(sought::equals);
  }

  @Override
  public Map<String, List<Integer>> keyFields() {
    return Map.of(source.name(), key);
  }
}
