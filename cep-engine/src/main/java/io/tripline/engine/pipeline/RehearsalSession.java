package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Decision;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.contents.Change;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a {@link Rehearsal}, from nothing to the end of its input: a {@link Matching} that
 * keeps its alerts. When a call that gives it events returns, their alerts are there, those of
 * rules with a lateness aside: their events wait for their turn. Not thread-safe.
 */
public final class RehearsalSession {
  private final Matching matching;
  private final MemoryStorage storage = MemoryStorage.keeping();
  private final Map<Long, Decision> decisions = new LinkedHashMap<>();
  private boolean closed;

  RehearsalSession(
      DeploymentPlan plan,
      List<RuleRun> runs,
      WorkerMemory memory,
      RuleFiguresRegistry figures,
      AlertListener listener) {
    matching = new Matching(plan, runs, memory, 0, 1, storage, figures, listener, decisions::put);
  }

  /**
   * Takes events in their order.
   *
   * @param events written for {@link Rehearsal#schema}
   * @throws IllegalStateException if the input has ended, or another session was started
   */
  public void onEvents(EventWriter events) {
    check();
    matching.onEvents(events.bytes(), 0, events.count());
  }

  /** Changes a list or a table, between the events so far and those that follow. */
  public void change(Change change) {
    check();
    matching.change(change);
  }

  /** Takes some events of a writer, the first of which begins at {@code from}, likewise. */
  public void onEvents(EventWriter events, int from, int count) {
    check();
    matching.onEvents(events.bytes(), from, count);
  }

  /** Takes an event, likewise. */
  public void onEvent(EventView event) {
    check();
    matching.onEvent(event);
  }

  /**
   * Takes an event's place in the order and its time, and nothing more: no rule takes it, as if its
   * keys were null. For following one key through a stream of many.
   */
  public void onOtherEvent(EventView event) {
    check();
    EventLayout layout = matching.schema().layoutOf(event);
    byte[] copy = Arrays.copyOfRange(event.bytes(), event.base(), event.base() + event.length());
    for (int i = 0; i < layout.keys().size(); i++) {
      Bytes.putLong(copy, layout.keyHashOffset(i), 0);
    }
    matching.onEvents(copy, 0, 1);
  }

  /**
   * Ends the input: moves the watermark to infinity, so that all that time can still complete does.
   * No event can follow.
   */
  public void endOfInput() {
    check();
    matching.endOfInput();
    closed = true;
  }

  /**
   * Lets time pass without an event, as if the source of the events had said that it has come to a
   * time.
   */
  public void timePasses(long time) {
    check();
    matching.timePasses(time);
  }

  private void check() {
    if (closed) {
      throw new IllegalStateException("the session is over");
    }
  }

  /** Ends it, and gives the memory of its rules back. */
  void close() {
    closed = true;
    matching.clear();
  }

  /** The alerts so far, in their order. */
  public List<Alert> alerts() {
    return storage.alerts().all();
  }

  /** How many matches {@code once per} has held back, by the ordinal of the alert that stands. */
  public Map<Long, Long> suppressed() {
    return storage.alerts().suppressed();
  }

  /**
   * What would have been answered to whoever asked about an event: the most severe decision of the
   * rules that fired on it, by the number of the event, in their order. Events that no rule decided
   * on are left out.
   */
  public Map<Long, Decision> decisions() {
    return Collections.unmodifiableMap(decisions);
  }

  /** Number of events so far; also that of the last one. */
  public long events() {
    return matching.events();
  }

  /** The greatest event time so far, ms; {@code Long.MAX_VALUE} after the end of the input. */
  public long watermark() {
    return matching.watermark();
  }

  /**
   * Figures of every rule, in the order of the rule set: what was counted, and how many partial
   * matches are pending. Only until another session is started.
   */
  public List<RuleStats> rules() {
    return matching.rules();
  }
}
