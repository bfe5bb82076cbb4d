package io.tripline.engine.pipeline;

import io.tripline.engine.match.StateNote;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StorageException;
import java.util.function.IntConsumer;

/**
 * The keys of a group in one worker that have something pending, with a slot for each rule that
 * has: found by key, by the time at which they end, by the end that they wait for, and those that
 * changed since the last barrier. A key may have been put away, which is allowed once the store has
 * all of its states as they are; then nothing of it is here but what the figures count. Not
 * thread-safe.
 */
final class KeyStates {
  private static final int NONE = KeyRecords.NONE;

  /**
   * Up to so many slots of a record are removed together, when the last of them is over: a state
   * that is over is then mostly there for the key's next event, which begins it anew.
   */
  private static final int FEW = 4;

  private final KeyRecords records;
  private final boolean savesChanges;
  private final DeletedKeys deleted;
  private final AwayKeys away;
  private final KeyTable table;
  private final ExpiryWheel wheel;
  private final TimerHeap timers;
  private final ChangedStates changed;
  private final Seats seats = new Seats();
  private final StateEviction eviction;
  // Made once, so that expiry allocates nothing.
  private final IntConsumer due = this::removeOrReschedule;
  private long now = Long.MIN_VALUE;

  // States of rules that have to see everything, of keys that were put away, too.
  private long seeing;

  // Whether there may be keys that the store alone has.
  private boolean partial;

  /**
   * @param savesChanges whether there are ever checkpoints, so that changes have to be remembered
   * @param deleted where states that the store holds are noted when they are gone
   * @param away where keys are noted that are put away
   */
  KeyStates(KeyRecords records, boolean savesChanges, DeletedKeys deleted, AwayKeys away) {
    this.records = records;
    this.savesChanges = savesChanges;
    this.deleted = deleted;
    this.away = away;
    this.table = new KeyTable(records);
    this.wheel = new ExpiryWheel(records);
    this.timers = new TimerHeap(records);
    this.changed = new ChangedStates(records, seats::tenant);
    this.eviction = new StateEviction(table, this);
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

  /** Bytes of all keys and states of the worker, whatever group they are of. */
  long heapBytes() {
    return records.heap().usedBytes();
  }

  /** Whether there may be keys, or states of a key, that the store alone has. */
  boolean isPartial() {
    return partial;
  }

  /** Keys that come to it, or that are here, may be known to the store alone, or in part. */
  void makePartial() {
    partial = true;
    for (long at = 0; at < KeyTable.END; ) {
      at = table.visit(at, record -> records.mark(record, KeyRecords.PART));
    }
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
    if (savesChanges) {
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
    if (delete && KeyRecords.isStored(page, place)) {
      int key = records.keyOffset(record);
      deleted.add(tenant.stateId(), records.hash(record), page, key, records.keyBytes(record));
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
    tenant.free(records.state(record, slot));
    return forget(record, slot, tenant, delete);
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
   * Puts a key away if the store has all of its states as they are, none of them waits for an end,
   * and none was used since this was asked last.
   *
   * @param committed number of the last barrier that is in the store
   */
  void putAway(int record, int committed) {
    if (!isAtRest(record, committed)) {
      return;
    }
    int left = removeOver(record, now);
    if (left == NONE || records.count(left) == 0) {
      return;
    }
    for (int slot = 0; slot < records.count(left); slot++) {
      seats.tenant(records.id(left, slot)).free(records.state(left, slot));
    }
    away.add(records.hash(left));
    drop(left);
    partial = true;
  }

  private boolean isAtRest(int record, int committed) {
    boolean isAtRest = records.changedAt(record) == KeyRecords.NOWHERE;
    for (int slot = 0; slot < records.count(record); slot++) {
      int flags = records.flags(record, slot);
      if ((flags & (KeyRecords.DIRTY | KeyRecords.USED)) != 0
          || records.savedIn(record, slot) > committed
          || records.timerAt(record, slot) != KeyRecords.NOWHERE) {
        isAtRest = false;
        records.flags(record, slot, flags & ~KeyRecords.USED);
      }
    }
    return isAtRest;
  }

  /**
   * Removes what is over, and what is nobody's: neither is to be counted as put away.
   *
   * @return the record, which may have moved, or {@link KeyRecords#NONE} if nothing is left
   */
  int removeOver(int record, long clock) {
    int left = record;
    for (int slot = records.count(record) - 1; slot >= 0; slot--) {
      Tenant tenant = seats.tenant(records.id(left, slot));
      if (tenant.isGone() || records.deadline(left, slot) < clock) {
        left = remove(left, slot, tenant, !tenant.isGone());
      }
    }
    return left;
  }

  private void drop(int record) {
    table.remove(records.hash(record), record);
    wheel.cancel(record);
    records.free(record);
  }

  /** Removes a record without slots, which was made for what might have come. */
  void removeIfEmpty(int record) {
    if (records.count(record) == 0) {
      drop(record);
    }
  }

  /**
   * Takes in a state that the store holds, of somebody without a slot in the record.
   *
   * @param hash of the record's key
   * @param counted whether the figures count it already
   */
  void restore(long hash, int record, Tenant tenant, KeyState stored, long clock, boolean counted) {
    int state = decode(tenant, stored.value());
    int slot = -1 - records.find(record, tenant.id());
    int with = addSlot(hash, record, slot, tenant);
    byte[] page = records.page(with);
    int place = records.place(with, slot);
    schedule(with, note(with, slot, page, place, tenant, state), clock);
    records.flags(with, slot, KeyRecords.STORED | KeyRecords.USED);
    if (counted) {
      countAway(tenant, stored, -1);
    }
  }

  /** Counts a state that stays in the store. */
  void restoreAway(long hash, Tenant tenant, KeyState stored) {
    countAway(tenant, stored, 1);
    away.add(hash);
    partial = true;
  }

  private void countAway(Tenant tenant, KeyState stored, int sign) {
    tenant.figures().count(sign, sign * stored.runs());
    seeing += tenant.seesEverything() ? sign : 0;
  }

  /** The end that a stored state waits for; {@code Long.MAX_VALUE} for none. */
  static long timerOf(Tenant tenant, KeyState stored) {
    if (!tenant.waits()) {
      return Long.MAX_VALUE;
    }
    int state = decode(tenant, stored.value());
    long end = tenant.nextTimer(state);
    tenant.free(state);
    return end;
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
    records.state(with, slot, other.state(theirs, theirSlot));
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
