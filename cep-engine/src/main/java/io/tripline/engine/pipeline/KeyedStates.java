package io.tripline.engine.pipeline;

import io.tripline.engine.match.KeyState;
import io.tripline.engine.match.RuleMatcher;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The states of one rule in one worker. Every key with a state is in the table; the state itself
 * may have been put away, which is allowed once the store has it as it is.
 */
final class KeyedStates {
  private static final long DAY = 86_400_000;

  private final long stateId;
  private final StateStore store;
  private final KeyTable table = new KeyTable();
  private final ExpiryWheel wheel;
  private final TimerHeap timers = new TimerHeap();
  private final List<KeyEntry> changed = new ArrayList<>();
  private final List<KeyEntry> deleted = new ArrayList<>();
  private int inMemory;
  // Written by the worker alone, read by those who ask for figures.
  private final AtomicLong keys = new AtomicLong();
  private final AtomicLong runs = new AtomicLong();
  private final LimitMark limit = new LimitMark();
  // Made once, so that expiry allocates nothing.
  private final Consumer<KeyEntry> due = this::removeOrReschedule;
  private long now = Long.MIN_VALUE;

  KeyedStates(long stateId, long horizonMillis, StateStore store) {
    this.stateId = stateId;
    this.store = store;
    this.wheel = new ExpiryWheel(horizonMillis > 0 ? horizonMillis : DAY);
  }

  /** No states yet of a rule. */
  static KeyedStates of(RunningRule rule, StateStore store) {
    return new KeyedStates(rule.stateId(), rule.program().horizonMillis(), store);
  }

  long stateId() {
    return stateId;
  }

  /** Keys with something pending. Any thread. */
  long keys() {
    return keys.getOpaque();
  }

  /** States in memory. */
  int inMemory() {
    return inMemory;
  }

  /** Partial matches of all keys. Any thread. */
  long runs() {
    return runs.getOpaque();
  }

  /** Whether a key had too many of them. Any thread. */
  LimitMark limit() {
    return limit;
  }

  private static void count(AtomicLong gauge, int change) {
    gauge.setOpaque(gauge.getPlain() + change);
  }

  @Nullable KeyEntry find(long hash, EventKey key) {
    return table.size() == 0 ? null : table.find(hash, key);
  }

  /** The state of an entry, read from the store if it was put away. */
  KeyState state(KeyEntry entry, RuleMatcher matcher) {
    KeyState state = entry.state;
    if (state == null) {
      byte[] bytes = store.load(stateId, entry.key);
      if (bytes == null) {
        throw new StorageException("The store has lost a state that it was given.");
      }
      state = decode(matcher, bytes);
      entry.state = state;
      inMemory++;
    }
    return state;
  }

  private static KeyState decode(RuleMatcher matcher, byte[] bytes) {
    try {
      return matcher.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          "A state of rule " + matcher.program().rule().name() + " cannot be read.", e);
    }
  }

  /** Adds the state of a key that has none. */
  void add(long hash, byte[] key, KeyState state, long clock) {
    KeyEntry entry = new KeyEntry(hash, key);
    entry.state = state;
    inMemory++;
    table.add(entry);
    count(keys, 1);
    changed(entry, state, clock);
  }

  /** After the state of an entry in memory has changed: remembers it, or forgets it if empty. */
  void changed(KeyEntry entry, KeyState state, long clock) {
    if (state.isEmpty()) {
      remove(entry);
      return;
    }
    note(entry, state, clock);
    markChanged(entry);
  }

  private void note(KeyEntry entry, KeyState state, long clock) {
    int before = entry.runs;
    entry.runs = state.runs();
    count(runs, entry.runs - before);
    entry.deadline = state.deadline();
    timers.set(entry, state.nextTimer());
    if (entry.bucket == ExpiryWheel.NOWHERE && entry.deadline != Long.MAX_VALUE) {
      wheel.schedule(entry, entry.deadline, clock);
    }
  }

  private void markChanged(KeyEntry entry) {
    if (entry.changedAt == KeyEntry.CLEAN) {
      entry.changedAt = changed.size();
      changed.add(entry);
    }
  }

  private void unmarkChanged(KeyEntry entry) {
    if (entry.changedAt != KeyEntry.CLEAN) {
      KeyEntry last = changed.removeLast();
      if (last != entry) {
        changed.set(entry.changedAt, last);
        last.changedAt = entry.changedAt;
      }
      entry.changedAt = KeyEntry.CLEAN;
    }
  }

  private void remove(KeyEntry entry) {
    table.remove(entry);
    wheel.cancel(entry);
    timers.set(entry, Long.MAX_VALUE);
    count(runs, -entry.runs);
    count(keys, -1);
    entry.runs = 0;
    if (entry.state != null) {
      entry.state = null;
      inMemory--;
    }
    unmarkChanged(entry);
    if (entry.stored) {
      deleted.add(entry);
    }
  }

  /** The earliest end at which time completes something; {@code Long.MAX_VALUE} for never. */
  long nextTimer() {
    return timers.next();
  }

  /** The key of {@link #nextTimer}. */
  KeyEntry firstTimer() {
    return timers.first();
  }

  /** The watermark at which {@link #expire} has work to do. */
  long nextExpiry() {
    return wheel.nextDue();
  }

  /** Removes what can no longer become a match. */
  void expire(long watermark) {
    now = watermark;
    wheel.advance(watermark, due);
  }

  private void removeOrReschedule(KeyEntry entry) {
    // The bound is inclusive: at its deadline a state is still alive.
    if (entry.deadline < now) {
      remove(entry);
    } else if (entry.deadline != Long.MAX_VALUE) {
      wheel.schedule(entry, entry.deadline, now);
    }
  }

  /** Takes in a state that the store holds; it stays in memory only if asked to. */
  void restore(long hash, byte[] key, byte[] bytes, RuleMatcher matcher, long clock, boolean keep) {
    KeyState state = decode(matcher, bytes);
    KeyEntry entry = new KeyEntry(hash, key);
    entry.stored = true;
    entry.savedAt = -1;
    table.add(entry);
    count(keys, 1);
    note(entry, state, clock);
    if (keep) {
      entry.state = state;
      inMemory++;
    }
  }

  /**
   * At a barrier: gives what has changed since the one before.
   *
   * @param barrier sequence of the last entry before it
   */
  void handOver(RuleMatcher matcher, long barrier, List<StateChange> target) {
    // Deletes first: a key that was removed may have come back since.
    for (KeyEntry entry : deleted) {
      target.add(new StateChange(stateId, entry.key, null));
    }
    deleted.clear();
    for (KeyEntry entry : changed) {
      KeyState state = entry.state;
      if (state == null) {
        throw new IllegalStateException("a changed state was put away");
      }
      target.add(new StateChange(stateId, entry.key, matcher.encode(state)));
      entry.changedAt = KeyEntry.CLEAN;
      entry.stored = true;
      entry.savedAt = barrier;
    }
    changed.clear();
  }

  /**
   * Puts states away that the store has as they are.
   *
   * @param wanted how many, at most
   * @param committed sequence of the last checkpoint that is in the store
   * @return how many it were
   */
  int putAway(int wanted, long committed) {
    if (wanted <= 0 || inMemory == 0) {
      return 0;
    }
    int before = inMemory;
    table.forEach(
        entry -> {
          if (before - inMemory < wanted
              && entry.state != null
              && entry.changedAt == KeyEntry.CLEAN
              && entry.savedAt <= committed) {
            entry.state = null;
            inMemory--;
          }
        });
    return before - inMemory;
  }
}
