package io.tripline.engine.pipeline;

import io.tripline.engine.contents.LookUps;
import io.tripline.engine.event.EventView;
import io.tripline.engine.match.Match;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.predicate.PredicateEvaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A match worker: sees every event, in the order of each lane, and runs the rules for the keys that
 * are its own. What it shares with anybody are the slots, and figures for people.
 */
final class MatchHandler implements Stage, KeyGroup.Sink {
  private final int worker;
  private final Ownership ownership;
  private final StateStore store;
  private final StateCache cache;
  private final StateLoads loads;
  private final KeyRecords records;
  private final MemoryCount memory;
  private final boolean tellsTime;
  private final LookUps lookUps;
  // Volatile for those who read figures; written by this worker alone.
  private volatile List<RuleRun> runs = List.of();
  private LaneRuns[] lanes = {};
  private long[] floors = {};
  // Whether there are lists or tables.
  private boolean asks;
  // Number of the last event that has arrived.
  private long arrived;
  // By rising id; those at the end have no rules any more, and states of such as are gone.
  private List<KeyGroup> groups = List.of();
  private final DeletedKeys deleted = new DeletedKeys();
  private Map<Long, Tenant> byStateId = Map.of();
  private long next;
  // Of the barrier whose states are not all handed over; with them as far as they are.
  private @Nullable CheckpointTicket ticket;
  private List<StateChange> changes = List.of();
  private DeletedKeys.Log deletes = DeletedKeys.Log.EMPTY;

  private final EventView event = new EventView();
  // What accept() needs to know of the event at hand.
  private @Nullable Slot slot;
  private @Nullable RuleRun run;
  private EventKey key = new EventKey();
  private int index;
  private @Nullable KeyRecords timedIn;
  private int timed;

  /**
   * @param memory what the rules' matchers are bound to
   * @param store where states that were put away are read from
   * @param next sequence of the first entry that will come
   * @param savesChanges whether there are ever checkpoints
   * @param tellsTime whether listeners to rules hear of all time that passes, also where it
   *     completes nothing; see {@link io.tripline.engine.match.RuleMatcher#timePasses}
   */
  MatchHandler(
      int worker,
      int workers,
      WorkerMemory memory,
      StateStore store,
      StateCache cache,
      long next,
      boolean savesChanges,
      boolean tellsTime) {
    this.worker = worker;
    this.ownership = new Ownership(worker, workers);
    this.records = new KeyRecords(memory.heap());
    this.lookUps = memory.lookUps();
    this.memory = new MemoryCount(savesChanges);
    this.store = store;
    this.cache = cache;
    this.loads = new StateLoads(store);
    this.next = next;
    this.tellsTime = tellsTime;
  }

  /** Keys with something pending. Any thread. */
  long keyStates() {
    return runs.stream().mapToLong(each -> each.figures().keys()).sum();
  }

  /** What a rule has pending. Any thread. */
  Stream<PendingFigures> pendingOf(long stateId) {
    return runs.stream().filter(each -> each.rule().stateId() == stateId).map(RuleRun::figures);
  }

  /** Bytes of all keys and states. The worker's thread, or nobody meanwhile. */
  long bytes() {
    return records.heap().usedBytes()
        + groups.stream().mapToLong(group -> group.states().bytes()).sum();
  }

  /** How often a key was looked up. Likewise. */
  long lookUps() {
    return groups.stream().mapToLong(KeyGroup::lookUps).sum();
  }

  /** How often a matcher was given an event. Likewise. */
  long offers() {
    return groups.stream().mapToLong(KeyGroup::offers).sum();
  }

  /** Whether a key is this worker's. */
  boolean owns(long hash) {
    return ownership.owns(hash);
  }

  @Override
  public void onSlot(Slot slot, boolean endOfBatch) {
    this.slot = slot;
    if (slot.kind() == EntryKind.EVENTS) {
      onEvents(slot);
      arrived = slot.firstNumber() + slot.count() - 1;
    } else {
      index = 0;
      onTime(lanes[Lanes.ARRIVAL], slot.watermark(), arrived);
    }
    onSchedule(slot);
    switch (slot.kind()) {
      case EVENTS, SOURCE, TIME, IDLE, CONTENTS, END -> {}
      case DEPLOY, UNDEPLOY -> install(slot.plan());
      case BARRIER -> leave(slot.ticket());
    }
    next += slot.count();
    for (LaneRuns lane : lanes) {
      if (lane.clock >= lane.nextExpiry) {
        lane.expire();
      }
    }
    sweep();
    handOver(CheckpointTicket.A_FEW);
    cache.afterSlot(memory, groups);
  }

  @Override
  public boolean onIdle() {
    handOver(CheckpointTicket.A_FEW);
    return ticket != null;
  }

  /** The events as they arrive, for rules without lateness. */
  private void onEvents(Slot slot) {
    LaneRuns lane = lanes[Lanes.ARRIVAL];
    boolean ahead = lane.canLookAhead() && (memory.away > 0 || lane.looksAhead());
    if (ahead) {
      lookAhead(slot, lane);
    }
    key = lane.key();
    int count = slot.count();
    event.wrap(slot.data(), slot.start());
    for (int i = 0; i < count; i++) {
      if (slot.verdict(i) == Verdict.MATCH) {
        index = i;
        long number = slot.firstNumber() + i;
        onTime(lane, Math.max(lane.clock, event.time()), number - 1);
        if (asks) {
          lookUps.onEvent(lane.clock, number, number);
        }
        if (ahead) {
          lane.onEvent(i, event, number);
        } else {
          lane.onEvent(event, number);
        }
      }
      event.next();
    }
  }

  /**
   * Looks at all events of a slot before the first has its turn: so what they need can be fetched
   * while others are looked at.
   */
  private void lookAhead(Slot slot, LaneRuns lane) {
    lane.begin();
    event.wrap(slot.data(), slot.start());
    for (int i = 0; i < slot.count(); i++) {
      lane.lookAt(event, slot.verdict(i) == Verdict.MATCH);
      event.next();
    }
    lane.bringNear();
    if (memory.away > 0) {
      loadFor(slot, lane);
    }
  }

  private void loadFor(Slot slot, LaneRuns lane) {
    event.wrap(slot.data(), slot.start());
    for (int i = 0; i < slot.count(); i++) {
      lane.need(i, event, slot.firstNumber() + i, loads);
      event.next();
    }
    loads.load();
  }

  /** What was held back, for the other rules. */
  private void onSchedule(Slot slot) {
    Schedule schedule = slot.schedule();
    boolean isOfEvents = slot.kind() == EntryKind.EVENTS;
    for (int i = 0; i < schedule.size(); i++) {
      LaneRuns lane = lanes[schedule.lane(i)];
      index = schedule.index(i);
      long last = isOfEvents ? slot.firstNumber() + index : arrived;
      lookUps.notBefore(floors[schedule.lane(i)]);
      onTime(lane, schedule.clock(i), last);
      lookUps.onEvent(lane.clock, schedule.number(i), last);
      if (schedule.isEvent(i)) {
        event.wrap(schedule.bytes(i), schedule.base(i));
        key = lane.key();
        lane.onEvent(event, schedule.number(i));
      }
    }
    lookUps.notBefore(Long.MIN_VALUE);
  }

  /**
   * Completes what ends before {@code clock}, in all keys, also in those that are silent.
   *
   * @param last number of the last event that has arrived
   */
  private void onTime(LaneRuns lane, long clock, long last) {
    lane.clock = clock;
    if (asks) {
      lookUps.onTime(clock, last);
    }
    lane.onTime();
    if (tellsTime) {
      lane.tellTime();
    }
  }

  @Override
  public void of(RuleRun rule) {
    run = rule;
    timedIn = null;
  }

  @Override
  public void timed(RuleRun rule, KeyRecords keys, int record) {
    run = rule;
    timedIn = keys;
    timed = record;
  }

  @Override
  public void accept(Match match) {
    if (slot == null || run == null) {
      throw new IllegalStateException("a match without an event");
    }
    byte[] of = timedIn == null ? key.bytes() : timedIn.key(timed);
    slot.matches(worker).add(new PendingMatch(index, run.rule(), of, match));
  }

  // ---- rules

  /** Swaps the rules, keeping the states of those that can go on. */
  void install(DeploymentPlan plan) {
    handOver(Integer.MAX_VALUE);
    Map<Long, Tenant> earlier = new HashMap<>(byStateId);
    Map<Integer, KeyGroup> known = new HashMap<>();
    groups.forEach(group -> known.put(group.id(), group));
    List<KeyGroup> installed = new ArrayList<>();
    List<RuleRun> made = plan.worker(worker).runs();
    SeriesRun[] series = plan.worker(worker).series().toArray(SeriesRun[]::new);
    LaneRuns[] newLanes = new LaneRuns[plan.clocks().length];
    for (int lane = 0; lane < newLanes.length; lane++) {
      Dispatch.Lane of = plan.dispatch().lanes().get(lane);
      RuleRun[] laneRuns = new RuleRun[of.rules().length];
      KeyGroup[] laneGroups = new KeyGroup[of.groups().size()];
      for (int g = 0; g < laneGroups.length; g++) {
        Dispatch.Group range = of.groups().get(g);
        KeyGroup group = known.remove(range.id());
        group = group == null ? new KeyGroup(range.id(), records, memory, store, deleted) : group;
        for (int r = range.from(); r < range.to(); r++) {
          laneRuns[r] = made.get(of.rules()[r]);
          seat(laneRuns[r], group, earlier, plan.clocks()[lane]);
        }
        for (int s : range.series()) {
          seat(series[s], group, earlier, plan.clocks()[lane]);
        }
        laneGroups[g] = group;
        installed.add(group);
      }
      PredicateEvaluator predicates = plan.worker(worker).evaluators().get(lane);
      long clock = plan.clocks()[lane];
      LaneFeatures features =
          new LaneFeatures(of.features(), plan.target().schema(), series, laneGroups, ownership);
      newLanes[lane] =
          new LaneRuns(of, predicates, laneRuns, laneGroups, features, ownership, this, clock);
    }
    earlier.values().forEach(MatchHandler::leave);
    // What is left of groups without rules is removed bit by bit.
    installed.addAll(known.values());
    groups = List.copyOf(installed);
    lanes = newLanes;
    floors = plan.start().floors();
    arrived = plan.start().events();
    lookUps.install(plan.start().contents());
    asks = !plan.start().contents().isEmpty();
    runs = made;
    byStateId = new HashMap<>();
    made.forEach(each -> byStateId.put(each.stateId(), each));
    for (SeriesRun each : series) {
      byStateId.put(each.stateId(), each);
    }
  }

  private static void seat(Tenant run, KeyGroup group, Map<Long, Tenant> earlier, long clock) {
    Tenant before = earlier.remove(run.stateId());
    KeyGroup old = before == null ? null : before.group();
    if (before == null || old == null) {
      group.join(run);
    } else if (old == group) {
      group.replace(before, run);
    } else {
      group.join(run);
      old.moveTo(before, run, group, clock);
    }
  }

  private static void leave(Tenant gone) {
    KeyGroup group = gone.group();
    if (group != null) {
      group.leave(gone);
    }
  }

  /** Removes some of what rules that are gone have left. */
  private void sweep() {
    for (int i = 0; i < groups.size(); i++) {
      if (!groups.get(i).isSwept()) {
        groups.get(i).sweep();
        if (groups.get(i).isDeserted()) {
          groups = groups.stream().filter(group -> !group.isDeserted()).toList();
        }
        return;
      }
    }
  }

  /** Removes everything; for those who made the memory and go on using it. */
  void clear() {
    groups.forEach(KeyGroup::clear);
  }

  // ---- checkpoints

  private void leave(CheckpointTicket of) {
    handOver(Integer.MAX_VALUE);
    List<StateChange> leaving = new ArrayList<>();
    int barrier = memory.barrier(next - 1);
    deletes = deleted.handOver();
    groups.forEach(group -> group.states().changedStates().leave(barrier, leaving));
    ticket = of;
    changes = leaving;
  }

  /** Hands over some of what had changed at the last barrier, and says so once it is all. */
  private void handOver(int most) {
    if (ticket == null) {
      return;
    }
    int left = most;
    for (int i = 0; i < groups.size() && left > 0; i++) {
      left -= groups.get(i).states().changedStates().handOver(left);
    }
    if (left > 0) {
      ticket.changes(worker, deletes, changes);
      ticket = null;
      changes = List.of();
      deletes = DeletedKeys.Log.EMPTY;
    }
  }

  /** Takes in a stored state of a key that is this worker's, before the first entry. */
  boolean restore(long hash, long stateId, byte[] stateKey, byte[] bytes) {
    Tenant each = byStateId.get(stateId);
    KeyGroup group = each == null ? null : each.group();
    if (each == null || group == null) {
      return false;
    }
    for (LaneRuns lane : lanes) {
      if (lane.has(group)) {
        group.restore(each, hash, stateKey, bytes, lane.clock, cache.hasRoom(memory));
        lane.changed(group);
      }
    }
    return true;
  }
}
