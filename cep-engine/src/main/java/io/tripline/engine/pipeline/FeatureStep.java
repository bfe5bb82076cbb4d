package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.KeyLayout;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done for the features of a lane when an event comes: its series are told of it, and the
 * values are read that rules ask for. Steps of one group and key stand together, so that the key is
 * looked up once. Immutable.
 *
 * @param kind what is done
 * @param group index of the lane's group in which the series is kept
 * @param series index among the running series
 * @param hashOffset where the hash of the key lies in the event
 * @param key how the key is read from the event
 * @param aggregate which of those of the series is read
 * @param slot where the value goes, from the event's first byte
 * @param value what is read; null where nothing is
 */
record FeatureStep(
    Kind kind,
    int group,
    int series,
    int hashOffset,
    KeyLayout key,
    int aggregate,
    int slot,
    Expr.@Nullable FeatureValue value) {

  /** In the order in which it is done in a group: that is what the words of a window say. */
  enum Kind {
    /** Reads a window that the event is not in. */
    READ_BEFORE,
    ADD,
    /** Reads a window that it may be in. */
    READ
  }

  /** Whether it reads a value, and does not add one. */
  boolean reads() {
    return value != null;
  }

  /** The type of the value that it reads. */
  Type type() {
    return value == null ? Type.Simple.NULL : value.type();
  }

  /** The steps of a lane and a level, by event type. */
  static FeatureStep[][] of(
      Schema schema,
      RunningFeatures features,
      long lateness,
      int level,
      List<Dispatch.Group> groups) {
    List<FeatureStep[]> steps = new ArrayList<>();
    for (EventLayout layout : schema.layouts()) {
      List<FeatureStep> ofType = new ArrayList<>();
      for (int s = 0; s < features.series().size(); s++) {
        RunningSeries series = features.series().get(s);
        if (series.lateness() == lateness
            && series.level() == level
            && isOf(series.source().name(), layout)) {
          ofType.add(step(Kind.ADD, groups, s, layout, series.key(), 0, 0, null));
        }
      }
      for (RunningFeatures.Read read : features.reads()) {
        if (read.lateness() == lateness
            && read.level() == level
            && isOf(read.type().name(), layout)) {
          Kind kind = read.before() ? Kind.READ_BEFORE : Kind.READ;
          int slot = layout.features().offset(read.text());
          ofType.add(
              step(
                  kind,
                  groups,
                  read.series(),
                  layout,
                  read.key(),
                  read.aggregate(),
                  slot,
                  read.value()));
        }
      }
      ofType.sort(
          Comparator.<FeatureStep>comparingInt(step -> step.group())
              .thenComparing(FeatureStep::kind)
              .thenComparingInt(FeatureStep::hashOffset)
              .thenComparingInt(FeatureStep::series));
      steps.add(ofType.toArray(FeatureStep[]::new));
    }
    return steps.toArray(FeatureStep[][]::new);
  }

  private static boolean isOf(String type, EventLayout layout) {
    return type.equals(layout.type().name());
  }

  private static FeatureStep step(
      Kind kind,
      List<Dispatch.Group> groups,
      int series,
      EventLayout layout,
      List<Integer> keyFields,
      int aggregate,
      int slot,
      Expr.@Nullable FeatureValue value) {
    int key = layout.keyIndex(keyFields);
    return new FeatureStep(
        kind,
        group(groups, series),
        series,
        layout.keyHashOffset(key),
        layout.keys().get(key),
        aggregate,
        slot,
        value);
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
