package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds events back until it is their turn, for rules with a lateness. Each lane has a watermark
 * that never goes back, and releases what lies at or before it, in the order (time, arrival); what
 * comes older than the watermark is matched at once, at the watermark. An event is kept once,
 * however many lanes hold it. Belongs to {@link Intake}.
 *
 * <p>All that is held lies after the watermark of each lane that holds it. So what a checkpoint has
 * of an event is written once, and tells with the watermarks where the event still waits.
 */
final class Holding {
  private final int limit;
  private Lanes lanes;
  private Schema schema;
  private HeldQueue[] queues;
  private long[] watermarks;
  // What there was before a lane began is not kept for it.
  private long[] floors;
  private int held;
  private long releasedEarly;
  // To be handed over at the next barrier; what is released before then never is.
  private final List<HeldEvent> fresh = new ArrayList<>();
  private final List<Long> gone = new ArrayList<>();

  /**
   * @param limit the most events that are held
   */
  Holding(int limit, TimeReading start, Running running) {
    this.limit = limit;
    this.lanes = running.lanes();
    this.schema = running.schema();
    this.releasedEarly = start.counts().releasedEarly();
    this.queues = queues(lanes);
    this.watermarks = new long[lanes.count()];
    this.floors = new long[lanes.count()];
    floors[Lanes.ARRIVAL] = Long.MIN_VALUE;
    for (int lane = 1; lane < lanes.count(); lane++) {
      watermarks[lane] = start.clockOf(lanes.lateness(lane));
      floors[lane] = start.floorOf(lanes.lateness(lane));
    }
  }

  private static HeldQueue[] queues(Lanes lanes) {
    HeldQueue[] queues = new HeldQueue[lanes.count()];
    Arrays.setAll(queues, lane -> new HeldQueue());
    return queues;
  }

  /** Whether there is a lane that holds anything back. */
  boolean isNeeded() {
    return queues.length > 1;
  }

  /**
   * Takes an event that has just arrived.
   *
   * @param index in its slot
   */
  void arrive(Slot slot, int index, EventView event, long number) {
    HeldEvent kept = null;
    for (int lane : lanes.holding(event.typeId())) {
      if (event.time() < watermarks[lane]) {
        slot.schedule().event(index, lane, watermarks[lane], number, event.bytes(), event.base());
      } else {
        if (kept == null) {
          kept = new HeldEvent(event.withoutRecord(), event.time(), number);
          held++;
          markFresh(kept);
        }
        kept.lanes++;
        queues[lane].add(kept);
      }
    }
  }

  /**
   * Releases what the sources have come to, and then what is too much.
   *
   * @param index in the slot of the entry that let time pass
   */
  void advance(Slot slot, int index, SourceClocks sources) {
    for (int lane = 1; lane < queues.length; lane++) {
      release(slot, index, lane, sources.watermark(lanes.lateness(lane)));
    }
    while (held > limit) {
      releaseOldest(slot, index);
    }
  }

  /** The end of the input: releases everything. */
  void end(Slot slot) {
    for (int lane = 1; lane < queues.length; lane++) {
      release(slot, 0, lane, Long.MAX_VALUE);
    }
  }

  private void releaseOldest(Slot slot, int index) {
    int oldest = 1;
    for (int lane = 2; lane < queues.length; lane++) {
      if (queues[lane].firstTime() < queues[oldest].firstTime()) {
        oldest = lane;
      }
    }
    int before = queues[oldest].size();
    release(slot, index, oldest, queues[oldest].firstTime());
    releasedEarly += before - queues[oldest].size();
  }

  private void release(Slot slot, int index, int lane, long reached) {
    HeldQueue queue = queues[lane];
    // The sources fall back when one comes that was idle, or is new; a lane never does.
    long watermark = Math.max(reached, watermarks[lane]);
    while (queue.size() > 0 && queue.firstTime() <= watermark) {
      HeldEvent event = queue.remove();
      slot.schedule().event(index, lane, event.time, event.number, event.bytes, 0);
      if (--event.lanes == 0) {
        forget(event);
      }
    }
    if (watermark > watermarks[lane]) {
      watermarks[lane] = watermark;
      slot.schedule().time(index, lane, watermark);
    }
  }

  private void forget(HeldEvent event) {
    held--;
    unmarkFresh(event);
    if (event.stored) {
      gone.add(event.number);
    }
  }

  private void markFresh(HeldEvent event) {
    if (event.freshAt == HeldEvent.NOT_FRESH) {
      event.freshAt = fresh.size();
      fresh.add(event);
    }
  }

  private void unmarkFresh(HeldEvent event) {
    if (event.freshAt != HeldEvent.NOT_FRESH) {
      HeldEvent last = fresh.removeLast();
      if (last != event) {
        fresh.set(event.freshAt, last);
        last.freshAt = event.freshAt;
      }
      event.freshAt = HeldEvent.NOT_FRESH;
    }
  }

  /**
   * Other rules take effect. A lane that stays goes on, and the deployment takes effect in it
   * between two events of its order. All that a lane holds is released, to the rules as they were,
   * if the lane disappears, if a rule that goes on leaves it, or if the new rules read one of its
   * events differently. A rule that comes to a lane from another brings its time along: the
   * watermark of the lane is at least that of the one before, so that time never runs backwards.
   *
   * @param from the rules so far
   * @param clock of lane 0
   * @param past what is held for rules that were given what came before; null if none were
   */
  void install(
      Running from,
      Running to,
      Slot slot,
      SourceClocks sources,
      long clock,
      @Nullable Holding past) {
    for (int lane = 1; lane < queues.length; lane++) {
      if (!goesOn(from, to, lane)) {
        release(slot, 0, lane, Math.max(watermarks[lane], queues[lane].lastTime()));
      }
    }
    Map<Long, Long> brought = broughtAlong(from, to, clock);
    for (int lane = 1; lane < queues.length; lane++) {
      Long time = brought.get(lanes.lateness(lane));
      if (time != null) {
        release(slot, 0, lane, time);
      }
    }
    Lanes next = to.lanes();
    HeldQueue[] nextQueues = queues(next);
    long[] nextWatermarks = new long[next.count()];
    long[] nextFloors = new long[next.count()];
    nextFloors[Lanes.ARRIVAL] = Long.MIN_VALUE;
    for (int lane = 1; lane < next.count(); lane++) {
      int before = lanes.find(next.lateness(lane));
      if (before > 0) {
        nextQueues[lane] = queues[before];
        nextWatermarks[lane] = watermarks[before];
        nextFloors[lane] = floors[before];
      } else {
        long start = brought.getOrDefault(next.lateness(lane), Long.MIN_VALUE);
        int there = past == null ? -1 : past.lanes.find(next.lateness(lane));
        long reached =
            past == null || there < 0
                ? sources.watermark(next.lateness(lane))
                : past.watermarks[there];
        nextWatermarks[lane] = Math.max(start, reached);
        nextFloors[lane] = clock;
      }
    }
    lanes = next;
    watermarks = nextWatermarks;
    floors = nextFloors;
    queues = readAs(to.schema(), nextQueues);
    schema = to.schema();
    if (past != null) {
      takeIn(past);
    }
  }

  /** Holds what rules that begin here would hold, had they been there before. */
  private void takeIn(Holding past) {
    Map<Long, HeldEvent> known = new HashMap<>();
    for (HeldQueue queue : queues) {
      queue.forEach(event -> known.put(event.number, event));
    }
    for (int lane = 1; lane < queues.length; lane++) {
      int there = past.lanes.find(lanes.lateness(lane));
      if (there > 0) {
        HeldQueue queue = queues[lane];
        Set<Long> waiting = new HashSet<>();
        queue.forEach(event -> waiting.add(event.number));
        long reached = watermarks[lane];
        past.queues[there].forEach(
            event -> {
              if (event.time > reached && waiting.add(event.number)) {
                HeldEvent same = known.computeIfAbsent(event.number, _ -> take(event));
                same.lanes++;
                queue.add(same);
              }
            });
      }
    }
  }

  private HeldEvent take(HeldEvent event) {
    HeldEvent same = new HeldEvent(event.bytes, event.time, event.number);
    held++;
    markFresh(same);
    return same;
  }

  private boolean goesOn(Running from, Running to, int lane) {
    long lateness = lanes.lateness(lane);
    if (to.lanes().find(lateness) < 0) {
      return false;
    }
    Map<Long, RunningRule> after = byStates(to);
    for (RunningRule rule : from.rules()) {
      RunningRule same = after.get(rule.stateId());
      if (rule.lateness() == lateness && same != null && same.lateness() != lateness) {
        return false;
      }
    }
    return schema.layouts().stream()
        .filter(layout -> Arrays.stream(lanes.holding(layout.typeId())).anyMatch(l -> l == lane))
        .allMatch(layout -> to.schema().readsAsBefore(layout));
  }

  private static Map<Long, RunningRule> byStates(Running running) {
    Map<Long, RunningRule> rules = new HashMap<>();
    running.rules().forEach(rule -> rules.put(rule.stateId(), rule));
    return rules;
  }

  /** By the lateness of the lane that rules come to, the time of the lane that they come from. */
  private Map<Long, Long> broughtAlong(Running from, Running to, long clock) {
    Map<Long, Long> brought = new HashMap<>();
    Map<Long, RunningRule> same = byStates(to);
    for (RunningRule rule : from.rules()) {
      RunningRule after = same.get(rule.stateId());
      if (after != null && after.lateness() != rule.lateness()) {
        int lane = lanes.find(rule.lateness());
        brought.merge(
            after.lateness(), lane == Lanes.ARRIVAL ? clock : watermarks[lane], Math::max);
      }
    }
    return brought;
  }

  /**
   * The same events under the layouts of another schema; what the store has of them is outdated.
   */
  private HeldQueue[] readAs(Schema next, HeldQueue[] from) {
    Map<Long, HeldEvent> converted = new HashMap<>();
    HeldQueue[] to = new HeldQueue[from.length];
    fresh.clear();
    for (int lane = 0; lane < from.length; lane++) {
      HeldQueue queue = new HeldQueue();
      from[lane].forEach(
          event -> {
            HeldEvent same =
                converted.computeIfAbsent(
                    event.number,
                    number -> {
                      byte[] bytes = next.convert(schema, event.bytes);
                      HeldEvent made = new HeldEvent(bytes, event.time, event.number);
                      made.stored = event.stored;
                      return made;
                    });
            same.lanes++;
            queue.add(same);
          });
      to[lane] = queue;
    }
    converted.values().forEach(this::markFresh);
    return to;
  }

  /** At a barrier: gives what has changed since the one before. */
  void handOver(List<StateChange> target) {
    for (Long number : gone) {
      target.add(new StateChange(StateIds.HELD, HeldEventCodec.key(number), null, true));
    }
    gone.clear();
    Map<Long, List<Long>> waiting = new HashMap<>();
    for (int lane = 1; lane < queues.length; lane++) {
      long lateness = lanes.lateness(lane);
      queues[lane].forEach(
          event -> {
            if (event.freshAt != HeldEvent.NOT_FRESH) {
              waiting.computeIfAbsent(event.number, n -> new ArrayList<>()).add(lateness);
            }
          });
    }
    for (HeldEvent event : fresh) {
      List<Long> in = waiting.getOrDefault(event.number, List.of());
      byte[] value = HeldEventCodec.encode(new HeldEventCodec.Stored(in, event.bytes));
      byte[] key = HeldEventCodec.key(event.number);
      target.add(new StateChange(StateIds.HELD, key, value, event.stored));
      event.freshAt = HeldEvent.NOT_FRESH;
      event.stored = true;
    }
    fresh.clear();
  }

  /** Takes in an event that the store holds, before the first entry. */
  void restore(byte[] key, byte[] value) {
    HeldEventCodec.Stored stored = HeldEventCodec.decode(value);
    EventView event = new EventView().wrap(stored.event(), 0);
    HeldEvent kept = new HeldEvent(stored.event(), event.time(), HeldEventCodec.number(key));
    kept.stored = true;
    for (long lateness : stored.lanes()) {
      int lane = lanes.find(lateness);
      if (lane > 0 && kept.time > watermarks[lane]) {
        kept.lanes++;
        queues[lane].add(kept);
      }
    }
    if (kept.lanes > 0) {
      held++;
    }
  }

  /** Events that are held. */
  int held() {
    return held;
  }

  /** Events that made room for others before their time. */
  long releasedEarly() {
    return releasedEarly;
  }

  /** The time that each lane has come to; of lane 0 what is given. */
  long[] clocks(long ofArrival) {
    long[] clocks = watermarks.clone();
    clocks[Lanes.ARRIVAL] = ofArrival;
    return clocks;
  }

  /** As of what time, and none before, the rules of each lane ask lists and tables. */
  long[] floors() {
    return floors.clone();
  }

  /** The least time that any event will be matched at from here on. */
  long leastClock(long ofArrival) {
    long least = ofArrival;
    for (int lane = 1; lane < watermarks.length; lane++) {
      least = Math.min(least, Math.max(watermarks[lane], floors[lane]));
    }
    return least;
  }

  List<TimeReading.LaneReading> read() {
    List<TimeReading.LaneReading> all = new ArrayList<>();
    for (int lane = 1; lane < queues.length; lane++) {
      all.add(
          new TimeReading.LaneReading(
              lanes.lateness(lane), watermarks[lane], floors[lane], queues[lane].size()));
    }
    return all;
  }
}
