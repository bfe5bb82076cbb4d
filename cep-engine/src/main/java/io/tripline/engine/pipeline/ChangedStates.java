package io.tripline.engine.pipeline;

import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

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
  private @Nullable KeyChangeSink target;

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
  void leave(int number, KeyChangeSink to) {
    ChangedRecords empty = leaving;
    leaving = changed;
    changed = empty;
    barrier = number;
    target = to;
  }

  /** Whether something is left to be handed over. */
  boolean isLeaving() {
    return leaving.size() > 0;
  }

  /** Hands over one record that is left; whether there was one. */
  boolean handOverOne() {
    if (leaving.size() == 0) {
      return false;
    }
    take(leaving.removeLast());
    return true;
  }

  private void take(int record) {
    KeyChangeSink to = Objects.requireNonNull(target);
    for (int slot = 0; slot < records.count(record); slot++) {
      int flags = records.flags(record, slot);
      Tenant tenant = runs.apply(records.id(record, slot));
      if ((flags & KeyRecords.DIRTY) != 0 && !tenant.isGone()) {
        byte[] value = tenant.encode(records.state(record, slot));
        to.add(tenant, (flags & KeyRecords.STORED) != 0, records, record, slot, value);
        records.flags(record, slot, flags & ~KeyRecords.DIRTY | KeyRecords.STORED);
        records.savedIn(record, slot, barrier);
      }
    }
  }
}
