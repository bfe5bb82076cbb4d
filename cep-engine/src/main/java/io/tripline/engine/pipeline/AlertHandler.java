package io.tripline.engine.pipeline;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.LateLog.Late;
import io.tripline.engine.port.RuleVersions.RuleFailure;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.port.Storage;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last handler: brings the matches of all workers into the one order, applies {@code once per},
 * stores alerts and diverted events, and has checkpoints written. It is gated on the journal, so
 * nothing leaves the engine that a replay could not tell again.
 */
final class AlertHandler implements Stage {
  /** Alerts are stored at this number even within a batch. */
  private static final int GROUP = 1_000;

  private final Storage storage;
  private final AlertFigures figures;
  private final List<Runnable> listeners;
  private final AlertListener outcomes;
  private final Checkpoints checkpoints;
  private final RuleFiguresRegistry ruleFigures;
  private final AlertFactory factory = new AlertFactory();
  private final OncePer oncePer;
  private final TimeMarks marks = new TimeMarks();
  private final AlertReaches reaches = new AlertReaches();
  private final RulesReach rulesReach = new RulesReach();
  private final Answers answers;
  private final RuleErrors errors;
  private final Consumer<RuleFailure> failures;
  private long alreadyStored;
  private Running running;
  private long ordinal;
  private long inShadow;
  private long next;

  private final List<PendingMatch> found = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();
  // Of each of them, when what completed it arrived; of the slot at hand.
  private final long[] arrivals = new long[GROUP];
  private long arrivedAt = Slot.NO_ARRIVAL;
  private final List<Late> diverted = new ArrayList<>();
  private long lateStored;
  private final EventView event = new EventView();
  // By the ordinal of the alert that stands: only the last count of a group is worth writing.
  private final Map<Long, Long> suppressed = new LinkedHashMap<>();
  // Of the barrier whose states are not all handed over; with them as far as they are.
  private @Nullable CheckpointTicket ticket;
  private List<StateChange> changes = List.of();

  /** What takes checkpoints. */
  interface Checkpoints {
    /**
     * Takes one without its changes, which are still being handed over.
     *
     * @param sequence of the last entry before the barrier; all alerts until there are stored
     * @param clocks of all who keep states of keys, the time that they have come to
     * @param needs of the journal, once the checkpoint is true
     */
    void write(
        CheckpointTicket ticket,
        long sequence,
        byte[] meta,
        List<Long> droppedStateIds,
        Map<Long, Long> clocks,
        Journal.Needs needs);
  }

  /**
   * @param meta where to start from
   * @param running the rule sets of {@code meta}
   * @param next sequence of the first entry that will come
   * @param listeners called after alerts were stored; may be added to at any time
   * @param outcomes told of each match as it is decided on
   * @param answers makes the answers to those who wait
   * @param failures told of rules that have failed, once that is stored
   * @param savesChanges whether there are ever checkpoints
   * @param checkpoints writes them
   */
  AlertHandler(
      Storage storage,
      Meta meta,
      Running running,
      long next,
      AlertFigures figures,
      RuleFiguresRegistry ruleFigures,
      List<Runnable> listeners,
      AlertListener outcomes,
      Answers answers,
      Consumer<RuleFailure> failures,
      boolean savesChanges,
      Checkpoints checkpoints) {
    this.storage = storage;
    this.errors = new RuleErrors(storage.ruleVersions());
    this.failures = failures;
    this.figures = figures;
    this.ruleFigures = ruleFigures;
    this.listeners = listeners;
    this.outcomes = outcomes;
    this.answers = answers;
    this.checkpoints = checkpoints;
    this.oncePer = new OncePer(savesChanges, running);
    this.alreadyStored = storage.alerts().lastOrdinal();
    this.lateStored = storage.late().lastEvent();
    this.running = running;
    this.ordinal = meta.ordinal();
    this.inShadow = meta.inShadow();
    this.next = next;
    figures.processed(next - 1, ordinal, inShadow);
  }

  @Override
  public void onSlot(Slot slot, boolean endOfBatch) {
    arrivedAt = slot.arrivedAt();
    onMatches(slot);
    switch (slot.kind()) {
      case EVENTS -> {
        if (slot.hasDiverted()) {
          onDiverted(slot);
        }
      }
      case SOURCE, TIME, IDLE, CONTENTS, END -> {}
      case DEPLOY, UNDEPLOY, MODES -> install(slot.plan());
      case BARRIER -> commit(slot.ticket());
    }
    next += slot.count();
    slot.release();
    handOver(CheckpointTicket.A_FEW);
    if (endOfBatch) {
      flush();
      figures.processed(next - 1, ordinal, inShadow);
    }
  }

  @Override
  public boolean onIdle() {
    handOver(CheckpointTicket.A_FEW);
    return ticket != null;
  }

  /** Takes in a stored state, before the first entry; false if it is not of this stage. */
  boolean restore(long stateId, byte[] key, byte[] value) {
    if (stateId == StateIds.ONCE_PER || stateId == StateIds.ONCE_PER_IN_SHADOW) {
      oncePer.restore(key, value, stateId == StateIds.ONCE_PER_IN_SHADOW);
      return true;
    }
    if (stateId == StateIds.MARKS) {
      marks.restore(key, value);
      return true;
    }
    if (stateId == StateIds.ALERT_REACHES) {
      reaches.restore(key, value);
      return true;
    }
    return false;
  }

  /** Where the stream stood at checkpoints. Any thread. */
  TimeMarks marks() {
    return marks;
  }

  /** After the last call of {@link #restore}. */
  void restored() {
    oncePer.restored();
  }

  /**
   * When all that the journal held has come again, and before anything new does. What was stored
   * beyond that is forgotten; it may be told anew.
   *
   * @param event number of the last event that came
   */
  void replayed(long event) {
    alreadyStored = Math.min(alreadyStored, figures.ordinal());
    lateStored = Math.min(lateStored, event);
    answers.replayed(event);
  }

  private void onMatches(Slot slot) {
    answers.begin(slot, running.schema());
    slot.takeMatches(found);
    // Stored before anything that comes of it: a replay has to leave out the same.
    for (RuleFailure failure : errors.take(slot, Integer.MAX_VALUE, next)) {
      storage.ruleVersions().put(failure);
      failures.accept(failure);
    }
    errors.leaveOut(found, next);
    if (!found.isEmpty()) {
      Collections.sort(found);
      for (PendingMatch match : found) {
        onMatch(match);
      }
      found.clear();
    }
    answers.end(slot);
  }

  private void onDiverted(Slot slot) {
    event.wrap(slot.data(), slot.start());
    long clock = slot.clock();
    for (int i = 0; i < slot.count(); i++) {
      long number = slot.firstNumber() + i;
      if (slot.verdict(i) == Verdict.MATCH) {
        clock = Math.max(clock, event.time());
      } else if (slot.verdict(i) == Verdict.DIVERTED && number > lateStored) {
        EventLayout layout = running.schema().layoutOf(event);
        diverted.add(
            new Late(
                number,
                event.source(),
                layout.type().name(),
                event.id(layout, number),
                event.time(),
                clock,
                event.raw()));
      }
      event.next();
    }
    if (diverted.size() >= GROUP) {
      flush();
    }
  }

  private void onMatch(PendingMatch pending) {
    RunningRule rule = pending.rule();
    long clock = pending.match().clock();
    RuleFigures counted = ruleFigures.of(rule.ruleSet(), rule.name());
    counted.matches.increment();
    AnswerDraft answer = pending.inShadow() ? null : answers.matched(pending);
    if (pending.inShadow() && pending.match().made() != null) {
      counted.heldBack.increment();
    }
    if (rule.rule().alert() == null) {
      outcomes.matched(pending.match());
      return;
    }
    OncePer.Standing standing = oncePer.holding(rule, pending.key(), clock, pending.inShadow());
    if (standing != null) {
      counted.suppressed.increment();
      suppressed.put(standing.ordinal(), standing.suppress());
      if (answer != null) {
        answer.alerts(pending, factory.id(rule, pending.key(), pending.match()), true);
      }
      outcomes.suppressed(pending.match(), standing.ordinal());
      return;
    }
    ordinal++;
    if (pending.inShadow()) {
      inShadow++;
      counted.inShadow.increment();
    } else {
      counted.alerts.increment();
    }
    oncePer.raised(rule, pending.key(), clock, pending.inShadow(), ordinal);
    Alert alert = factory.alert(pending, running.schema(), ordinal, next + pending.index());
    reaches.raised(alert.match());
    if (answer != null) {
      answer.alerts(pending, alert.id(), false);
    }
    if (ordinal <= alreadyStored) {
      verify(alert);
    } else {
      arrivals[alerts.size()] = arrivedAt;
      alerts.add(alert);
    }
    outcomes.raised(pending.match(), alert);
    if (alerts.size() >= GROUP) {
      flush();
    }
  }

  /** In a replay: the alert that is stored must be the one that came out now. */
  private void verify(Alert alert) {
    @Nullable String stored = storage.alerts().idOf(alert.ordinal());
    if (stored != null && !stored.equals(alert.id())) {
      throw new StorageException(
          "A replay of the journal raised another alert (number "
              + alert.ordinal()
              + ", rule "
              + alert.rule()
              + ") than the one that is stored. Start the version of Tripline that wrote this"
              + " store, let it stop cleanly, and then start this one.");
    }
  }

  private void flush() {
    if (!diverted.isEmpty()) {
      storage.late().append(List.copyOf(diverted));
      diverted.clear();
    }
    if (!alerts.isEmpty() || !suppressed.isEmpty()) {
      storeAlerts();
    }
    answers.flush(); // who is told of an alert finds it
  }

  private void storeAlerts() {
    List<AlertLog.Suppressed> counts = new ArrayList<>();
    suppressed.forEach((standing, count) -> counts.add(new AlertLog.Suppressed(standing, count)));
    storage.alerts().append(List.copyOf(alerts), counts);
    figures.stored(arrivals, alerts.size());
    alerts.clear();
    suppressed.clear();
    listeners.forEach(Runnable::run);
  }

  private void install(DeploymentPlan plan) {
    flush();
    RuleSetVersion version = plan.version(next);
    if (version != null) {
      storage.ruleVersions().put(version);
    }
    oncePer.install(running, plan.target(), plan.clocks());
    running = plan.target();
    factory.rulesChanged();
    plan.tookEffectAt(next);
  }

  private void commit(CheckpointTicket of) {
    flush();
    storage.crashPoints().pass(CrashPoint.BARRIER_MET);
    if (next == 0) {
      of.written(); // nothing has ever happened
      return;
    }
    handOver(Integer.MAX_VALUE);
    Meta meta =
        new Meta(
            of.time(),
            ordinal,
            inShadow,
            running.schema().id(),
            SchemaFingerprint.of(running.schema()),
            running.nextStateId(),
            running.sets().stream().map(AlertHandler::entry).toList(),
            running.features().series().stream()
                .map(
                    s ->
                        new Meta.SeriesEntry(
                            s.text(), s.stateId(), s.series().shape(), s.series().reach()))
                .toList(),
            of.contents());
    changes = new ArrayList<>();
    marks.add(new TimeMarks.Mark(next, of.time()), changes);
    reaches.add(next - 1, changes);
    Journal.Needs needs =
        new Journal.Needs(rulesReach.from(running, marks, of.time().settled()), reaches.all());
    checkpoints.write(
        of, next - 1, MetaCodec.encode(meta), of.droppedStateIds(), clocks(of.time()), needs);
    ticket = of;
    oncePer.leave(running, of.time(), changes);
  }

  private Map<Long, Long> clocks(TimeReading time) {
    Map<Long, Long> clocks = new HashMap<>();
    running.rules().forEach(rule -> clocks.put(rule.stateId(), time.clockOf(rule.lateness())));
    running
        .features()
        .series()
        .forEach(series -> clocks.put(series.stateId(), time.clockOf(series.lateness())));
    return clocks;
  }

  /** Hands over some of what had changed at the last barrier, and says so once it is all. */
  private void handOver(int most) {
    if (ticket != null && oncePer.handOver(most)) {
      ticket.alerting(changes);
      ticket = null;
      changes = List.of();
    }
  }

  private static Meta.RuleSetEntry entry(Running.Set set) {
    return new Meta.RuleSetEntry(
        set.name(),
        set.version(),
        Stream.concat(
                set.rules().stream()
                    .map(
                        rule ->
                            new Meta.RuleEntry(
                                rule.name(), rule.stateId(), rule.program().stateShape())),
                set.ruleSet().rules().stream()
                    .filter(rule -> !set.ruleNames().contains(rule.name()))
                    .map(rule -> new Meta.RuleEntry(rule.name(), Meta.RuleEntry.ENDED, "")))
            .toList(),
        set.modes(),
        set.draining());
  }
}
