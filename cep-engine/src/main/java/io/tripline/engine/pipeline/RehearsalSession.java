package io.tripline.engine.pipeline;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.util.List;
import java.util.Map;

/**
 * One run of a {@link Rehearsal}, from nothing to the end of its input. When a call that gives it
 * events returns, their alerts are there, those of rules with a lateness aside: their events wait
 * for their turn. Not thread-safe.
 */
public final class RehearsalSession {
  /** In a fresh engine the deployment is entry 0. */
  private static final long FIRST_EVENT = 1;

  private static final byte[] NOTHING = {};

  private final Running running;
  private final List<RuleRun> runs;
  private final RuleFiguresRegistry figures;
  private final MemoryStorage storage = MemoryStorage.keeping();
  private final Intake intake;
  private final MatchHandler matching;
  private final AlertHandler alerting;
  private final Slot slot = new Slot(1);
  private final EventView view = new EventView();
  private boolean closed;

  RehearsalSession(
      Running running,
      List<RuleRun> runs,
      boolean traced,
      RuleFiguresRegistry figures,
      AlertListener listener) {
    this.running = running;
    this.runs = runs;
    this.figures = figures;
    StateCache unbounded = new StateCache(Integer.MAX_VALUE, () -> -1, () -> {});
    intake = new Intake(TimeReading.START, running, Integer.MAX_VALUE, Integer.MAX_VALUE);
    matching = new MatchHandler(0, 1, unbounded, FIRST_EVENT, traced);
    matching.install(DeploymentPlan.restoring(running, List.of(runs), intake.clocks()));
    alerting =
        new AlertHandler(
            storage,
            Meta.START,
            running,
            FIRST_EVENT,
            new AlertFigures(-1),
            figures,
            List.of(),
            listener);
  }

  /**
   * Takes events in their order.
   *
   * @param events written for {@link Rehearsal#schema}
   * @throws IllegalStateException if the input has ended, or another session was started
   */
  public void onEvents(EventWriter events) {
    int at = 0;
    while (at < events.length()) {
      view.wrap(events.bytes(), at);
      onEvent(view);
      at += view.length();
    }
  }

  /** Takes an event, likewise. */
  public void onEvent(EventView event) {
    fill(event);
    pass();
  }

  /**
   * Takes an event's place in the order and its time, and nothing more: no rule takes it, as if its
   * keys were null. For following one key through a stream of many.
   */
  public void onOtherEvent(EventView event) {
    fill(event);
    EventLayout layout = running.schema().layoutOf(event);
    for (int i = 0; i < layout.keys().size(); i++) {
      Bytes.putLong(slot.data(), layout.keyHashOffset(i), 0);
    }
    pass();
  }

  private void fill(EventView event) {
    if (event.schemaId() != running.schema().id()) {
      throw new IllegalArgumentException("an event of another schema");
    }
    slot.fill(EntryKind.EVENTS, event.bytes(), event.base(), event.length(), 1, null);
  }

  /**
   * Ends the input: moves the watermark to infinity, so that all that time can still complete does.
   * No event can follow.
   */
  public void endOfInput() {
    slot.fill(EntryKind.END, NOTHING, 0, 0, 1, null);
    pass();
    closed = true;
  }

  /**
   * Lets time pass without an event, as if the source of the events had said that it has come to a
   * time.
   */
  public void timePasses(long time) {
    byte[] entry = SourceEntryCodec.time(0, time);
    slot.fill(EntryKind.TIME, entry, 0, entry.length, 1, null);
    pass();
  }

  /** The slot through all stages, as the ring would bring it. */
  private void pass() {
    if (closed) {
      throw new IllegalStateException("the session is over");
    }
    intake.onSlot(slot, true);
    matching.onSlot(slot, true);
    alerting.onSlot(slot, true);
  }

  void close() {
    closed = true;
  }

  /** The alerts so far, in their order. */
  public List<Alert> alerts() {
    return storage.alerts().all();
  }

  /** How many matches {@code once per} has held back, by the ordinal of the alert that stands. */
  public Map<Long, Long> suppressed() {
    return storage.alerts().suppressed();
  }

  /** Number of events so far; also that of the last one. */
  public long events() {
    return intake.reading().events();
  }

  /** The greatest event time so far, ms; {@code Long.MAX_VALUE} after the end of the input. */
  public long watermark() {
    return intake.reading().clock();
  }

  /**
   * Figures of every rule, in the order of the rule set: what was counted, and how many partial
   * matches are pending. Only until another session is started.
   */
  public List<RuleStats> rules() {
    return runs.stream()
        .map(
            run -> {
              RunningRule rule = run.rule();
              return figures
                  .of(rule.ruleSet(), rule.name())
                  .read(rule, List.of(run.states()), running.schema());
            })
        .toList();
  }
}
