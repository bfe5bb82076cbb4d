package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.KeyLayout;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is done for the features of a lane when an event comes: its series are told of it, and the
 * values are read that rules ask for. Steps of one group and key stand together, so that the key is
 * looked up once. Immutable.
 *
 * @param kind what is done
 * @param group index of the lane's group in which the series is kept
 * @param series index among the running series
 * @param aggregate which of those of the series is read
 * @param hashOffset where the hash of the key lies in the event
 * @param key how the key is read from the event
 * @param slot where the value goes, from the event's first byte
 */
record FeatureStep(
    Kind kind, int group, int series, int aggregate, int hashOffset, KeyLayout key, int slot) {

  /** In the order in which it is done in a group: that is what the words of a window say. */
  enum Kind {
    /** Reads a window that the event is not in. */
    READ_BEFORE,
    ADD,
    /** Reads a window that it may be in. */
    READ
  }

  /** The steps of a lane by event type. */
  static FeatureStep[][] of(
      Schema schema, RunningFeatures features, long lateness, List<Dispatch.Group> groups) {
    FeatureStep[][] steps = new FeatureStep[schema.layouts().size()][];
    for (EventLayout layout : schema.layouts()) {
      steps[layout.typeId()] = of(layout, features, lateness, groups);
    }
    return steps;
  }

  private static FeatureStep[] of(
      EventLayout layout, RunningFeatures features, long lateness, List<Dispatch.Group> groups) {
    String type = layout.type().name();
    List<FeatureStep> steps = new ArrayList<>();
    for (int s = 0; s < features.series().size(); s++) {
      RunningSeries series = features.series().get(s);
      if (series.lateness() == lateness && series.source().name().equals(type)) {
        int key = layout.keyIndex(series.key());
        steps.add(step(Kind.ADD, groups, s, 0, layout, key, 0));
      }
    }
    for (RunningFeatures.Read read : features.reads()) {
      if (read.lateness() == lateness && read.type().name().equals(type)) {
        Kind kind = read.before() ? Kind.READ_BEFORE : Kind.READ;
        int key = layout.keyIndex(read.key());
        int slot = layout.features().offset(read.text());
        steps.add(step(kind, groups, read.series(), read.aggregate(), layout, key, slot));
      }
    }
    steps.sort(
        Comparator.<FeatureStep>comparingInt(step -> step.group())
            .thenComparing(FeatureStep::kind)
            .thenComparingInt(FeatureStep::hashOffset)
            .thenComparingInt(FeatureStep::series));
    return steps.toArray(FeatureStep[]::new);
  }

  private static FeatureStep step(
      Kind kind,
      List<Dispatch.Group> groups,
      int series,
      int aggregate,
      EventLayout layout,
      int key,
      int slot) {
    return new FeatureStep(
        kind,
        group(groups, series),
        series,
        aggregate,
        layout.keyHashOffset(key),
        layout.keys().get(key),
        slot);
  }

  private static int group(List<Dispatch.Group> groups, int series) {
    for (int g = 0; g < groups.size(); g++) {
      for (int each : groups.get(g).series()) {
        if (each == series) {
          return g;
        }
      }
    }
    throw new IllegalStateException("a series that is in no group");
  }
}
