package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.match.Match;
import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A match worker: sees every event, in the order of each lane, and runs the rules for the keys that
 * are its own. What it shares with anybody are the slots, and figures for people.
 */
final class MatchHandler implements Stage, RuleRun.TimedSink {
  private final int worker;
  private final int workers;
  private final StateCache cache;
  private final boolean tellsTime;
  // Volatile for those who read figures; written by this worker alone.
  private volatile List<RuleRun> runs = List.of();
  private LaneRuns[] lanes = {new LaneRuns(List.of(), Lanes.ARRIVAL, Long.MIN_VALUE)};
  private Dispatch dispatch = Dispatch.NONE;
  private long next;

  private final EventView event = new EventView();
  private final EventKey key = new EventKey();
  // What accept() needs to know of the event at hand.
  private @Nullable Slot slot;
  private @Nullable RuleRun run;
  private int index;
  private byte @Nullable [] timedKey;

  /**
   * @param next sequence of the first entry that will come
   */
  MatchHandler(int worker, int workers, StateCache cache, long next) {
    this(worker, workers, cache, next, false);
  }

  /**
   * @param tellsTime whether listeners to rules hear of all time that passes, also where it
   *     completes nothing; see {@link io.tripline.engine.match.RuleMatcher#timePasses}
   */
  MatchHandler(int worker, int workers, StateCache cache, long next, boolean tellsTime) {
    this.worker = worker;
    this.workers = workers;
    this.cache = cache;
    this.next = next;
    this.tellsTime = tellsTime;
  }

  /** Keys with something pending. Any thread. */
  long keyStates() {
    return runs.stream().mapToLong(run -> run.states().keys()).sum();
  }

  /** The states of a rule, for what anybody may ask of them. Any thread. */
  Stream<KeyedStates> statesOf(long stateId) {
    return runs.stream().filter(run -> run.rule().stateId() == stateId).map(RuleRun::states);
  }

  /** Whether a key is this worker's. */
  boolean owns(long hash) {
    return workers == 1 || Math.floorMod(hash, workers) == worker;
  }

  @Override
  public void onSlot(Slot slot, boolean endOfBatch) {
    this.slot = slot;
    if (slot.kind() == EntryKind.EVENTS) {
      onEvents(slot);
    } else {
      index = 0;
      onTime(lanes[Lanes.ARRIVAL], slot.watermark());
    }
    onSchedule(slot.schedule());
    switch (slot.kind()) {
      case EVENTS, SOURCE, TIME, IDLE, END -> {}
      case DEPLOY, UNDEPLOY -> install(slot.plan());
      case BARRIER -> handOver(slot.ticket());
    }
    next += slot.count();
    for (LaneRuns lane : lanes) {
      if (lane.clock >= lane.nextExpiry) {
        lane.expire();
      }
    }
    cache.afterSlot(runs);
  }

  /** The events as they arrive, for rules without lateness. */
  private void onEvents(Slot slot) {
    LaneRuns lane = lanes[Lanes.ARRIVAL];
    byte[] data = slot.data();
    int at = slot.start();
    for (int i = 0; i < slot.count(); i++) {
      event.wrap(data, at);
      if (slot.verdict(i) == Verdict.MATCH) {
        index = i;
        long clock = slot.clock(i);
        onTime(lane, clock);
        onEvent(lane, Lanes.ARRIVAL, slot.firstNumber() + i, clock);
      }
      at += event.length();
    }
  }

  /** What was held back, for the other rules. */
  private void onSchedule(Schedule schedule) {
    for (int i = 0; i < schedule.size(); i++) {
      LaneRuns lane = lanes[schedule.lane(i)];
      index = schedule.index(i);
      onTime(lane, schedule.clock(i));
      if (schedule.isEvent(i)) {
        event.wrap(schedule.bytes(i), schedule.base(i));
        onEvent(lane, schedule.lane(i), schedule.number(i), schedule.clock(i));
      }
    }
  }

  /** Completes what ends before {@code clock}, in all keys, also in those that are silent. */
  private void onTime(LaneRuns lane, long clock) {
    lane.clock = clock;
    if (clock > lane.nextTimer) {
      for (RuleRun each : lane.runs) {
        run = each;
        each.onTime(clock, this);
      }
      timedKey = null;
      lane.update();
    }
    if (tellsTime) {
      for (RuleRun each : lane.runs) {
        each.matcher().timePasses(clock);
      }
    }
  }

  private void onEvent(LaneRuns lane, int laneIndex, long number, long clock) {
    for (Dispatch.Group group : dispatch.groups(laneIndex, event.typeId())) {
      long hash = Bytes.getLong(event.bytes(), event.base() + group.hashOffset());
      if (hash != 0 && owns(hash)) {
        key.of(event, group.key());
        for (RuleRun each : group.runs()) {
          run = each;
          each.onEvent(event, hash, key, number, clock, this);
          lane.changed(each);
        }
      }
    }
  }

  @Override
  public void key(byte[] ofTimer) {
    timedKey = ofTimer;
  }

  @Override
  public void accept(Match match) {
    if (slot == null || run == null) {
      throw new IllegalStateException("a match without an event");
    }
    byte[] of = timedKey == null ? key.bytes() : timedKey;
    slot.matches(worker).add(new PendingMatch(index, run.rule(), of, match));
  }

  /** Swaps the rules, keeping the states of those that can go on. */
  void install(DeploymentPlan plan) {
    List<RuleRun> installed = new ArrayList<>();
    for (RuleRun made : plan.runs(worker)) {
      installed.add(
          runs.stream()
              .filter(earlier -> earlier.rule().stateId() == made.rule().stateId())
              .findAny()
              .map(made::continuing)
              .orElse(made));
    }
    runs = List.copyOf(installed);
    dispatch = new Dispatch(plan.target().schema(), plan.clocks().length, runs);
    lanes = new LaneRuns[plan.clocks().length];
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = new LaneRuns(runs, lane, plan.clocks()[lane]);
    }
  }

  private void handOver(CheckpointTicket ticket) {
    List<StateChange> changes = new ArrayList<>();
    for (RuleRun each : runs) {
      each.states().handOver(each.matcher(), next - 1, changes);
    }
    ticket.changes(worker, changes);
  }

  /** Takes in a stored state of a key that is this worker's, before the first entry. */
  boolean restore(long hash, long stateId, byte[] stateKey, byte[] bytes) {
    for (RuleRun each : runs) {
      if (each.rule().stateId() == stateId) {
        LaneRuns lane = lanes[each.lane()];
        boolean keep = cache.hasRoom(runs);
        each.states().restore(hash, stateKey, bytes, each.matcher(), lane.clock, keep);
        lane.changed(each);
        return true;
      }
    }
    return false;
  }
}
