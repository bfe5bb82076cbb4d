package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWithFeatures;
import io.tripline.engine.event.Readings;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.Frame;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The features of a lane in one worker: gives an event the values that rules read at it, and tells
 * the series of windows of it. Where a rule may read what another worker keeps, that is done in
 * two: all workers {@link #workOut} the values at all events of a slot that are theirs, they meet,
 * and then each takes {@link #of} all what it needs. Not thread-safe.
 */
final class LaneFeatures {
  private final FeatureStep[][] byType;
  private final EventLayout[] layouts;
  private final FeatureTeller[] @Nullable [] tellers;
  // By their indexes among the running series.
  private final SeriesRun[] series;
  private final KeyGroup[] groups;
  private final KeyGroup[][] changedBy;
  private final Ownership ownership;
  private final KeyGroup.Sink sink;
  private final boolean any;
  private final boolean shared;
  private final EventKey key = new EventKey();
  private final EventWithFeatures with = new EventWithFeatures();

  /**
   * @param groups of the lane
   * @param sink takes errors inside windows
   * @param shared whether values may be other workers'
   */
  LaneFeatures(
      FeatureStep[][] byType,
      Schema schema,
      SeriesRun[] series,
      KeyGroup[] groups,
      Ownership ownership,
      KeyGroup.Sink sink,
      boolean shared) {
    this.byType = byType;
    this.sink = sink;
    this.layouts = schema.layouts().toArray(EventLayout[]::new);
    this.tellers = new FeatureTeller[byType.length][];
    this.series = series;
    this.groups = groups;
    this.ownership = ownership;
    this.shared = shared;
    this.any = Arrays.stream(byType).anyMatch(steps -> steps.length > 0);
    this.changedBy =
        Arrays.stream(byType)
            .map(
                steps ->
                    Arrays.stream(steps)
                        .mapToInt(FeatureStep::group)
                        .distinct()
                        .mapToObj(group -> groups[group])
                        .toArray(KeyGroup[]::new))
            .toArray(KeyGroup[][]::new);
  }

  /** The groups of the lane that an event of a type may change. */
  KeyGroup[] changedBy(int typeId) {
    return changedBy[typeId];
  }

  /** Whether there are any. */
  boolean any() {
    return any;
  }

  /** Whether values have to be worked out before the first event of a slot is taken. */
  boolean areShared() {
    return shared;
  }

  /**
   * Takes an event whose values no other worker knows.
   *
   * @param clock of the lane
   * @param turn of the event; see {@link KeyGroup#turnTo(long, EventKey, long, int)}
   * @return the event with the values of its features; valid until the next one
   */
  EventView of(EventView event, long clock, long turn) {
    int typeId = event.typeId();
    if (byType[typeId].length == 0) {
      return event;
    }
    with.begin(layouts[typeId], event);
    take(event, clock, turn, with.values());
    return with.event();
  }

  /**
   * Works out the values at an event that are this worker's, and tells its series of the event.
   *
   * @param turn of the event, likewise
   * @param position of the event in the slot
   */
  void workOut(EventView event, long clock, long turn, int position, SharedFeatures into) {
    int typeId = event.typeId();
    if (byType[typeId].length > 0) {
      take(event, clock, turn, into.begin(position, layouts[typeId].features().blank()));
    }
  }

  /** The event with the values that the workers have worked out, likewise. */
  EventView of(EventView event, int position, SharedFeatures[] from) {
    int typeId = event.typeId();
    if (byType[typeId].length == 0) {
      return event;
    }
    with.begin(layouts[typeId], event);
    for (FeatureStep step : byType[typeId]) {
      long hash = hash(event, step);
      if (step.reads() && hash != 0) {
        from[ownership.owner(hash)].copy(position, step.slot(), step.type(), with.values());
      }
    }
    return with.event();
  }

  /**
   * Tells the values at an event that are this worker's, for somebody who waits. Allocates.
   *
   * @param tested the event with its features
   */
  void tell(EventView tested, long number, List<FeatureReading> to) {
    FeatureTeller[] all = tellers(tested.typeId());
    if (all.length == 0) {
      return;
    }
    Frame frame = new Frame().event(tested);
    for (FeatureTeller teller : all) {
      long hash = hash(tested, teller.step());
      if (hash != 0 && ownership.owns(hash)) {
        to.add(new FeatureReading(number, teller.tell(frame)));
      }
    }
  }

  /** Made when first somebody waits for an answer, which in most uses nobody ever does. */
  private FeatureTeller[] tellers(int typeId) {
    FeatureTeller[] all = tellers[typeId];
    if (all == null) {
      all =
          Arrays.stream(byType[typeId])
              .map(step -> FeatureTeller.of(step, layouts[typeId]))
              .filter(Objects::nonNull)
              .toArray(FeatureTeller[]::new);
      tellers[typeId] = all;
    }
    return all;
  }

  /** Notes the keys of this worker that an event will need and that were put away. */
  void want(EventView event) {
    for (FeatureStep step : byType[event.typeId()]) {
      long hash = hash(event, step);
      if (hash != 0 && ownership.owns(hash)) {
        key.of(event, step.key());
        groups[step.group()].turnTo(hash, key);
        groups[step.group()].want();
      }
    }
  }

  private static long hash(EventView event, FeatureStep step) {
    return Bytes.getLong(event.bytes(), event.base() + step.hashOffset());
  }

  /** All steps for keys of this worker. */
  private void take(EventView event, long clock, long turn, Readings to) {
    int group = -1;
    int at = -1;
    boolean own = false;
    for (FeatureStep step : byType[event.typeId()]) {
      if (step.group() != group || step.hashOffset() != at) {
        group = step.group();
        at = step.hashOffset();
        long hash = hash(event, step);
        own = hash != 0 && ownership.owns(hash);
        if (own) {
          key.of(event, step.key());
          groups[group].turnTo(hash, key, turn, at);
        }
      }
      if (own) {
        SeriesRun run = series[step.series()];
        if (step.reads()) {
          groups[group].read(run, step.aggregate(), event, clock, to, step.slot(), sink);
        } else {
          groups[group].add(run, event, clock, sink);
        }
      }
    }
  }
}
