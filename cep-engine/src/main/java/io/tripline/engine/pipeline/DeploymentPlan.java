package io.tripline.engine.pipeline;

import io.tripline.engine.contents.AllContents;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.Deployment.Pending;
import io.tripline.engine.pipeline.Engine.Deployment.RuleChange;
import io.tripline.engine.pipeline.Engine.Deployment.Warm;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.predicate.PredicateEvaluator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that the workers need to swap rules at an entry: made by whoever deploys, so that the ring
 * does not wait for a compiler.
 */
final class DeploymentPlan {
  private static final RuleSetEntryCodec.Entry NONE =
      new RuleSetEntryCodec.Entry("", 0, 0, "", 0, null, null, RuleSetVersion.NONE, false);

  private final Running target;
  private RuleSetEntryCodec.Entry entry;
  private final boolean deleted;
  private final ModeEntryCodec.@Nullable Entry modes;
  private final Dispatch dispatch;
  private final List<Worker> workers;
  private final List<RuleChange> changes;
  private final Map<String, EntryForm> forms;
  // By the names that changes have, under what id the states were that a rule had before.
  private final Map<String, Long> earlierIds;
  private final PendingCounts before = new PendingCounts();
  private long sequence = -1;
  private @Nullable WarmStart warmStart;
  private Start start = Start.NOTHING;

  /**
   * What is made for one worker alone.
   *
   * @param runs of all rules, in their order
   * @param series of all windows, in their order
   * @param evaluators for each level, of each for each lane
   */
  record Worker(
      List<RuleRun> runs, List<SeriesRun> series, List<List<PredicateEvaluator>> evaluators) {
    Worker {
      runs = List.copyOf(runs);
      series = List.copyOf(series);
      evaluators = List.copyOf(evaluators);
    }

    static Worker of(List<RuleRun> runs, List<SeriesRun> series, Dispatch dispatch) {
      return new Worker(
          runs,
          series,
          dispatch.levels().stream()
              .map(lanes -> lanes.stream().map(lane -> lane.predicates().newEvaluator()).toList())
              .toList());
    }
  }

  /**
   * @param dispatch of the rules that are running then
   * @param workers what each of them needs
   * @param earlierIds by the names in {@code changes}, the id of the states before
   */
  DeploymentPlan(
      Running target,
      RuleSetEntryCodec.Entry entry,
      boolean deleted,
      Dispatch dispatch,
      List<Worker> workers,
      List<RuleChange> changes,
      Map<String, Long> earlierIds) {
    this(target, entry, deleted, null, dispatch, workers, changes, earlierIds);
  }

  private DeploymentPlan(
      Running target,
      RuleSetEntryCodec.Entry entry,
      boolean deleted,
      ModeEntryCodec.@Nullable Entry modes,
      Dispatch dispatch,
      List<Worker> workers,
      List<RuleChange> changes,
      Map<String, Long> earlierIds) {
    this.target = target;
    this.entry = entry;
    this.deleted = deleted;
    this.modes = modes;
    this.dispatch = dispatch;
    this.workers = List.copyOf(workers);
    this.changes = List.copyOf(changes);
    this.earlierIds = new HashMap<>(earlierIds);
    this.earlierIds
        .keySet()
        .retainAll(changes.stream().map(RuleChange::rule).collect(Collectors.toSet()));
    this.forms = AllContents.forms(target.sets().stream().map(Running.Set::ruleSet).toList());
  }

  /** A plan that leads to what is running anyway: for a start with states from elsewhere. */
  static DeploymentPlan restoring(
      Running running, Dispatch dispatch, List<Worker> workers, Start start) {
    DeploymentPlan plan =
        new DeploymentPlan(running, NONE, false, dispatch, workers, List.of(), Map.of());
    plan.startAt(start);
    return plan;
  }

  /** A plan after which rules have other modes, and all their states. */
  static DeploymentPlan changing(
      Running target, ModeEntryCodec.Entry modes, Dispatch dispatch, List<Worker> workers) {
    return new DeploymentPlan(target, NONE, false, modes, dispatch, workers, List.of(), Map.of());
  }

  Running target() {
    return target;
  }

  RuleSetEntryCodec.Entry entry() {
    return entry;
  }

  EntryKind kind() {
    if (modes != null) {
      return EntryKind.MODES;
    }
    return deleted ? EntryKind.UNDEPLOY : EntryKind.DEPLOY;
  }

  /** Its entry as journaled. */
  byte[] bytes() {
    return modes == null ? RuleSetEntryCodec.encode(entry) : ModeEntryCodec.encode(modes);
  }

  Dispatch dispatch() {
    return dispatch;
  }

  Worker worker(int worker) {
    return workers.get(worker);
  }

  List<RuleChange> changes() {
    return changes;
  }

  /** The forms of the lists and tables that there are then, by name. */
  Map<String, EntryForm> forms() {
    return forms;
  }

  /**
   * What there is where a plan takes effect.
   *
   * @param clocks the time that each lane has come to
   * @param floors as of what time, and none before, the rules of each lane ask lists and tables
   * @param contents the lists and tables, by name
   * @param events how many have arrived
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Start(long[] clocks, long[] floors, Map<String, Contents> contents, long events) {
    static final Start NOTHING = new Start(new long[0], new long[0], Map.of(), 0);
  }

  /** By the intake: where the plan takes effect. */
  void startAt(Start there) {
    start = there;
  }

  /** See {@link #startAt}. */
  Start start() {
    return start;
  }

  /** The time that each lane has come to where the plan takes effect. */
  long[] clocks() {
    return start.clocks();
  }

  /**
   * Before it is put into the ring: what begins with it is given what has come since a place.
   *
   * @param states that follow from that
   */
  void startWarm(TimeMarks.Mark from, WarmStart states) {
    entry = entry.since(from);
    warmStart = states;
  }

  /** Null where what begins has no states. */
  @Nullable WarmStart warmStart() {
    return warmStart;
  }

  /** By the alert handler, which counts entries. */
  void tookEffectAt(long entrySequence) {
    sequence = entrySequence;
  }

  /** To be read once the entry is processed. */
  long sequence() {
    return sequence;
  }

  private RuleChange counted(RuleChange change) {
    Long earlier = earlierIds.get(change.rule());
    Pending had = earlier == null ? Pending.NOTHING : before.of(earlier);
    Pending begun = null;
    if (warmStart != null) {
      begun =
          target.find(entry.name()).stream()
              .flatMap(set -> set.rules().stream())
              .filter(rule -> rule.name().equals(change.rule()))
              .map(rule -> warmStart.made(rule.stateId()))
              .filter(Objects::nonNull)
              .findAny()
              .orElse(null);
    }
    return new RuleChange(change.rule(), change.kind(), change.newWindows(), had, begun);
  }

  /**
   * What the rules that it changes have pending where it takes effect. By each worker.
   *
   * @param running by the ids of their states
   */
  void countPending(Map<Long, Tenant> running) {
    for (long id : earlierIds.values()) {
      Tenant tenant = running.get(id);
      if (tenant != null) {
        before.add(tenant);
      }
    }
  }

  /** What it did, once it has taken effect. */
  Deployment deployment(@Nullable Warm warm) {
    RuleModes modes = target.find(entry.name()).map(Running.Set::modes).orElse(RuleModes.LIVE);
    List<RuleChange> told = changes.stream().map(this::counted).toList();
    return new Deployment(entry.name(), entry.version(), sequence, told, modes, warm);
  }

  /** What it would do if it took effect now. */
  Deployment foreseen(LongFunction<Pending> pending) {
    RuleModes modes = target.find(entry.name()).map(Running.Set::modes).orElse(RuleModes.LIVE);
    List<RuleChange> told =
        changes.stream()
            .map(
                change -> {
                  Long earlier = earlierIds.get(change.rule());
                  Pending has = earlier == null ? Pending.NOTHING : pending.apply(earlier);
                  return new RuleChange(
                      change.rule(), change.kind(), change.newWindows(), has, null);
                })
            .toList();
    return new Deployment(entry.name(), entry.version(), -1, told, modes, null);
  }

  /**
   * What is stored of it.
   *
   * @return null if no version begins with it
   */
  @Nullable RuleSetVersion version(long entrySequence) {
    if (modes != null) {
      return null;
    }
    return new RuleSetVersion(
        entry.name(),
        entry.version(),
        entrySequence,
        deleted,
        entry.deployedAt(),
        entry.text(),
        entry.restores());
  }
}
