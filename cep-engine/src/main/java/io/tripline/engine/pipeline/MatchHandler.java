package io.tripline.engine.pipeline;

import io.tripline.engine.contents.LookUps;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.Match;
import io.tripline.engine.port.RuleVersions.RuleFailure;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.predicate.PredicateEvaluator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A match worker: sees every event, in the order of each lane, and runs the rules for the keys that
 * are its own. What it shares with anybody are the slots, and figures for people.
 */
final class MatchHandler implements Stage, KeyGroup.Sink {
  private static final int OVER_AT_ONCE = 64;
  private static final VarHandle KEY_BYTES = field("keyBytes");

  private final int worker;
  private final Ownership ownership;
  private final StateCache cache;
  private final KeyLoads loads;
  private final KeyRecords records;
  private final WorkerCheckpoints checkpoints;
  private final boolean savesChanges;
  private final boolean tellsTime;
  private final LookUps lookUps;
  private final @Nullable WorkersMeeting meeting;
  private final RuleErrors errors;
  // Volatile for those who read figures; written by this worker alone.
  private volatile List<RuleRun> runs = List.of();
  // By level, of each by lane; and those of the level at hand.
  private LaneRuns[][] levels = {{}};
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
  private final OverKeys over = new OverKeys();
  private final Runnable handOverMeanwhile = () -> handOver(CheckpointTicket.A_FEW);
  private volatile boolean partial;
  private long keyBytes;
  private long next;
  // Of the last deployment, while not all states are taken over that were made for it.
  private @Nullable Takeover takeover;

  private final EventView event = new EventView();
  private final Itinerary itinerary = new Itinerary();
  private final MadeEventWriter made = new MadeEventWriter();
  private Schema schema = Schema.EMPTY;
  // How often features were worked out for others.
  private int workedOut;
  // What accept() needs to know of the event at hand.
  private int level;
  private int position;
  private long clock;
  // Of the event, or its place where rules may take made events.
  private long number;
  private @Nullable Slot slot;
  private @Nullable RuleRun run;
  private EventKey key = new EventKey();
  private int index;
  private @Nullable KeyRecords timedIn;
  private int timed;

  /**
   * @param memory what the rules' matchers are bound to
   * @param store where keys that were put away are read from
   * @param next sequence of the first entry that will come
   * @param savesChanges whether there are ever checkpoints
   * @param tellsTime whether listeners to rules hear of all time that passes, also where it
   *     completes nothing; see {@link io.tripline.engine.match.RuleMatcher#timePasses}
   * @param errors where rules have failed; what they make then is left out
   * @param meeting of all workers; null where there is one, or they know nothing of each other
   */
  MatchHandler(
      int worker,
      int workers,
      WorkerMemory memory,
      StateStore store,
      StateCache cache,
      long next,
      boolean savesChanges,
      boolean tellsTime,
      RuleErrors errors,
      @Nullable WorkersMeeting meeting) {
    this.worker = worker;
    this.ownership = new Ownership(worker, workers);
    this.records = new KeyRecords(memory.heap());
    this.lookUps = memory.lookUps();
    this.savesChanges = savesChanges;
    this.cache = cache;
    this.checkpoints = new WorkerCheckpoints(cache, records.heap(), deleted);
    this.loads = new KeyLoads(store, deleted);
    this.next = next;
    this.tellsTime = tellsTime;
    this.errors = errors;
    this.meeting = meeting;
  }

  private static VarHandle field(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(MatchHandler.class, name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keys with something pending. Any thread. */
  long keyStates() {
    return runs.stream().mapToLong(each -> each.figures().keys()).sum();
  }

  /** Keys with a state of some rules and series. Any thread, while these are not changed. */
  long states(Set<Long> stateIds) {
    return stateIds.stream()
        .map(byStateId::get)
        .filter(Objects::nonNull)
        .mapToLong(each -> each.figures().keys())
        .sum();
  }

  /** What a rule has pending. Any thread. */
  Stream<PendingFigures> pendingOf(long stateId) {
    return runs.stream().filter(each -> each.rule().stateId() == stateId).map(RuleRun::figures);
  }

  /** The same of all rules, by the ids of their states. Any thread. */
  void addPending(Map<Long, List<PendingFigures>> to) {
    for (RuleRun each : runs) {
      to.computeIfAbsent(each.rule().stateId(), id -> new ArrayList<>()).add(each.figures());
    }
  }

  /** Its groups, those without rules included. Nobody may use the worker meanwhile. */
  List<KeyGroup> groups() {
    return groups;
  }

  /** Bytes of all keys and states. The worker's thread, or nobody meanwhile. */
  long bytes() {
    long bytes = records.heap().usedBytes();
    for (int i = 0; i < groups.size(); i++) {
      bytes += groups.get(i).states().bytes();
    }
    return bytes;
  }

  /** What checkpoints cost this worker. Any thread. */
  WorkerCheckpoints checkpoints() {
    return checkpoints;
  }

  /** Bytes of all keys and states after the last slot. Any thread. */
  long keyBytes() {
    return (long) KEY_BYTES.getOpaque(this);
  }

  /** Which keys the store alone has. */
  AwayKeys away() {
    return cache.away();
  }

  /** Whether there may be keys that the store alone has. Any thread; as of the last slot. */
  boolean isPartial() {
    return partial;
  }

  /** Tells of a stored state that may be over. Any thread. */
  void mayBeOver(KeyName key, long stateId) {
    over.add(key, stateId);
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
    arrived = slot.events();
    if (levels.length > 1) {
      // Its lists are there before others look at them.
      slot.made(worker, levels.length - 1);
      slot.errors(worker, levels.length - 1);
    }
    for (level = 0; level < levels.length; level++) {
      lanes = levels[level];
      if (level > 0 && meeting != null) {
        meeting.meet(worker, handOverMeanwhile); // what rules below have made is there now
      }
      if (level == 0 && !shareFeatures()) {
        pass(slot);
      } else {
        passByItinerary(slot);
      }
    }
    switch (slot.kind()) {
      case EVENTS, SOURCE, TIME, IDLE, CONTENTS, END -> {}
      case DEPLOY, UNDEPLOY, MODES -> install(slot.plan());
      case BARRIER -> leave(slot.ticket());
    }
    next += slot.count();
    for (LaneRuns[] ofLevel : levels) {
      for (LaneRuns lane : ofLevel) {
        if (lane.clock >= lane.nextExpiry) {
          lane.expire();
        }
      }
    }
    loads.clear();
    sweep();
    removeOver();
    takeSome();
    handOver(CheckpointTicket.A_FEW);
    cache.afterSlot(records.heap(), deleted, groups);
    noteFigures();
  }

  @Override
  public boolean mustWaitFor(Slot slot) {
    return checkpoints.mustWaitFor(slot.kind(), groups);
  }

  @Override
  public boolean onIdle() {
    takeSome();
    removeOver();
    handOver(CheckpointTicket.A_FEW);
    checkpoints.nap();
    return checkpoints.areLeaving() || takeover != null || !over.isEmpty();
  }

  // ---- a pass

  /** All that happens in a slot, for rules that read nothing of others. */
  private void pass(Slot slot) {
    if (slot.kind() == EntryKind.EVENTS) {
      onEvents(slot);
    } else {
      index = 0;
      position = 0;
      onTime(lanes[Lanes.ARRIVAL], slot.watermark(), slot.events());
    }
    onSchedule(slot);
  }

  private boolean shareFeatures() {
    for (LaneRuns lane : lanes) {
      if (lane.features().areShared()) {
        return true;
      }
    }
    return false;
  }

  /** The same for rules that take what others make, or read what other workers keep. */
  private void passByItinerary(Slot slot) {
    if (level > 0) {
      errors.take(slot, level, next);
    }
    long before = lanes[Lanes.ARRIVAL].clock;
    itinerary.plan(slot, level, before, errors, next, this::tooManyMade);
    SharedFeatures[] features = {};
    if (shareFeatures() && meeting != null) {
      features = meeting.features(workedOut++);
      workOut(features[worker]);
      meeting.meet(worker, handOverMeanwhile);
    }
    for (int i = 0; i < itinerary.size(); i++) {
      LaneRuns lane = lanes[itinerary.lane(i)];
      index = itinerary.index(i);
      position = itinerary.position(i);
      lookUps.notBefore(floors[itinerary.lane(i)]);
      onTime(lane, itinerary.clock(i), itinerary.arrivedBefore(i));
      if (itinerary.isEvent(i)) {
        lookUps.onEvent(lane.clock, itinerary.number(i), itinerary.arrived(i));
        event.wrap(itinerary.bytes(i), itinerary.base(i));
        key = lane.key();
        number = itinerary.place(i);
        if (lane.features().areShared()) {
          lane.onEvent(event, itinerary.place(i), i, features);
        } else {
          lane.onEvent(event, itinerary.place(i));
        }
      }
    }
    itinerary.clear();
    lookUps.notBefore(Long.MIN_VALUE);
  }

  /** The values of features for keys of this worker, at all events of a pass. */
  private void workOut(SharedFeatures into) {
    into.clear();
    for (int i = 0; i < itinerary.size(); i++) {
      LaneRuns lane = lanes[itinerary.lane(i)];
      if (itinerary.isEvent(i) && lane.features().areShared()) {
        lookUps.notBefore(floors[itinerary.lane(i)]);
        lookUps.onEvent(itinerary.clock(i), itinerary.number(i), itinerary.arrived(i));
        event.wrap(itinerary.bytes(i), itinerary.base(i));
        index = itinerary.index(i);
        number = itinerary.place(i);
        clock = itinerary.clock(i);
        lane.workOut(event, itinerary.clock(i), i, into);
      }
    }
  }

  /** One of the workers counts what all of them leave out. */
  private void tooManyMade(RunningRule rule) {
    if (worker == 0 && byStateId.get(rule.stateId()) instanceof RuleRun counting) {
      counting.limit().matchesLimited();
    }
  }

  /** The events as they arrive, for rules without lateness. */
  private void onEvents(Slot slot) {
    LaneRuns lane = lanes[Lanes.ARRIVAL];
    boolean partial = lane.isPartial();
    boolean ahead = lane.canLookAhead() && (partial || lane.looksAhead()) && lookAhead(slot, lane);
    if (partial) {
      loadFor(slot, lane, ahead);
    }
    key = lane.key();
    int count = slot.count();
    event.wrap(slot.data(), slot.start());
    for (int i = 0; i < count; i++) {
      if (slot.verdict(i) == Verdict.MATCH) {
        index = i;
        position = i;
        number = slot.firstNumber() + i;
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
   *
   * @return whether that was possible
   */
  private boolean lookAhead(Slot slot, LaneRuns lane) {
    lane.begin();
    event.wrap(slot.data(), slot.start());
    for (int i = 0; i < slot.count(); i++) {
      if (!lane.lookAt(event, slot.verdict(i) == Verdict.MATCH)) {
        return false;
      }
      event.next();
    }
    lane.bringNear();
    return true;
  }

  /** Brings the keys of a slot's events into memory, in one go. */
  private void loadFor(Slot slot, LaneRuns lane, boolean isLookedAt) {
    event.wrap(slot.data(), slot.start());
    for (int i = 0; i < slot.count(); i++) {
      if (slot.verdict(i) == Verdict.MATCH) {
        if (isLookedAt) {
          lane.want(i, event);
        } else {
          lane.want(event);
        }
      }
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
      position = Itinerary.position(slot, i);
      long last = isOfEvents ? slot.firstNumber() + index : arrived;
      lookUps.notBefore(floors[schedule.lane(i)]);
      onTime(lane, schedule.clock(i), last);
      lookUps.onEvent(lane.clock, schedule.number(i), last);
      if (schedule.isEvent(i)) {
        event.wrap(schedule.bytes(i), schedule.base(i));
        key = lane.key();
        number = schedule.number(i);
        lane.onEvent(event, number);
      }
    }
    lookUps.notBefore(Long.MIN_VALUE);
  }

  /**
   * Completes what ends before {@code time}, in all keys, also in those that are silent.
   *
   * @param last number of the last event that has arrived
   */
  private void onTime(LaneRuns lane, long time, long last) {
    clock = time;
    lane.clock = time;
    if (asks) {
      lookUps.onTime(time, last);
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
  public List<FeatureReading> readings() {
    return Objects.requireNonNull(slot).readings(worker);
  }

  @Override
  public long numberOf(long place) {
    return level == 0 ? place : EventPlace.number(place);
  }

  @Override
  public void accept(Match match) {
    if (slot == null || run == null) {
      throw new IllegalStateException("a match without an event");
    }
    RunningRule rule = run.rule();
    if (rule.paused()) {
      return; // what time ends meanwhile comes to nothing: nobody looked at what came
    }
    byte[] of = timedIn == null ? key.bytes() : timedIn.key(timed);
    boolean inShadow = !rule.mode().tells(of);
    boolean byTime = match.completedBy() == Match.TIME;
    long completedBy = match.completedBy();
    Match told = match;
    if (rule.takesMadeEvents()) {
      told = MadePlaces.numbered(match);
    } else if (!byTime) {
      completedBy = EventPlace.of(completedBy);
    }
    slot.matches(worker).add(new PendingMatch(index, completedBy, rule, of, told, inShadow));
    List<@Nullable Object> values = match.made();
    if (values != null && !inShadow) {
      byte[] bytes = made.write(rule, of, told, values, schema);
      slot.made(worker, level)
          .add(new MadeEvent(index, position, match.clock(), byTime, completedBy, rule, of, bytes));
    }
  }

  @Override
  public void failed(RuleRun failed, Throwable error) {
    RunningRule rule = failed.rule();
    failed(rule, clock, placeOf(rule), error);
    failed.fail();
  }

  @Override
  public void failedInTime(RuleRun failed, long end, Throwable error) {
    failed(failed.rule(), end, Match.TIME, error);
    failed.fail();
  }

  /** Its windows go on: where there is no error, they are what they should be. */
  @Override
  public void failed(SeriesRun series, Throwable error) {
    boolean isRead = false;
    for (RuleRun each : runs) {
      if (each.rule().reads(series.series())) {
        isRead = true;
        failed(each.rule(), clock, placeOf(each.rule()), error);
      }
    }
    if (!isRead) {
      throw new IllegalStateException("an error in a window that no rule reads", error);
    }
  }

  private long placeOf(RunningRule rule) {
    return rule.takesMadeEvents() ? number : EventPlace.of(number);
  }

  /** Notes an error of a rule, unless it is the engine's, or nobody would make up for it. */
  private void failed(RunningRule rule, long time, long place, Throwable error) {
    if (slot == null || !errors.areNoted() || !RuleError.isOfRule(error)) {
      throw RuleError.thrown(error);
    }
    if (!rule.paused()) { // else it counts for nothing anyway
      String at = place == Match.TIME ? "as time passed" : "at event " + eventId();
      slot.errors(worker, level)
          .add(new RuleError(index, time, place, rule, RuleError.reason(at, error)));
    }
  }

  private String eventId() {
    return event.id(schema.layoutOf(event), numberOf(number));
  }

  // ---- rules

  /** Swaps the rules, keeping the states of those that can go on. */
  void install(DeploymentPlan plan) {
    handOver(Integer.MAX_VALUE);
    takeAll();
    plan.countPending(byStateId);
    WarmStart warm = plan.warmStart();
    takeover = warm == null ? null : new Takeover(warm, worker, byStateId.keySet());
    Map<Long, Tenant> earlier = new HashMap<>(byStateId);
    Map<Integer, KeyGroup> known = new HashMap<>();
    groups.forEach(group -> known.put(group.id(), group));
    List<KeyGroup> installed = new ArrayList<>();
    List<RuleRun> rules = plan.worker(worker).runs();
    SeriesRun[] series = plan.worker(worker).series().toArray(SeriesRun[]::new);
    schema = plan.target().schema();
    LaneRuns[][] newLevels = new LaneRuns[plan.dispatch().levels().size()][];
    for (int ofLevel = 0; ofLevel < newLevels.length; ofLevel++) {
      newLevels[ofLevel] = new LaneRuns[plan.clocks().length];
      for (int lane = 0; lane < newLevels[ofLevel].length; lane++) {
        Dispatch.Lane of = plan.dispatch().levels().get(ofLevel).get(lane);
        RuleRun[] laneRuns = new RuleRun[of.rules().length];
        KeyGroup[] laneGroups = new KeyGroup[of.groups().size()];
        long clock = plan.clocks()[lane];
        for (int g = 0; g < laneGroups.length; g++) {
          Dispatch.Group range = of.groups().get(g);
          KeyGroup group = known.remove(range.id());
          if (group == null) {
            group = new KeyGroup(range.id(), records, savesChanges, deleted, loads, cache.away());
          }
          for (int r = range.from(); r < range.to(); r++) {
            laneRuns[r] = rules.get(of.rules()[r]);
            seat(laneRuns[r], group, earlier, clock);
          }
          for (int s : range.series()) {
            seat(series[s], group, earlier, clock);
          }
          for (int paused : range.paused()) {
            seat(rules.get(paused), group, earlier, clock);
            group.unplaced(rules.get(paused));
          }
          if (takeover != null) {
            takeover.expect(group, clock);
          }
          laneGroups[g] = group;
          installed.add(group);
        }
        boolean shared = of.sharesFeatures() && meeting != null;
        LaneFeatures features =
            new LaneFeatures(of.features(), schema, series, laneGroups, ownership, this, shared);
        PredicateEvaluator predicates = plan.worker(worker).evaluators().get(ofLevel).get(lane);
        newLevels[ofLevel][lane] =
            new LaneRuns(of, predicates, laneRuns, laneGroups, features, ownership, this, clock);
      }
    }
    earlier.values().forEach(MatchHandler::leave);
    // What is left of groups without rules is removed bit by bit.
    installed.addAll(known.values());
    groups = List.copyOf(installed);
    levels = newLevels;
    lanes = levels[0];
    floors = plan.start().floors();
    arrived = plan.start().events();
    lookUps.install(plan.start().contents());
    asks = !plan.start().contents().isEmpty();
    runs = rules;
    if (warm != null) {
      warm.failures().forEach((id, reason) -> failedBefore(id, reason));
    }
    byStateId = new HashMap<>();
    rules.forEach(each -> byStateId.put(each.stateId(), each));
    for (SeriesRun each : series) {
      byStateId.put(each.stateId(), each);
    }
  }

  /** A rule that has failed over the past: it has no states, and stops with the deployment. */
  private void failedBefore(long stateId, String reason) {
    for (RuleRun each : runs) {
      RunningRule rule = each.rule();
      if (rule.stateId() == stateId) {
        each.fail();
        errors.add(
            new RuleFailure(
                stateId,
                rule.ruleSet(),
                rule.name(),
                next,
                Long.MIN_VALUE,
                Long.MIN_VALUE,
                reason));
        if (slot != null) {
          slot.errors(worker, 0)
              .add(new RuleError(0, Long.MIN_VALUE, Long.MIN_VALUE, rule, reason));
        }
      }
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

  /** Takes some of the states over that were made elsewhere. */
  private void takeSome() {
    if (takeover == null) {
      return;
    }
    KeyGroup group = takeover.takeSome(groups);
    if (group == null) {
      takeover = null;
    } else {
      changed(group);
    }
  }

  private void changed(KeyGroup group) {
    for (LaneRuns[] ofLevel : levels) {
      for (LaneRuns lane : ofLevel) {
        if (lane.has(group)) {
          lane.changed(group);
        }
      }
    }
  }

  private void takeAll() {
    while (takeover != null) {
      takeSome();
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

  /** Removes some keys that were put away and are over. */
  private void removeOver() {
    if (over.isEmpty()) {
      return;
    }
    List<KeyGroup> of = new ArrayList<>();
    List<KeyName> names = new ArrayList<>();
    OverKeys.Over next = over.poll();
    while (next != null) {
      Tenant tenant = byStateId.get(next.stateId());
      KeyGroup group = tenant == null ? null : tenant.group();
      if (group != null && group.want(next.key())) {
        of.add(group);
        names.add(next.key());
      }
      next = names.size() < OVER_AT_ONCE ? over.poll() : null;
    }
    loads.load();
    for (int i = 0; i < names.size(); i++) {
      of.get(i).removeOver(names.get(i));
      changed(of.get(i));
    }
    loads.clear();
  }

  /** For those who ask by {@link #keyBytes} and {@link #isPartial}. */
  void noteFigures() {
    boolean now = false;
    for (int i = 0; i < groups.size(); i++) {
      now |= groups.get(i).states().isPartial();
    }
    if (now != partial) {
      partial = now;
    }
    KEY_BYTES.setOpaque(this, bytes());
  }

  /** Removes everything; for those who made the memory and go on using it. */
  void clear() {
    groups.forEach(KeyGroup::clear);
  }

  // ---- checkpoints

  private void leave(CheckpointTicket of) {
    handOver(Integer.MAX_VALUE);
    takeAll();
    checkpoints.leave(of, groups);
  }

  private void handOver(int most) {
    checkpoints.handOver(most, groups);
  }

  /**
   * Takes in a stored state of a key that is this worker's, before the first entry. One that is
   * nobody's is passed over: what a rule has left behind, which will be removed.
   */
  void restore(KeyName name, long stateId, KeyState state) {
    Tenant each = byStateId.get(stateId);
    KeyGroup group = each == null ? null : each.group();
    if (each == null || group == null) {
      return;
    }
    for (LaneRuns[] ofLevel : levels) {
      for (LaneRuns lane : ofLevel) {
        if (lane.has(group)) {
          group.restore(each, name, state, lane.clock, cache.hasRoom(records.heap()));
          lane.changed(group);
        }
      }
    }
  }
}
