package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.match.Match;
import io.tripline.engine.match.MatchSink;
import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A match worker: sees every event in order, and runs the rules for the keys that are its own. What
 * it shares with anybody are the slots, and figures for people.
 */
final class MatchHandler implements Stage, MatchSink {
  private final int worker;
  private final int workers;
  private final StateCache cache;
  private final EventClock clock;
  // Volatile for those who read figures; written by this worker alone.
  private volatile List<RuleRun> runs = List.of();
  private volatile EventClock.Reading reading;
  private Dispatch dispatch = Dispatch.NONE;
  private long next;
  private long nextExpiry = Long.MAX_VALUE;

  private final EventView event = new EventView();
  private final EventKey key = new EventKey();
  // What accept() needs to know of the event at hand.
  private @Nullable Slot slot;
  private @Nullable RuleRun run;
  private int index;

  /**
   * @param clock where it stands before the first entry
   * @param next sequence of the first entry that will come
   */
  MatchHandler(int worker, int workers, StateCache cache, EventClock clock, long next) {
    this.worker = worker;
    this.workers = workers;
    this.cache = cache;
    this.clock = clock;
    this.reading = clock.reading();
    this.next = next;
  }

  /** As of the last batch. Any thread. */
  EventClock.Reading reading() {
    return reading;
  }

  /** Keys with something pending. Any thread. */
  long keyStates() {
    return runs.stream().mapToLong(run -> run.states().keys()).sum();
  }

  /** Partial matches of a rule. Any thread. */
  long runsOf(long stateId) {
    return runs.stream()
        .filter(run -> run.rule().stateId() == stateId)
        .mapToLong(run -> run.states().runs())
        .sum();
  }

  /** Whether a key is this worker's. */
  boolean owns(long hash) {
    return workers == 1 || Math.floorMod(hash, workers) == worker;
  }

  @Override
  public void onSlot(Slot slot, boolean endOfBatch) {
    switch (slot.kind()) {
      case EVENTS -> onEvents(slot);
      case DEPLOY, UNDEPLOY -> install(slot.plan());
      case BARRIER -> handOver(slot.ticket());
      case END -> clock.onEnd();
    }
    next += slot.count();
    if (clock.watermark() >= nextExpiry) {
      expire();
    }
    cache.afterSlot(runs);
    if (endOfBatch) {
      reading = clock.reading();
    }
  }

  private void onEvents(Slot slot) {
    this.slot = slot;
    byte[] data = slot.data();
    int at = 0;
    for (int i = 0; i < slot.count(); i++) {
      index = i;
      event.wrap(data, at);
      clock.onEvent(event.time());
      for (Dispatch.Group group : dispatch.groups(event.typeId())) {
        long hash = Bytes.getLong(data, at + group.hashOffset());
        if (hash != 0 && owns(hash)) {
          onKey(group, hash);
        }
      }
      at += event.length();
    }
  }

  private void onKey(Dispatch.Group group, long hash) {
    key.of(event, group.key());
    for (RuleRun each : group.runs()) {
      run = each;
      each.onEvent(event, hash, key, clock.number(), clock.watermark(), this);
      nextExpiry = Math.min(nextExpiry, each.states().nextExpiry());
    }
  }

  @Override
  public void accept(Match match) {
    if (slot == null || run == null) {
      throw new IllegalStateException("a match without an event");
    }
    slot.matches(worker).add(new PendingMatch(index, run.rule(), key.bytes(), match));
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
    dispatch = new Dispatch(plan.target().schema(), runs);
    updateNextExpiry();
  }

  private void handOver(CheckpointTicket ticket) {
    List<StateChange> changes = new ArrayList<>();
    for (RuleRun each : runs) {
      each.states().handOver(each.matcher(), next - 1, changes);
    }
    ticket.changes(worker, changes);
    if (worker == 0) {
      ticket.clock(clock.reading());
    }
  }

  private void expire() {
    for (RuleRun each : runs) {
      each.states().expire(clock.watermark());
    }
    updateNextExpiry();
  }

  private void updateNextExpiry() {
    nextExpiry = Long.MAX_VALUE;
    for (RuleRun each : runs) {
      nextExpiry = Math.min(nextExpiry, each.states().nextExpiry());
    }
  }

  /** Takes in a stored state of a key that is this worker's, before the first entry. */
  boolean restore(long hash, long stateId, byte[] stateKey, byte[] bytes) {
    for (RuleRun each : runs) {
      if (each.rule().stateId() == stateId) {
        long watermark = clock.watermark();
        boolean keep = cache.hasRoom(runs);
        each.states().restore(hash, stateKey, bytes, each.matcher(), watermark, keep);
        nextExpiry = Math.min(nextExpiry, each.states().nextExpiry());
        return true;
      }
    }
    return false;
  }
}
