package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Readings;
import io.tripline.engine.match.MatchSink;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one group (see {@link KeyGroups}) in one worker: gives events and time to those that
 * have something pending, or can begin something. A key is looked up at most once an event, and
 * only if an answer depends on it. Not thread-safe.
 */
final class KeyGroup {
  private static final int NONE = KeyRecords.NONE;

  // In place of the turn of an event: what is known of its key holds until another is turned to.
  private static final long NO_TURN = 0;

  // What fits a second-level cache, about.
  private static final int LARGE = 1 << 12;

  private final int id;
  private final KeyLoads loads;
  private final AwayKeys away;
  private final KeyRecords records;
  private final KeyTable table;
  private final TimerHeap timers;
  private final KeyStates states;
  private final Seats seats;
  private final IntConsumer sweeper = this::removeGone;

  // The key of the event at hand, and its record, if it was asked for.
  private long hash;
  private EventKey key = new EventKey();
  private final EventKey given = new EventKey();
  private int current;
  private boolean lookedUp;
  // The event whose key it is, and where in it the hash lies.
  private long ofTurn = NO_TURN;
  private int ofHashAt;
  private long lookUps;
  private long offers;
  private final CostSampling sampling;

  // Rules that are gone: sweeping from here on removes their states; from 0 again if some more went
  // since it began.
  private long sweptTo = KeyTable.END;
  private boolean sweepAgain;

  // The clock of its lane.
  private LongSupplier time = () -> Long.MIN_VALUE;

  // What was made elsewhere for rules of it.
  private @Nullable Arriving arriving;

  /**
   * @param savesChanges whether there are ever checkpoints
   * @param deleted where states that the store holds are noted when they are gone; the worker's,
   *     since what a group has noted must be told also when it is no more
   * @param loads brings keys that were put away
   * @param away which those are, of all groups of the worker
   */
  KeyGroup(
      int id,
      KeyRecords records,
      boolean savesChanges,
      DeletedKeys deleted,
      KeyLoads loads,
      AwayKeys away) {
    this.id = id;
    this.sampling = new CostSampling(id);
    this.loads = loads;
    this.away = away;
    this.records = records;
    this.states = new KeyStates(records, savesChanges, deleted, away);
    this.seats = states.seats();
    this.table = states.table();
    this.timers = states.timers();
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

    /**
     * Takes an error that was met inside a rule, at the event at hand. Throws it on where it is not
     * the rule's, or nobody keeps a history in which rules fail.
     */
    void failed(RuleRun run, Throwable error);

    /** The same as time passed: at an end that it was to complete. */
    void failedInTime(RuleRun run, long end, Throwable error);

    /** Takes likewise an error inside a series of windows: of all rules that read it. */
    void failed(SeriesRun series, Throwable error);

    /** Takes what features are at events on which somebody waits. */
    List<FeatureReading> readings();

    /** The number of an event that rules are given; see {@link EventPlace}. */
    long numberOf(long place);
  }

  int id() {
    return id;
  }

  /** Whether any key may have something pending. */
  boolean hasKeys() {
    return table.size() > 0 || states.isPartial() || arriving != null && arriving.hasKeys();
  }

  /** How often a key was looked up, for tests that count instead of measuring. */
  long lookUps() {
    return lookUps;
  }

  /** How often a matcher was given an event, likewise. */
  long offers() {
    return offers;
  }

  /** What it has pending, for those who store it or put it away. */
  KeyStates states() {
    return states;
  }

  // ---- events

  /** Turns to a key, of which nothing is known. */
  void turnTo(long keyHash, EventKey eventKey) {
    hash = keyHash;
    key = eventKey;
    lookedUp = false;
    ofTurn = NO_TURN;
  }

  /**
   * Turns to the key of an event, possibly not for the first time: what was found then still holds,
   * since within an event's turn a record moves only where this group moves it.
   *
   * @param turn tells the event from all others since {@link #turnAway}; more than 0
   * @param hashAt where the key's hash lies in the event
   */
  void turnTo(long keyHash, EventKey eventKey, long turn, int hashAt) {
    if (turn == ofTurn && hashAt == ofHashAt) {
      key = eventKey;
      return;
    }
    turnTo(keyHash, eventKey);
    ofTurn = turn;
    ofHashAt = hashAt;
  }

  /** Forgets the event at hand: turns are counted anew. */
  void turnAway() {
    ofTurn = NO_TURN;
  }

  // ---- windows

  /** An event for a series of windows, at its clock. */
  void add(SeriesRun series, EventView event, long clock, Sink sink) {
    if (!takes(series, event, sink)) {
      return;
    }
    int record = record();
    int slot = record == NONE ? -1 : records.find(record, series.id());
    if (slot < 0) {
      int after = after(series, NONE, event, clock, sink);
      if (after != NONE) {
        current = states.add(hash, recordOrNew(), -1 - slot, series, after, clock);
      }
      return;
    }
    byte[] page = records.page(record);
    int at = records.place(record, slot);
    int before = KeyRecords.state(page, at);
    states.beforeChange(record);
    int after = after(series, before, event, clock, sink);
    if (after == NONE) {
      current = states.forget(record, slot, series, true);
    } else {
      states.changed(record, slot, page, at, series, after, clock);
    }
  }

  private static boolean takes(SeriesRun series, EventView event, Sink sink) {
    try {
      return series.keeper().takes(event);
    } catch (Throwable e) {
      sink.failed(series, e);
      return false;
    }
  }

  /** After an error nothing: what it has left behind is not used again, nor given back. */
  private static int after(SeriesRun series, int before, EventView event, long clock, Sink sink) {
    try {
      return series.keeper().add(before, event, clock);
    } catch (Throwable e) {
      sink.failed(series, e);
      return NONE;
    }
  }

  /**
   * Reads a window at an event.
   *
   * @param aggregate which of those of the series
   * @param offset where the value is put
   */
  void read(
      SeriesRun series,
      int aggregate,
      EventView tested,
      long clock,
      Readings to,
      int offset,
      Sink sink) {
    int record = record();
    int slot = record == NONE ? -1 : records.find(record, series.id());
    int state = NONE;
    if (slot >= 0) {
      byte[] page = records.page(record);
      int at = records.place(record, slot);
      state = KeyRecords.state(page, at);
      // It may drop what is too old by now, and was not at the barrier.
      states.beforeChange(record);
      KeyRecords.use(page, at);
    }
    try {
      series.keeper().read(state, aggregate, tested, clock, to, offset);
    } catch (Throwable e) {
      sink.failed(series, e);
      if (slot >= 0) {
        current = states.forget(record, slot, series, true);
      }
    }
  }

  private int record() {
    if (!lookedUp) {
      if (arriving != null) {
        arriving.take(hash, key);
      }
      current = states.find(hash, key);
      if (mayBeAway(current)) {
        loads.load(this, name());
        loaded(name());
        current = states.find(hash, key);
      }
      lookedUp = true;
      lookUps++;
    }
    return current;
  }

  /** Whether the store may have what is not here of the key at hand, whose record that is. */
  private boolean mayBeAway(int record) {
    return states.isPartial()
        && (record == NONE || records.is(record, KeyRecords.PART))
        && away.mayHave(hash);
  }

  /** An event for the rules that have something pending for its key, and that it concerns. */
  void onPending(Turn turn, Sink sink) {
    int record = record();
    if (record == NONE) {
      return;
    }
    byte[] page = records.page(record);
    int slot = records.count(record) - 1;
    // From the last to the first: a slot that goes moves those behind it.
    for (int at = records.place(record, slot); slot >= 0; slot--, at = KeyRecords.before(at)) {
      int slotId = KeyRecords.id(page, at);
      // Most that wait are not concerned: then not even the rule is looked at.
      int place = seats.place(slotId);
      if (place == Tenant.NOWHERE) {
        continue; // no rule, or one that is gone
      }
      long variables = turn.mayConcern(place) ? variables(turn, place, slotId, sink) : 0;
      if (variables != 0 || states.hasSeeing()) {
        RuleRun run = seats.rule(slotId);
        if ((variables != 0 || run.seesEverything() && run.takes(turn.typeId()))
            && run.isNew(turn.stamp())) {
          onEvent(record, slot, page, at, run, variables, turn, sink);
          if (current == NONE) {
            return;
          }
          if (current != record) {
            record = current;
            page = records.page(record);
            at = records.place(record, slot);
          }
        }
      }
    }
  }

  private long variables(Turn turn, int place, int slotId, Sink sink) {
    try {
      return turn.variables(place);
    } catch (Throwable e) {
      sink.failed(seats.rule(slotId), e);
      return 0;
    }
  }

  /** An event for a rule that has nothing pending for its key. */
  void onStart(RuleRun run, Turn turn, Sink sink) {
    if (run.hasFailed()) {
      return;
    }
    sink.of(run);
    long variables = turn.variables(run.place());
    boolean timed = sampling.isChosen();
    long began = timed ? System.nanoTime() : 0;
    int after;
    try {
      after =
          run.matcher().onEvent(NONE, turn.event(), variables, turn.number(), turn.clock(), sink);
    } catch (Throwable e) {
      sink.failed(run, e);
      return;
    }
    if (after != NONE) {
      int record = record();
      int slot = record == NONE ? 0 : -1 - records.find(record, run.id());
      current = states.add(hash, recordOrNew(), slot, run, after, turn.clock());
    }
    if (timed) {
      run.figures().cost().sampled(System.nanoTime() - began);
    }
    offered(run, turn);
  }

  private int recordOrNew() {
    if (record() == NONE) {
      current = states.make(hash, key.buffer().bytes(), key.buffer().length());
    }
    return current;
  }

  /** An event for a rule that is given every one, whatever is pending. */
  void onWatched(RuleRun run, Turn turn, Sink sink) {
    int record = record();
    int slot = record == NONE ? -1 : records.find(record, run.id());
    if (slot >= 0) {
      byte[] page = records.page(record);
      long variables = turn.variables(run.place());
      onEvent(record, slot, page, records.place(record, slot), run, variables, turn, sink);
    } else {
      onStart(run, turn, sink);
    }
  }

  /**
   * An event for the rule of a slot.
   *
   * @param page of the record
   * @param at where the slot lies there
   */
  private void onEvent(
      int record,
      int slot,
      byte[] page,
      int at,
      RuleRun run,
      long variables,
      Turn turn,
      Sink sink) {
    if (run.hasFailed()) {
      return;
    }
    int before = KeyRecords.state(page, at);
    states.beforeChange(record);
    sink.of(run);
    boolean timed = sampling.isChosen();
    long began = timed ? System.nanoTime() : 0;
    int after;
    try {
      after =
          run.matcher().onEvent(before, turn.event(), variables, turn.number(), turn.clock(), sink);
    } catch (Throwable e) {
      sink.failed(run, e);
      // What it has left behind is not used again, nor given back: nobody knows what it is like.
      current = states.forget(record, slot, run, true);
      return;
    }
    if (after == NONE) {
      current = states.forget(record, slot, run, true);
    } else if (run.matcher().hasLeftState()) {
      KeyRecords.use(page, at);
    } else {
      states.changed(record, slot, page, at, run, after, turn.clock());
    }
    if (timed) {
      run.figures().cost().sampled(System.nanoTime() - began);
    }
    offered(run, turn);
  }

  /** After a matcher was given an event. */
  private void offered(RuleRun run, Turn turn) {
    offers++;
    int dropped = run.limit().take();
    if (dropped > 0) {
      run.figures().limit().struck(dropped, turn.number(), turn.clock(), key);
    }
  }

  /** Whether any state has to see all events of its key. */
  boolean hasSeeing() {
    return states.hasSeeing() || arriving != null && arriving.hasSeeing();
  }

  // ---- before events

  /** Whether its records are so many that they are far, unless they were just used. */
  boolean isLarge() {
    return table.size() >= LARGE;
  }

  /** Reads the place at which the record of a key is looked for first. */
  int touch(long keyHash) {
    return table.touch(keyHash);
  }

  /** What is probably the record of a key. Only reads. */
  int guess(long keyHash) {
    return table.guess(keyHash);
  }

  /**
   * The states of a record that are in memory, as many as asked for. Only reads.
   *
   * @return where they end in {@code target}
   */
  int states(int record, int[] target, int from, int most) {
    return record == NONE ? from : records.states(record, target, from, most);
  }

  /** Notes that the key at hand will be looked up, if the store may have something of it. */
  void want() {
    if (!states.isPartial()) {
      return;
    }
    int record = states.find(hash, key);
    if (!mayBeAway(record)) {
      return;
    }
    if (record == NONE) {
      record = states.make(hash, key.buffer().bytes(), key.buffer().length());
    } else if (records.is(record, KeyRecords.WANTED)) {
      return;
    }
    records.mark(record, KeyRecords.PART | KeyRecords.WANTED);
    loads.add(this, hash, records.key(record));
  }

  /**
   * Notes likewise a key, of which nothing is in memory.
   *
   * @return whether that is so, and the store may have something
   */
  boolean want(KeyName name) {
    if (!states.isPartial() || find(name) != NONE) {
      return false;
    }
    records.mark(recordMaybePart(name), KeyRecords.WANTED);
    loads.add(this, name.hash(), name.key());
    return true;
  }

  /** Removes what is over of a key. */
  void removeOver(KeyName name) {
    int record = find(name);
    if (record != NONE) {
      states.removeOver(record, time.getAsLong());
    }
  }

  // ---- what the store has

  private KeyName name() {
    return new KeyName(hash, Arrays.copyOf(key.buffer().bytes(), key.buffer().length()));
  }

  private int find(KeyName name) {
    given.of(name.key());
    return states.find(name.hash(), given);
  }

  private int findOrMake(KeyName name) {
    int record = find(name);
    return record == NONE ? states.make(name.hash(), name.key(), name.key().length) : record;
  }

  /** Takes in a state of a key that was looked for, if it is of this group and not here. */
  void take(KeyName name, long stateId, KeyState state) {
    Tenant tenant = seats.find(stateId);
    if (tenant == null || tenant.isGone()) {
      return;
    }
    int record = findOrMake(name);
    if (records.find(record, tenant.id()) < 0) {
      states.restore(name.hash(), record, tenant, state, time.getAsLong(), true);
    }
  }

  /** All that the store has of a key is here. */
  void loaded(KeyName name) {
    int record = find(name);
    if (record != NONE) {
      records.unmark(record, KeyRecords.PART | KeyRecords.WANTED);
    }
  }

  /** Removes the record that was made for a key that was looked for, if nothing came of it. */
  void removeIfEmpty(KeyName name) {
    int record = find(name);
    if (record != NONE) {
      states.removeIfEmpty(record);
    }
  }

  /**
   * Takes in a stored state before the first event.
   *
   * @param isRoom whether it stays in memory; if time completes something of it, it does anyway
   */
  void restore(Tenant tenant, KeyName name, KeyState state, long clock, boolean isRoom) {
    boolean stays =
        isRoom || find(name) != NONE || KeyStates.timerOf(tenant, state) != Long.MAX_VALUE;
    if (stays) {
      states.restore(name.hash(), recordMaybePart(name), tenant, state, clock, false);
    } else {
      states.restoreAway(name.hash(), tenant, state);
    }
  }

  // ---- time

  /** The earliest end at which time completes something; {@code Long.MAX_VALUE} for never. */
  long nextTimer() {
    return arriving == null ? timers.next() : Math.min(timers.next(), arriving.nextTimer());
  }

  /**
   * Lets time pass for all keys: completes what ends before {@code clock}, state by state.
   *
   * @param clock not less than in any call before
   */
  void onTime(long clock, Sink sink) {
    if (arriving != null) {
      arriving.takeDue(clock);
    }
    while (timers.next() < clock) {
      long end = timers.next();
      int record = timers.firstRecord();
      int slot = records.find(record, timers.firstId());
      RuleRun run = seats.rule(timers.firstId());
      if (run.isGone() || run.hasFailed()) {
        timers.set(record, slot, Long.MAX_VALUE);
        continue;
      }
      byte[] page = records.page(record);
      int at = records.place(record, slot);
      int before = KeyRecords.state(page, at);
      states.beforeChange(record);
      sink.timed(run, records, record);
      int after = afterTime(run, before, clock, end, sink);
      if (after == NONE) {
        states.forget(record, slot, run, true);
        continue;
      }
      states.changed(record, slot, page, at, run, after, clock);
    }
  }

  private static int afterTime(RuleRun run, int before, long clock, long end, Sink sink) {
    try {
      int after = run.matcher().onTime(before, clock, sink);
      if (after != NONE && run.matcher().nextTimer(after) == end) {
        throw new IllegalStateException("time passed " + end + " and nothing came of it");
      }
      return after;
    } catch (Throwable e) {
      sink.failedInTime(run, end, e);
      return NONE;
    }
  }

  /** The clock at which {@link #expire} has work to do. */
  long nextExpiry() {
    return arriving == null
        ? states.nextExpiry()
        : Math.min(states.nextExpiry(), arriving.nextExpiry());
  }

  /** Removes what can no longer become a match. */
  void expire(long clock) {
    states.expire(clock);
    if (arriving != null) {
      arriving.expire(clock);
    }
  }

  // ---- changes of the rules

  /** A rule, or a series, that has nothing pending joins. */
  void join(Tenant run) {
    run.sit(this, seats.seat(run), new PendingFigures());
  }

  /** Learns the clock of its lane. */
  void time(LongSupplier clock) {
    time = clock;
  }

  /** Learns the place that a rule of it has among those of the lane. */
  void placed(RuleRun run) {
    seats.place(run.id(), run.place());
  }

  /** Learns that a rule of it takes no events now: it has no place among those of the lane. */
  void unplaced(RuleRun run) {
    seats.place(run.id(), Tenant.NOWHERE);
  }

  /** A newer version goes on with what is pending. */
  void replace(Tenant earlier, Tenant run) {
    states.replace(earlier, run);
    run.sit(this, earlier.id(), earlier.figures());
  }

  /** A rule or a series goes; its states are removed bit by bit. */
  void leave(Tenant run) {
    run.leave();
    seats.place(run.id(), Tenant.NOWHERE);
    sweepAgain = true;
  }

  /** A rule or a series goes on in another group, with its states: as long as there are keys. */
  void moveTo(Tenant earlier, Tenant run, KeyGroup target, long clock) {
    run.sit(target, run.id(), earlier.figures());
    if (states.isPartial()) {
      target.states.makePartial();
    }
    IntConsumer mover =
        record -> {
          int slot = records.find(record, earlier.id());
          if (slot >= 0) {
            target.takeOver(states, record, slot, run, clock);
            int runsOf = records.runs(record, slot);
            states.forget(record, slot, earlier, false);
            // Both count in the same figures, and the other one goes on.
            earlier.figures().count(0, runsOf);
          }
        };
    for (long at = 0; at < KeyTable.END; ) {
      at = table.visit(at, mover);
    }
    leave(earlier);
  }

  private void takeOver(KeyStates from, int theirs, int theirSlot, Tenant run, long clock) {
    KeyName name = new KeyName(from.records().hash(theirs), from.records().key(theirs));
    states.takeOver(from, theirs, theirSlot, name.hash(), recordMaybePart(name), run, clock);
  }

  /** The record of a key, made if need be, of which the store may have more. */
  private int recordMaybePart(KeyName name) {
    int record = find(name);
    if (record == NONE) {
      record = states.make(name.hash(), name.key(), name.key().length);
      if (states.isPartial()) {
        records.mark(record, KeyRecords.PART);
      }
    }
    return record;
  }

  // ---- states that were made elsewhere

  /**
   * Rules and series that have just joined go on with what was made for them elsewhere.
   *
   * @param made has them under the ids of their states, and no key of another worker
   * @param joined those of this group
   * @param clock that both have come to
   */
  void expect(KeyGroup made, Map<Long, Tenant> joined, long clock) {
    Arriving states = new Arriving(made, this, clock);
    for (Tenant each : made.states.seats().all()) {
      Tenant tenant = joined.get(each.stateId());
      if (tenant != null) {
        states.expect(tenant, each);
      }
    }
    arriving = states;
  }

  /** Whether not all are taken over. */
  boolean isExpecting() {
    return arriving != null;
  }

  /** Takes some of them over. */
  void takeSome() {
    if (arriving != null && arriving.takeSome()) {
      arriving = null;
    }
  }

  /** Takes a state over. */
  void arrive(Tenant run, long keyHash, byte[] keyBytes, byte[] value, long clock) {
    KeyName name = new KeyName(keyHash, keyBytes);
    states.arrive(keyHash, recordMaybePart(name), run, value, clock);
  }

  /** Whether states of rules that are gone are left. */
  boolean isSwept() {
    return sweptTo == KeyTable.END && !sweepAgain;
  }

  /** Whether it has no rules any more, nor anything that they have left. */
  boolean isDeserted() {
    return isSwept() && seats.all().isEmpty();
  }

  /** Removes states of rules that are gone, in a part of the table. */
  void sweep() {
    if (sweptTo == KeyTable.END) {
      sweepAgain = false;
      sweptTo = 0;
    }
    sweptTo = table.visit(sweptTo, sweeper);
    if (sweptTo == KeyTable.END && !sweepAgain) {
      seats.unseatGone();
    }
  }

  private void removeGone(int swept) {
    int record = swept;
    for (int slot = records.count(record) - 1; slot >= 0; slot--) {
      Tenant run = seats.tenant(records.id(record, slot));
      if (run.isGone()) {
        record = states.remove(record, slot, run, false);
      }
    }
  }

  /** Removes everything. */
  void clear() {
    seats.all().forEach(this::leave);
    while (!isSwept()) {
      sweep();
    }
  }
}
