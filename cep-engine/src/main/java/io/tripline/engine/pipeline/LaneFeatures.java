package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWithFeatures;
import io.tripline.engine.event.Schema;

/**
 * The features of a lane in one worker: gives an event the values that rules read at it, and tells
 * the series of windows of it. Not thread-safe.
 */
final class LaneFeatures {
  private final FeatureStep[][] byType;
  private final EventLayout[] layouts;
  // By their indexes among the running series.
  private final SeriesRun[] series;
  private final KeyGroup[] groups;
  private final Ownership ownership;
  private final EventKey key = new EventKey();
  private final EventWithFeatures with = new EventWithFeatures();
  private final boolean any;

  /**
   * @param groups of the lane
   */
  LaneFeatures(
      FeatureStep[][] byType,
      Schema schema,
      SeriesRun[] series,
      KeyGroup[] groups,
      Ownership ownership) {
    this.byType = byType;
    this.layouts = schema.layouts().toArray(EventLayout[]::new);
    this.series = series;
    this.groups = groups;
    this.ownership = ownership;
    boolean found = false;
    for (FeatureStep[] steps : byType) {
      found |= steps.length > 0;
    }
    this.any = found;
  }

  /** Whether there are any. */
  boolean any() {
    return any;
  }

  /**
   * Takes an event.
   *
   * @param clock of the lane
   * @return the event with the values of its features; valid until the next one
   */
  EventView of(EventView event, long clock) {
    int typeId = event.typeId();
    FeatureStep[] steps = byType[typeId];
    if (steps.length == 0) {
      return event;
    }
    with.begin(layouts[typeId], event);
    int group = -1;
    int at = -1;
    boolean own = false;
    for (FeatureStep step : steps) {
      if (step.group() != group || step.hashOffset() != at) {
        group = step.group();
        at = step.hashOffset();
        long hash = Bytes.getLong(event.bytes(), event.base() + at);
        own = hash != 0 && ownership.owns(hash);
        if (own) {
          key.of(event, step.key());
          groups[group].turnTo(hash, key);
        }
      }
      if (own) {
        take(step, event, clock);
      }
    }
    return with.event();
  }

  private void take(FeatureStep step, EventView event, long clock) {
    SeriesRun run = series[step.series()];
    KeyGroup group = groups[step.group()];
    if (step.kind() == FeatureStep.Kind.ADD) {
      group.add(run, event, clock);
    } else {
      group.read(run, step.aggregate(), event, clock, with, step.slot());
    }
  }
}
