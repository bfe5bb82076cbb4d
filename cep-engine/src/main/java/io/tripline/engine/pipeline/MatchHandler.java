package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.match.Match;
import io.tripline.engine.match.MatchSink;
import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A match worker: sees every event in order, and runs the rules for the keys that are its own. What
 * it shares with anybody are the slots, and figures for people.
 */
final class MatchHandler implements Stage, MatchSink {
  private final int worker;
  private final int workers;
  private final StateCache cache;
  // Volatile for those who read figures; written by this worker alone.
  private volatile List<RuleRun> runs = List.of();
  private Dispatch dispatch = Dispatch.NONE;
  private long watermark;
  private long next;
  private long nextExpiry = Long.MAX_VALUE;

  private final EventView event = new EventView();
  private final EventKey key = new EventKey();
  // What accept() needs to know of the event at hand.
  private @Nullable Slot slot;
  private @Nullable RuleRun run;
  private int index;

  /**
   * @param watermark before the first entry
   * @param next sequence of the first entry that will come
   */
  MatchHandler(int worker, int workers, StateCache cache, long watermark, long next) {
    this.worker = worker;
    this.workers = workers;
    this.cache = cache;
    this.watermark = watermark;
    this.next = next;
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
    switch (slot.kind()) {
      case EVENTS -> onEvents(slot);
      case DEPLOY, UNDEPLOY -> install(slot.plan());
      case BARRIER -> handOver(slot.ticket());
      case END -> {}
    }
    next += slot.count();
    watermark = slot.watermark();
    if (watermark >= nextExpiry) {
      expire();
    }
    cache.afterSlot(runs);
  }

  private void onEvents(Slot slot) {
    this.slot = slot;
    byte[] data = slot.data();
    int at = 0;
    for (int i = 0; i < slot.count(); i++) {
      event.wrap(data, at);
      if (slot.verdict(i) == Verdict.MATCH) {
        index = i;
        onEvent(slot.firstNumber() + i, slot.clock(i));
      }
      at += event.length();
    }
  }

  private void onEvent(long number, long clock) {
    for (Dispatch.Group group : dispatch.groups(event.typeId())) {
      long hash = Bytes.getLong(event.bytes(), event.base() + group.hashOffset());
      if (hash != 0 && owns(hash)) {
        onKey(group, hash, number, clock);
      }
    }
  }

  private void onKey(Dispatch.Group group, long hash, long number, long clock) {
    key.of(event, group.key());
    for (RuleRun each : group.runs()) {
      run = each;
      each.onEvent(event, hash, key, number, clock, this);
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
  }

  private void expire() {
    for (RuleRun each : runs) {
      each.states().expire(watermark);
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
        boolean keep = cache.hasRoom(runs);
        each.states().restore(hash, stateKey, bytes, each.matcher(), watermark, keep);
        nextExpiry = Math.min(nextExpiry, each.states().nextExpiry());
        return true;
      }
    }
    return false;
  }
}
