package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.predicate.PredicateEvaluator;
import java.util.Arrays;

/** The rules of one lane in one worker, and the time that they have come to. */
final class LaneRuns {
  private final PredicateEvaluator predicates;
  private final RuleRun[] runs;
  private final RuleRun[] watched;
  private final KeyGroup[] groups;
  private final Dispatch.At[][] byType;
  private final EventKey key = new EventKey();

  /** The greatest clock so far. */
  long clock;

  /** Not later than the earliest end that any of them waits for. */
  long nextTimer;

  /** Not later than the first time at which a state of any of them can be removed. */
  long nextExpiry;

  /**
   * @param runs by their place in the predicates
   * @param groups in the order of the dispatch
   */
  LaneRuns(
      Dispatch.Lane lane,
      PredicateEvaluator predicates,
      RuleRun[] runs,
      KeyGroup[] groups,
      long clock) {
    this.predicates = predicates;
    this.runs = runs;
    this.watched = Arrays.stream(runs).filter(RuleRun::isWatched).toArray(RuleRun[]::new);
    this.groups = groups;
    this.byType = lane.byType();
    this.clock = clock;
    update();
  }

  /** Which keys are a worker's. */
  interface Ownership {
    boolean owns(long hash);
  }

  /** Whether a group's rules are of this lane. */
  boolean has(KeyGroup group) {
    return Arrays.asList(groups).contains(group);
  }

  /** The key of the event at hand. */
  EventKey key() {
    return key;
  }

  /** Takes an event at the lane's clock: only the rules that it can concern, and only its keys. */
  void onEvent(EventView event, long number, Ownership ownership, KeyGroup.Sink sink) {
    int typeId = event.typeId();
    Dispatch.At[] keys = byType[typeId];
    if (!ownsAny(event, keys, ownership)) {
      return;
    }
    int concerned = predicates.evaluate(event.bytes(), event.base(), typeId);
    int i = 0;
    for (Dispatch.At at : keys) {
      while (i < concerned && predicates.rule(i) < at.from()) {
        i++;
      }
      int from = i;
      while (i < concerned && predicates.rule(i) < at.to()) {
        i++;
      }
      KeyGroup group = groups[at.group()];
      if (from < i || group.hasSeeing() || watched.length > 0) {
        long hash = hash(event, at);
        if (hash != 0 && ownership.owns(hash)) {
          key.of(event, at.key());
          group.turnTo(hash, key);
          offer(group, event, from, i, number, sink);
        }
      }
    }
  }

  private static long hash(EventView event, Dispatch.At at) {
    return Bytes.getLong(event.bytes(), event.base() + at.hashOffset());
  }

  private static boolean ownsAny(EventView event, Dispatch.At[] keys, Ownership ownership) {
    for (Dispatch.At at : keys) {
      long hash = hash(event, at);
      if (hash != 0 && ownership.owns(hash)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The rules of a group from one place to another among those concerned, and those that see all.
   */
  private void offer(
      KeyGroup group, EventView event, int from, int to, long number, KeyGroup.Sink sink) {
    boolean others = group.hasSeeing();
    for (int i = from; i < to; i++) {
      RuleRun run = runs[predicates.rule(i)];
      if (run.takes(event.typeId()) && run.isNew(number)) {
        group.onEvent(run, event, predicates.variables(i), number, clock, sink);
      }
    }
    for (RuleRun run : watched) {
      if (run.group() == group && run.takes(event.typeId()) && run.isNew(number)) {
        group.onEvent(run, event, 0, number, clock, sink);
      }
    }
    if (others) {
      group.onUnsatisfied(event, number, clock, sink);
    }
    changed(group);
  }

  /** Lets time pass: completes what ends before {@link #clock}. */
  void onTime(KeyGroup.Sink sink) {
    if (clock > nextTimer) {
      for (KeyGroup group : groups) {
        group.onTime(clock, sink);
      }
      update();
    }
  }

  /** Tells listeners of time that passes. */
  void tellTime() {
    for (RuleRun run : watched) {
      run.matcher().timePasses(clock);
    }
  }

  /** After one of them has taken an event, or was given a state. */
  void changed(KeyGroup group) {
    nextTimer = Math.min(nextTimer, group.nextTimer());
    nextExpiry = Math.min(nextExpiry, group.nextExpiry());
  }

  /** Removes what can no longer become a match. */
  void expire() {
    for (KeyGroup group : groups) {
      group.expire(clock);
    }
    update();
  }

  /** After time has completed what ends before the clock. */
  private void update() {
    nextTimer = Long.MAX_VALUE;
    nextExpiry = Long.MAX_VALUE;
    for (KeyGroup group : groups) {
      changed(group);
    }
  }
}
