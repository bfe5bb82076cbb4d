package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.KeyBuffer;
import io.tripline.engine.match.MatchSink;
import io.tripline.engine.match.RuleMatcher;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.port.StorageException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the rules of one group (see {@link KeyGroups}) in one worker, and the states of these
 * rules. Every key with a state has a record; the state itself may have been put away, which is
 * allowed once the store has it as it is. A record is looked up at most once an event, and only if
 * an answer depends on it. Not thread-safe.
 */
final class KeyGroup {
  private static final int NONE = KeyRecords.NONE;

  // What fits a second-level cache, about.
  private static final int LARGE = 1 << 12;

  private final int id;
  private final StateStore store;
  private final KeyRecords records;
  private final MemoryCount memory;
  private final KeyTable table;
  private final ExpiryWheel wheel;
  private final TimerHeap timers;
  private final DeletedKeys deleted;
  // Made once, so that expiry allocates nothing.
  private final IntConsumer due = this::removeOrReschedule;
  private final IntConsumer sweeper = this::removeGone;
  private long now = Long.MIN_VALUE;

  // Records with something that has changed since the last barrier.
  private int[] changed = new int[16];
  private int changedCount;

  // By the id of their slots; null where the id is free.
  private @Nullable RuleRun[] runs = new RuleRun[4];
  // Likewise, their places among the rules of the lane; NOWHERE where a rule is gone.
  private int[] places = new int[4];
  // States of rules that have to see everything.
  private long seeing;

  // The key of the event at hand, and its record, if it was asked for.
  private long hash;
  private EventKey key = new EventKey();
  private final EventKey given = new EventKey();
  private int current;
  private boolean lookedUp;
  private long lookUps;
  private long offers;

  // Rules that are gone: sweeping from here on removes their states; from 0 again if some more went
  // since it began.
  private long sweptTo = KeyTable.END;
  private boolean sweepAgain;
  private long evictedTo;

  /**
   * @param deleted where states that the store holds are noted when they are gone; the worker's,
   *     since what a group has noted must be told also when it is no more
   */
  KeyGroup(int id, KeyRecords records, MemoryCount memory, StateStore store, DeletedKeys deleted) {
    this.id = id;
    this.store = store;
    this.deleted = deleted;
    this.records = records;
    this.memory = memory;
    this.table = new KeyTable(records);
    this.wheel = new ExpiryWheel(records);
    this.timers = new TimerHeap(records);
  }

  /** What takes the matches of a group. */
  interface Sink extends MatchSink {
    /** Says whose matches follow, for the key of the event at hand. */
    void of(RuleRun run);

    /**
     * Says whose matches follow, which time completes.
     *
     * @param record of the key; valid until the call that follows returns
     */
    void timed(RuleRun run, KeyRecords records, int record);
  }

  int id() {
    return id;
  }

  /** Keys with something pending. */
  int keys() {
    return table.size();
  }

  /** How often a key was looked up, for tests that count instead of measuring. */
  long lookUps() {
    return lookUps;
  }

  /** How often a matcher was given an event, likewise. */
  long offers() {
    return offers;
  }

  /** Bytes of what belongs to keys and lies not in the heap. */
  long bytes() {
    return table.bytes() + wheel.bytes() + timers.bytes() + 4L * changed.length;
  }

  private RuleRun run(int slotId) {
    RuleRun run = runs[slotId];
    if (run == null) {
      throw new IllegalStateException("a slot of no rule");
    }
    return run;
  }

  // ---- events

  /** Turns to the key of an event. */
  void turnTo(long keyHash, EventKey eventKey) {
    hash = keyHash;
    key = eventKey;
    lookedUp = false;
  }

  private int record() {
    if (!lookedUp) {
      current = table.size() == 0 ? NONE : table.find(hash, key);
      lookedUp = true;
      lookUps++;
    }
    return current;
  }

  /** What the event at hand can satisfy of the rule at a place; see {@link RuleRun#place}. */
  interface Concern {
    /** A bit for each variable and loop; see {@link io.tripline.engine.predicate.PredicateSet}. */
    long of(int place);
  }

  /**
   * The event for the rules that have something pending for the key at hand, and that it concerns.
   */
  void onPending(Concern concern, EventView event, long number, long clock, Sink sink) {
    int record = record();
    int slots = record == NONE ? 0 : records.count(record);
    // From the last to the first: a slot that goes moves those behind it.
    for (int slot = slots - 1; slot >= 0 && record != NONE; slot--) {
      int id = records.id(record, slot);
      // Most that wait are not concerned: then not even the rule is looked at.
      int place = places[id];
      long variables = place == RuleRun.NOWHERE ? 0 : concern.of(place);
      if (variables != 0 || seeing > 0) {
        RuleRun run = run(id);
        if ((variables != 0 || run.seesEverything() && run.takes(event.typeId()))
            && !run.isGone()
            && run.isNew(number)) {
          onEvent(record, slot, run, event, variables, number, clock, sink);
          record = current;
        }
      }
    }
  }

  /** The event for a rule that has nothing pending for the key at hand. */
  void onStart(RuleRun run, EventView event, long variables, long number, long clock, Sink sink) {
    sink.of(run);
    int after = run.matcher().onEvent(NONE, event, variables, number, clock, sink);
    if (after != NONE) {
      int record = record();
      int slot = record == NONE ? -1 : records.find(record, run.id());
      add(record, -1 - slot, run, after, clock);
    }
    offered(run, number, clock);
  }

  /** The event for a rule that is given every one, whatever is pending. */
  void onWatched(RuleRun run, EventView event, long variables, long number, long clock, Sink sink) {
    int record = record();
    int slot = record == NONE ? -1 : records.find(record, run.id());
    if (slot >= 0) {
      onEvent(record, slot, run, event, variables, number, clock, sink);
    } else {
      onStart(run, event, variables, number, clock, sink);
    }
  }

  private void onEvent(
      int record,
      int slot,
      RuleRun run,
      EventView event,
      long variables,
      long number,
      long clock,
      Sink sink) {
    int before = state(record, slot, run);
    sink.of(run);
    int after = run.matcher().onEvent(before, event, variables, number, clock, sink);
    changed(record, slot, run, after, clock);
    offered(run, number, clock);
  }

  /** After a matcher was given an event. */
  private void offered(RuleRun run, long number, long clock) {
    offers++;
    int dropped = run.limit().take();
    if (dropped > 0) {
      run.figures().limit().struck(dropped, number, clock, key);
    }
  }

  /** Whether any state has to see all events of its key. */
  boolean hasSeeing() {
    return seeing > 0;
  }

  // ---- before events

  /** Whether its records are so many that they are far, unless they were just used. */
  boolean isLarge() {
    return table.size() >= LARGE;
  }

  /** What is probably the record of a key. Only reads. */
  int guess(long keyHash) {
    return table.guess(keyHash);
  }

  /** The first state of a record, if there is one. Only reads. */
  int firstState(int record) {
    return record == NONE ? NONE : records.firstState(record);
  }

  /** Reads of a state, for nothing but that it was read. */
  int touch(int state) {
    return state == NONE ? 0 : records.touch(state);
  }

  /** Notes the states for the key at hand that will be needed and that were put away. */
  void need(Concern concern, EventView event, StateLoads loads) {
    int record = record();
    int slots = record == NONE ? 0 : records.count(record);
    for (int slot = 0; slot < slots; slot++) {
      RuleRun run = run(records.id(record, slot));
      int flags = records.flags(record, slot);
      if (records.state(record, slot) == NONE
          && (flags & KeyRecords.NEEDED) == 0
          && run.takes(event.typeId())
          && !run.isGone()
          && (concern.of(run.place()) != 0 || run.seesEverything())) {
        records.flags(record, slot, flags | KeyRecords.NEEDED);
        loads.add(this, run, record, records.key(record));
      }
    }
  }

  /** Takes in a state that was noted. Nothing else has changed since. */
  void take(RuleRun run, int record, byte @Nullable [] bytes) {
    int slot = records.find(record, run.id());
    records.flags(record, slot, records.flags(record, slot) & ~KeyRecords.NEEDED);
    take(record, slot, run, bytes);
  }

  // ---- states

  /** The state of a slot, read from the store if it was put away. */
  private int state(int record, int slot, RuleRun run) {
    int state = records.state(record, slot);
    return state == NONE
        ? take(record, slot, run, store.load(run.rule().stateId(), records.key(record)))
        : state;
  }

  private int take(int record, int slot, RuleRun run, byte @Nullable [] bytes) {
    if (bytes == null) {
      throw new StorageException("The store has lost a state that it was given.");
    }
    int state = decode(run, bytes);
    records.state(record, slot, state);
    memory.states++;
    memory.away--;
    return state;
  }

  private static int decode(RuleRun run, byte[] bytes) {
    try {
      return run.matcher().decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new StorageException("A state of rule " + run.rule().name() + " cannot be read.", e);
    }
  }

  /** Adds the state of a key that has none of this rule. */
  private void add(int record, int slot, RuleRun run, int state, long clock) {
    int with = record;
    if (with == NONE) {
      KeyBuffer bytes = key.buffer();
      with = make(hash, bytes.bytes(), bytes.length());
      current = with;
    }
    with = addSlot(with, slot, run);
    memory.states++;
    long deadline = note(with, slot, run, state);
    schedule(with, deadline, clock);
    if (memory.savesChanges) {
      markChanged(with);
    }
  }

  private int make(long keyHash, byte[] keyBytes, int length) {
    int record = records.make(keyBytes, length);
    table.add(keyHash, record);
    return record;
  }

  private int addSlot(int record, int slot, RuleRun run) {
    int with = records.add(record, slot, run.id());
    if (with != record) {
      moved(record, with);
    }
    run.figures().count(1, 0);
    seeing += run.seesEverything() ? 1 : 0;
    return with;
  }

  private void moved(int from, int to) {
    table.moved(records.hash(to), from, to);
    wheel.moved(to);
    timers.moved(to);
    int at = records.changedAt(to);
    if (at != KeyRecords.NOWHERE) {
      changed[at] = to;
    }
    if (current == from) {
      current = to;
    }
  }

  /** After a state in memory has changed: remembers it, or forgets it if nothing is left. */
  private void changed(int record, int slot, RuleRun run, int state, long clock) {
    if (state == NONE) {
      forget(record, slot, run, true);
      return;
    }
    long deadline = note(record, slot, run, state);
    if (records.bucket(record) == KeyRecords.NOWHERE) {
      schedule(record, deadline, clock);
    }
    if (memory.savesChanges) {
      markChanged(record);
    }
  }

  /** Notes all that there is to say of a state that has changed; its deadline. */
  private long note(int record, int slot, RuleRun run, int state) {
    RuleMatcher matcher = run.matcher();
    long deadline = matcher.deadline(state);
    int more = records.changed(record, slot, state, matcher.runs(state), deadline);
    if (more != 0) {
      run.figures().count(0, more);
    }
    if (run.waits()) {
      timers.set(record, slot, matcher.nextTimer(state));
    }
    return deadline;
  }

  private void schedule(int record, long deadline, long clock) {
    if (deadline != Long.MAX_VALUE) {
      wheel.hasten(record, deadline, clock);
    }
  }

  private void markChanged(int record) {
    if (records.changedAt(record) == KeyRecords.NOWHERE) {
      if (changedCount == changed.length) {
        changed = Arrays.copyOf(changed, 2 * changedCount);
      }
      records.changedAt(record, changedCount);
      changed[changedCount++] = record;
    }
  }

  private void unmarkChanged(int record) {
    int at = records.changedAt(record);
    if (at != KeyRecords.NOWHERE) {
      int last = changed[--changedCount];
      changed[at] = last;
      records.changedAt(last, at);
      records.changedAt(record, KeyRecords.NOWHERE);
    }
  }

  /**
   * Removes a slot whose state is gone.
   *
   * @param delete whether the store has to hear of it
   * @return the record, or {@link KeyRecords#NONE} if that was its last slot
   */
  private int forget(int record, int slot, RuleRun run, boolean delete) {
    timers.set(record, slot, Long.MAX_VALUE);
    run.figures().count(-1, -records.runs(record, slot));
    seeing -= run.seesEverything() ? 1 : 0;
    if (records.state(record, slot) == NONE) {
      memory.away--;
    } else {
      memory.states--;
    }
    if (delete && (records.flags(record, slot) & KeyRecords.STORED) != 0) {
      byte[] page = records.heap().page(record);
      deleted.add(run.rule().stateId(), page, records.keyOffset(record), records.keyBytes(record));
    }
    if (records.count(record) > 1) {
      int left = records.remove(record, slot);
      if (left != record) {
        moved(record, left);
      }
      return left;
    }
    table.remove(records.hash(record), record);
    wheel.cancel(record);
    unmarkChanged(record);
    records.free(record);
    if (current == record) {
      current = NONE;
    }
    return NONE;
  }

  /** Removes a slot with its state. */
  private int remove(int record, int slot, RuleRun run, boolean delete) {
    int state = records.state(record, slot);
    if (state != NONE) {
      run.matcher().free(state);
    }
    return forget(record, slot, run, delete);
  }

  // ---- time

  /** The earliest end at which time completes something; {@code Long.MAX_VALUE} for never. */
  long nextTimer() {
    return timers.next();
  }

  /**
   * Lets time pass for all keys: completes what ends before {@code clock}, state by state.
   *
   * @param clock not less than in any call before
   */
  void onTime(long clock, Sink sink) {
    while (timers.next() < clock) {
      long end = timers.next();
      int record = timers.firstRecord();
      int slot = records.find(record, timers.firstId());
      RuleRun run = run(timers.firstId());
      if (run.isGone()) {
        timers.set(record, slot, Long.MAX_VALUE);
        continue;
      }
      int before = state(record, slot, run);
      sink.timed(run, records, record);
      int after = run.matcher().onTime(before, clock, sink);
      if (after != NONE && run.matcher().nextTimer(after) == end) {
        throw new IllegalStateException("time passed " + end + " and nothing came of it");
      }
      changed(record, slot, run, after, clock);
    }
  }

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
    long next = Long.MAX_VALUE;
    for (int slot = records.count(record) - 1; slot >= 0; slot--) {
      long deadline = records.deadline(record, slot);
      RuleRun run = run(records.id(record, slot));
      // The bound is inclusive: at its deadline a state is still alive.
      if (deadline < now || run.isGone()) {
        record = remove(record, slot, run, !run.isGone());
      } else {
        next = Math.min(next, deadline);
      }
    }
    if (record != NONE && next != Long.MAX_VALUE) {
      wheel.schedule(record, next, now);
    }
  }

  // ---- the store

  /** Takes in a state that the store holds; it stays in memory only if asked to. */
  void restore(RuleRun run, long keyHash, byte[] keyBytes, byte[] value, long clock, boolean keep) {
    given.of(keyBytes);
    turnTo(keyHash, given);
    int record = record();
    if (record == NONE) {
      record = make(keyHash, keyBytes, keyBytes.length);
    }
    int state = decode(run, value);
    int slot = -1 - records.find(record, run.id());
    record = addSlot(record, slot, run);
    long deadline = note(record, slot, run, state);
    schedule(record, deadline, clock);
    records.flags(record, slot, KeyRecords.STORED);
    if (keep) {
      memory.states++;
    } else {
      run.matcher().free(state);
      records.state(record, slot, NONE);
      memory.away++;
    }
  }

  /**
   * At a barrier: gives what has changed since the one before.
   *
   * @param barrier its number; see {@link MemoryCount}
   */
  void handOverChanged(int barrier, List<StateChange> target) {
    for (int i = 0; i < changedCount; i++) {
      int record = changed[i];
      byte @Nullable [] keyBytes = null;
      for (int slot = 0; slot < records.count(record); slot++) {
        int flags = records.flags(record, slot);
        RuleRun run = run(records.id(record, slot));
        if ((flags & KeyRecords.DIRTY) != 0 && !run.isGone()) {
          keyBytes = keyBytes == null ? records.key(record) : keyBytes;
          byte[] value = run.matcher().encode(records.state(record, slot));
          target.add(new StateChange(run.rule().stateId(), keyBytes, value));
          records.flags(record, slot, flags & ~KeyRecords.DIRTY | KeyRecords.STORED);
          records.savedIn(record, slot, barrier);
        }
      }
      records.changedAt(record, KeyRecords.NOWHERE);
    }
    changedCount = 0;
    if (changed.length > 1 << 16) {
      changed = new int[16];
    }
  }

  /**
   * Puts states away that the store has as they are: goes on where it stopped last, and spares
   * those that were used since it came by (the clock algorithm: Corbató, 1968).
   *
   * @param wanted it stops once the worker has no more states in memory than this
   * @param committed number of the last barrier that is in the store
   * @return whether it has come to the end of the table, and would begin again
   */
  boolean putAway(long wanted, int committed) {
    for (int segments = 0; segments < 4 && memory.states > wanted; segments++) {
      evictedTo =
          table.visit(
              evictedTo,
              record -> {
                for (int slot = 0; slot < records.count(record); slot++) {
                  if (memory.states > wanted) {
                    putAway(record, slot, committed);
                  }
                }
              });
      if (evictedTo == KeyTable.END) {
        evictedTo = 0;
        return true;
      }
    }
    return false;
  }

  private void putAway(int record, int slot, int committed) {
    int state = records.state(record, slot);
    int flags = records.flags(record, slot);
    if (state == NONE || (flags & KeyRecords.DIRTY) != 0) {
      return;
    }
    if ((flags & KeyRecords.USED) != 0) {
      records.flags(record, slot, flags & ~KeyRecords.USED);
    } else if (records.savedIn(record, slot) <= committed) {
      run(records.id(record, slot)).matcher().free(state);
      records.state(record, slot, NONE);
      memory.states--;
      memory.away++;
    }
  }

  // ---- changes of the rules

  /** A rule that has nothing pending joins. */
  void join(RuleRun run) {
    int free = 0;
    while (free < runs.length && runs[free] != null) {
      free++;
    }
    if (free == runs.length) {
      runs = Arrays.copyOf(runs, 2 * free);
      places = Arrays.copyOf(places, 2 * free);
    }
    runs[free] = run;
    run.sit(this, free, new PendingFigures());
  }

  /** Learns the place that a rule of it has among those of the lane. */
  void placed(RuleRun run) {
    places[run.id()] = run.place();
  }

  /** A newer version of a rule goes on with what is pending. */
  void replace(RuleRun earlier, RuleRun run) {
    long before = earlier.seesEverything() ? 1 : 0;
    long after = run.seesEverything() ? 1 : 0;
    seeing += (after - before) * earlier.figures().keys();
    runs[earlier.id()] = run;
    run.sit(this, earlier.id(), earlier.figures());
  }

  /** A rule goes; its states are removed bit by bit. */
  void leave(RuleRun run) {
    run.leave();
    places[run.id()] = RuleRun.NOWHERE;
    sweepAgain = true;
  }

  /** A rule goes on in another group, with its states: as long as there are keys. */
  void moveTo(RuleRun earlier, RuleRun run, KeyGroup target, long clock) {
    run.sit(target, run.id(), earlier.figures());
    IntConsumer mover =
        record -> {
          int slot = records.find(record, earlier.id());
          if (slot >= 0) {
            target.takeOver(this, record, slot, run, clock);
            forgetMoved(record, slot, earlier);
          }
        };
    for (long at = 0; at < KeyTable.END; ) {
      at = table.visit(at, mover);
    }
    leave(earlier);
  }

  private void forgetMoved(int record, int slot, RuleRun earlier) {
    int runsOf = records.runs(record, slot);
    forget(record, slot, earlier, false);
    // Both count in the same figures, and the other one goes on.
    earlier.figures().count(0, runsOf);
  }

  private void takeOver(KeyGroup from, int theirs, int theirSlot, RuleRun run, long clock) {
    KeyRecords other = from.records;
    byte[] keyBytes = other.key(theirs);
    given.of(keyBytes);
    turnTo(other.hash(theirs), given);
    int record = record();
    if (record == NONE) {
      record = make(hash, keyBytes, keyBytes.length);
    }
    int slot = -1 - records.find(record, run.id());
    record = addSlot(record, slot, run);
    int state = other.state(theirs, theirSlot);
    records.state(record, slot, state);
    // That it is here once more is evened out by the group that it comes from.
    memory.states += state == NONE ? 0 : 1;
    memory.away += state == NONE ? 1 : 0;
    records.runs(record, slot, other.runs(theirs, theirSlot));
    records.deadline(record, slot, other.deadline(theirs, theirSlot));
    records.savedIn(record, slot, other.savedIn(theirs, theirSlot));
    timers.set(record, slot, from.timers.timeOf(theirs, theirSlot));
    schedule(record, records.deadline(record, slot), clock);
    int flags = other.flags(theirs, theirSlot);
    if ((flags & KeyRecords.DIRTY) != 0) {
      markChanged(record);
    }
    records.flags(record, slot, flags);
  }

  /** Whether states of rules that are gone are left. */
  boolean isSwept() {
    return sweptTo == KeyTable.END && !sweepAgain;
  }

  /** Whether it has no rules any more, nor anything that they have left. */
  boolean isDeserted() {
    return isSwept() && Arrays.stream(runs).allMatch(Objects::isNull);
  }

  /** Removes states of rules that are gone, in a part of the table. */
  void sweep() {
    if (sweptTo == KeyTable.END) {
      sweepAgain = false;
      sweptTo = 0;
    }
    sweptTo = table.visit(sweptTo, sweeper);
    if (sweptTo == KeyTable.END && !sweepAgain) {
      for (int i = 0; i < runs.length; i++) {
        RuleRun run = runs[i];
        if (run != null && run.isGone()) {
          runs[i] = null;
        }
      }
    }
  }

  private void removeGone(int swept) {
    int record = swept;
    for (int slot = records.count(record) - 1; slot >= 0; slot--) {
      RuleRun run = run(records.id(record, slot));
      if (run.isGone()) {
        record = remove(record, slot, run, false);
      }
    }
  }

  /** Removes everything. */
  void clear() {
    for (RuleRun run : runs) {
      if (run != null) {
        leave(run);
      }
    }
    while (!isSwept()) {
      sweep();
    }
  }
}
