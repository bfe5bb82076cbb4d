package io.tripline.engine.pipeline;

import io.tripline.engine.match.StateNote;
import io.tripline.engine.port.StorageException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a group in one worker that have something pending, with a slot for each rule that
 * has: found by key, by the time at which they end, by the end that they wait for, and those that
 * changed since the last barrier. A state may have been put away, which is allowed once the store
 * has it as it is; its slot stays. Not thread-safe.
 */
final class KeyStates {
  private static final int NONE = KeyRecords.NONE;

  /**
   * Up to so many slots of a record are removed together, when the last of them is over: a state
   * that is over is then mostly there for the key's next event, which begins it anew.
   */
  private static final int FEW = 4;

  private final KeyRecords records;
  private final MemoryCount memory;
  private final DeletedKeys deleted;
  private final KeyTable table;
  private final ExpiryWheel wheel;
  private final TimerHeap timers;
  private final ChangedStates changed;
  private final Seats seats = new Seats();
  private final StateEviction eviction;
  // Made once, so that expiry allocates nothing.
  private final IntConsumer due = this::removeOrReschedule;
  private long now = Long.MIN_VALUE;

  // States of rules that have to see everything.
  private long seeing;

  KeyStates(KeyRecords records, MemoryCount memory, DeletedKeys deleted) {
    this.records = records;
    this.memory = memory;
    this.deleted = deleted;
    this.table = new KeyTable(records);
    this.wheel = new ExpiryWheel(records);
    this.timers = new TimerHeap(records);
    this.changed = new ChangedStates(records, seats::tenant);
    this.eviction = new StateEviction(records, table, seats, memory);
  }

  KeyRecords records() {
    return records;
  }

  KeyTable table() {
    return table;
  }

  TimerHeap timers() {
    return timers;
  }

  /** What has changed, for those who store it. */
  ChangedStates changedStates() {
    return changed;
  }

  /** Bytes of what belongs to keys and lies not in the heap. */
  long bytes() {
    return table.bytes() + wheel.bytes() + timers.bytes() + changed.bytes();
  }

  /** Whether any state has to see all events of its key. */
  boolean hasSeeing() {
    return seeing > 0;
  }

  /** Its rules and series of windows by the ids of their slots. */
  Seats seats() {
    return seats;
  }

  /** What puts states away. */
  StateEviction eviction() {
    return eviction;
  }

  /** A newer version takes over the slots of an earlier one. */
  void replace(Tenant earlier, Tenant tenant) {
    long before = earlier.seesEverything() ? 1 : 0;
    long after = tenant.seesEverything() ? 1 : 0;
    seeing += (after - before) * earlier.figures().keys();
    seats.replace(earlier, tenant);
  }

  // ---- slots

  /** The record of a key, or {@link KeyRecords#NONE}. */
  int find(long hash, EventKey key) {
    return table.size() == 0 ? NONE : table.find(hash, key);
  }

  /** A record for a key that has none. It gets a slot next. */
  int make(long hash, byte[] key, int length) {
    int record = records.make(key, length);
    table.add(hash, record);
    return record;
  }

  /**
   * Adds a slot in which there is nothing.
   *
   * @param hash of the record's key
   * @param slot where it is to be
   * @return the record, which may have moved
   */
  private int addSlot(long hash, int record, int slot, Tenant tenant) {
    changed.beforeChange(record);
    int with = records.add(record, slot, tenant.id());
    if (with != record) {
      moved(hash, record, with);
    }
    if (records.count(with) == FEW + 1) {
      // From now on they are removed one by one.
      wheel.cancel(with);
    }
    tenant.figures().count(1, 0);
    seeing += tenant.seesEverything() ? 1 : 0;
    return with;
  }

  private void moved(long hash, int from, int to) {
    table.moved(hash, from, to);
    wheel.moved(to);
    timers.moved(to);
    changed.moved(to);
  }

  /**
   * Adds a state to a key that has none of this rule.
   *
   * @return the record, which may have moved
   */
  int add(long hash, int record, int slot, Tenant tenant, int state, long clock) {
    int with = addSlot(hash, record, slot, tenant);
    memory.states++;
    changed(with, slot, records.page(with), records.place(with, slot), tenant, state, clock);
    return with;
  }

  /**
   * Adds a state that was made elsewhere, of a rule without a slot in the record.
   *
   * @param hash of the record's key
   */
  void arrive(long hash, int record, Tenant tenant, byte[] value, long clock) {
    int state = decode(tenant, value);
    add(hash, record, -1 - records.find(record, tenant.id()), tenant, state, clock);
  }

  /**
   * Notes what has become of a state in memory.
   *
   * @param page of the record
   * @param place of the slot there
   * @param clock that it has come to
   */
  void changed(int record, int slot, byte[] page, int place, Tenant tenant, int state, long clock) {
    long deadline = note(record, slot, page, place, tenant, state);
    if (memory.savesChanges) {
      changed.add(record);
    }
    schedule(record, deadline, clock);
  }

  /** Notes all that there is to say of a state; its deadline. */
  private long note(int record, int slot, byte[] page, int place, Tenant tenant, int state) {
    StateNote left = tenant.note(state);
    int more = KeyRecords.changed(page, place, state, left.runs(), left.deadline());
    if (more != 0) {
      tenant.figures().count(0, more);
    }
    if (tenant.waits()) {
      timers.set(record, slot, tenant.nextTimer(state));
    }
    return left.deadline();
  }

  /** Makes sure that a record is looked at once a deadline of it has passed. */
  private void schedule(int record, long deadline, long clock) {
    boolean isIn = records.bag(record) != KeyRecords.NOWHERE;
    if (isIn && records.count(record) <= FEW) {
      // It is looked at, and then once its last one has passed.
      return;
    }
    long first = isIn ? deadline : firstDeadline(record);
    if (first != Long.MAX_VALUE) {
      wheel.hasten(record, first, clock);
    }
  }

  private long firstDeadline(int record) {
    byte[] page = records.page(record);
    int slot = records.count(record) - 1;
    long first = Long.MAX_VALUE;
    for (int at = records.place(record, slot); slot >= 0; slot--, at = KeyRecords.before(at)) {
      first = Math.min(first, KeyRecords.deadline(page, at));
    }
    return first;
  }

  /** To be called before a matcher is given what may change the state of a record. */
  void beforeChange(int record) {
    changed.beforeChange(record);
  }

  /**
   * Removes a slot whose state is gone, after {@link #beforeChange}.
   *
   * @param delete whether the store has to hear of it
   * @return the record, which may have moved, or {@link KeyRecords#NONE} if that was its last slot
   */
  int forget(int record, int slot, Tenant tenant, boolean delete) {
    byte[] page = records.page(record);
    int place = records.place(record, slot);
    if (timers.size() > 0) {
      timers.set(record, slot, Long.MAX_VALUE);
    }
    tenant.figures().count(-1, -KeyRecords.runs(page, place));
    seeing -= tenant.seesEverything() ? 1 : 0;
    if (KeyRecords.state(page, place) == NONE) {
      memory.away--;
    } else {
      memory.states--;
    }
    if (delete && KeyRecords.isStored(page, place)) {
      deleted.add(tenant.stateId(), page, records.keyOffset(record), records.keyBytes(record));
    }
    if (records.count(record) > 1) {
      int left = records.remove(record, slot);
      if (left != record) {
        moved(records.hash(left), record, left);
      }
      return left;
    }
    table.remove(records.hash(record), record);
    wheel.cancel(record);
    changed.remove(record);
    records.free(record);
    return NONE;
  }

  /** Removes a slot with its state; likewise. */
  int remove(int record, int slot, Tenant tenant, boolean delete) {
    changed.beforeChange(record);
    int state = records.state(record, slot);
    if (state != NONE) {
      tenant.free(state);
    }
    return forget(record, slot, tenant, delete);
  }

  /**
   * Puts a state that was put away into memory again.
   *
   * @param bytes that the store has of it
   */
  int take(int record, int slot, Tenant tenant, byte @Nullable [] bytes) {
    if (bytes == null) {
      throw new StorageException("The store has lost a state that it was given.");
    }
    int state = decode(tenant, bytes);
    records.state(record, slot, state);
    memory.states++;
    memory.away--;
    return state;
  }

  private static int decode(Tenant tenant, byte[] bytes) {
    try {
      return tenant.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new StorageException("A state of " + tenant.name() + " cannot be read.", e);
    }
  }

  // ---- time

  /** The clock at which {@link #expire} has work to do. */
  long nextExpiry() {
    return wheel.nextDue();
  }

  /** Removes what can no longer become a match. */
  void expire(long clock) {
    now = clock;
    wheel.advance(clock, due);
  }

  private void removeOrReschedule(int expired) {
    int record = expired;
    byte[] page = records.page(record);
    int slot = records.count(record) - 1;
    if (slot < FEW) {
      long last = lastDeadline(record);
      // One that time never ends would keep the others for ever.
      if (last >= now && last != Long.MAX_VALUE) {
        retire(record);
        wheel.schedule(record, last, now);
        return;
      }
    }
    long next = Long.MAX_VALUE;
    for (int at = records.place(record, slot); slot >= 0; slot--, at = KeyRecords.before(at)) {
      long deadline = KeyRecords.deadline(page, at);
      // The bound is inclusive: at its deadline a state is still alive.
      if (deadline >= now) {
        next = Math.min(next, deadline);
        continue;
      }
      Tenant tenant = seats.tenant(KeyRecords.id(page, at));
      int left = remove(record, slot, tenant, !tenant.isGone());
      if (left == NONE) {
        return;
      }
      if (left != record) {
        record = left;
        page = records.page(record);
        at = records.place(record, slot);
      }
    }
    if (next != Long.MAX_VALUE) {
      wheel.schedule(record, next, now);
    }
  }

  private long lastDeadline(int record) {
    byte[] page = records.page(record);
    int slot = records.count(record) - 1;
    long last = Long.MIN_VALUE;
    for (int at = records.place(record, slot); slot >= 0; slot--, at = KeyRecords.before(at)) {
      last = Math.max(last, KeyRecords.deadline(page, at));
    }
    return last;
  }

  /** What is over, and stays, has no partial matches from now on. */
  private void retire(int record) {
    byte[] page = records.page(record);
    int slot = records.count(record) - 1;
    for (int at = records.place(record, slot); slot >= 0; slot--, at = KeyRecords.before(at)) {
      int runs = KeyRecords.runs(page, at);
      if (runs > 0 && KeyRecords.deadline(page, at) < now) {
        seats.tenant(KeyRecords.id(page, at)).figures().count(0, -runs);
        records.runs(record, slot, 0);
      }
    }
  }

  // ---- the store

  /**
   * Takes in a state that the store holds, of a rule without a slot in the record.
   *
   * @param hash of the record's key
   * @param keep whether it stays in memory
   */
  void restore(long hash, int record, Tenant tenant, byte[] value, long clock, boolean keep) {
    int state = decode(tenant, value);
    int slot = -1 - records.find(record, tenant.id());
    int with = addSlot(hash, record, slot, tenant);
    byte[] page = records.page(with);
    int place = records.place(with, slot);
    schedule(with, note(with, slot, page, place, tenant, state), clock);
    records.flags(with, slot, KeyRecords.STORED);
    if (keep) {
      memory.states++;
    } else {
      tenant.free(state);
      records.state(with, slot, NONE);
      memory.away++;
    }
  }

  /**
   * Takes over the slot of a rule in another group, which forgets it next.
   *
   * @param hash of the key, whose record here is {@code record}
   */
  void takeOver(
      KeyStates from, int theirs, int theirSlot, long hash, int record, Tenant tenant, long clock) {
    KeyRecords other = from.records;
    int slot = -1 - records.find(record, tenant.id());
    int with = addSlot(hash, record, slot, tenant);
    int state = other.state(theirs, theirSlot);
    records.state(with, slot, state);
    // That it is here once more is evened out by the group that it comes from.
    memory.states += state == NONE ? 0 : 1;
    memory.away += state == NONE ? 1 : 0;
    records.runs(with, slot, other.runs(theirs, theirSlot));
    records.deadline(with, slot, other.deadline(theirs, theirSlot));
    records.savedIn(with, slot, other.savedIn(theirs, theirSlot));
    timers.set(with, slot, from.timers.timeOf(theirs, theirSlot));
    schedule(with, records.deadline(with, slot), clock);
    int flags = other.flags(theirs, theirSlot);
    if ((flags & KeyRecords.DIRTY) != 0) {
      changed.add(with);
    }
    records.flags(with, slot, flags);
  }
}
