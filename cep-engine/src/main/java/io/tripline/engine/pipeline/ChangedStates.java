package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The states of a group that have changed since the last barrier; and those that had before it and
 * have still to be handed over as they were there: that is done bit by bit, so that no event waits
 * long, and of a record that is about to change, before it does (copy on write). Not thread-safe.
 */
final class ChangedStates {
  private final KeyRecords records;
  private final IntFunction<Tenant> runs;
  private ChangedRecords changed;
  private ChangedRecords leaving;
  private int barrier;
  private List<KeyChange> target = List.of();

  /**
   * @param runs the rule whose slots have an id
   */
  ChangedStates(KeyRecords records, IntFunction<Tenant> runs) {
    this.records = records;
    this.runs = runs;
    this.changed = new ChangedRecords(records);
    this.leaving = new ChangedRecords(records);
  }

  /** Bytes of its lists, about. */
  long bytes() {
    return changed.bytes() + leaving.bytes();
  }

  /** To be called before any state of a record changes, comes or goes. */
  void beforeChange(int record) {
    if (leaving.size() > 0 && leaving.has(record)) {
      leaving.remove(record);
      take(record);
    }
  }

  /** A state of a record has changed, after {@link #beforeChange}. */
  void add(int record) {
    changed.add(record);
  }

  /** A record goes, after {@link #beforeChange}. */
  void remove(int record) {
    changed.remove(record);
  }

  /** A record has moved, after {@link #beforeChange}. */
  void moved(int record) {
    changed.moved(record);
  }

  // ---- barriers

  /**
   * At a barrier: what has changed since the one before is to be handed over from now on. That of
   * the one before has to be.
   *
   * @param number of the barrier; see {@link CheckpointTicket#number}
   * @param to filled as it is handed over
   */
  void leave(int number, List<KeyChange> to) {
    ChangedRecords empty = leaving;
    leaving = changed;
    changed = empty;
    barrier = number;
    target = to;
  }

  /**
   * Hands over what is left.
   *
   * @param most records, at most
   * @return how many they were
   */
  int handOver(int most) {
    int count = Math.min(most, leaving.size());
    for (int i = 0; i < count; i++) {
      take(leaving.removeLast());
    }
    if (leaving.size() == 0) {
      // Whoever writes it has it now; it can be large, and the next barrier far.
      target = List.of();
    }
    return count;
  }

  private void take(int record) {
    KeyName key = null;
    for (int slot = 0; slot < records.count(record); slot++) {
      int flags = records.flags(record, slot);
      Tenant tenant = runs.apply(records.id(record, slot));
      if ((flags & KeyRecords.DIRTY) != 0 && !tenant.isGone()) {
        key = key == null ? new KeyName(records.hash(record), records.key(record)) : key;
        KeyState state =
            new KeyState(
                records.deadline(record, slot),
                records.runs(record, slot),
                tenant.encode(records.state(record, slot)));
        boolean replaces = (flags & KeyRecords.STORED) != 0;
        target.add(new KeyChange(tenant.stateId(), key, state, replaces));
        records.flags(record, slot, flags & ~KeyRecords.DIRTY | KeyRecords.STORED);
        records.savedIn(record, slot, barrier);
      }
    }
  }
}
