package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.EventType.Arrival;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.AllContents;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.ContentsReading;
import io.tripline.engine.contents.Piece;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The stage before the match workers: decides for each event, once, what time it has, when it is
 * matched, and what becomes of it. It writes that into the slot ({@link Slot#set}) and its
 * schedule, and never into the event: the journal worker reads the event's bytes at the same time.
 *
 * <p>Rules without lateness take events as they arrive, at the greatest event time so far. For the
 * others {@link Holding} brings events into order. An event is judged by what was known before it
 * arrived; then its source has come to its time.
 *
 * <p>An event with a verdict other than {@link Verdict#MATCH} reaches no rule, and changes nothing
 * about time; it keeps its number and its place in the journal. Verdicts are made in {@link
 * #judge}: what makes events late or duplicates belongs there. What has to be stored of such an
 * event is stored by the alert handler, which finds the verdict in the slot, and is gated on the
 * journal. State that a verdict depends on is part of the checkpoint: handed over at the barrier.
 */
final class Intake implements Stage {
  private final Holding holding;
  private final SourceClocks sources;
  private final SeenIds ids;
  private final AllContents contents;
  private final EventView event = new EventView();
  private Running running;
  private Arrival[] arrivals;

  private long events;
  private long clock;
  private long late;
  private long diverted;
  private long dropped;
  private long duplicates;
  // For those who read figures.
  private volatile TimeReading reading;

  /**
   * @param start as of the last checkpoint
   * @param lists the lists and tables of then
   * @param running the rule sets of then
   * @param maxHeldEvents the most that are held back
   * @param maxRememberedIds the most ids of one event type
   */
  Intake(
      TimeReading start,
      ContentsReading lists,
      Running running,
      int maxHeldEvents,
      int maxRememberedIds) {
    this.running = running;
    this.arrivals = arrivals(running.schema());
    this.holding = new Holding(maxHeldEvents, start, running);
    this.sources = new SourceClocks(start);
    this.contents = new AllContents(lists, ruleSets(running), running.schema());
    this.ids = new SeenIds(maxRememberedIds, running.schema());
    events = start.events();
    clock = start.clock();
    late = start.counts().late();
    diverted = start.counts().diverted();
    dropped = start.counts().dropped();
    duplicates = start.counts().duplicates();
    reading = read();
  }

  private static List<RuleSet> ruleSets(Running running) {
    return running.sets().stream().map(Running.Set::ruleSet).toList();
  }

  private static Arrival[] arrivals(Schema schema) {
    return schema.layouts().stream()
        .map(EventLayout::type)
        .map(EventType::arrival)
        .toArray(Arrival[]::new);
  }

  /** As of the last batch. Any thread. */
  TimeReading reading() {
    return reading;
  }

  /** The lists and tables, by name. Any thread. */
  Map<String, Contents> contents() {
    return contents.current();
  }

  /** What is remembered of ids. Any thread. */
  List<EngineStats.IdStats> ids() {
    return ids.read();
  }

  /** As of now. Only the thread that calls {@link #onSlot}, or nobody meanwhile. */
  TimeReading read() {
    return new TimeReading(
        events,
        clock,
        sources.least(),
        new TimeReading.Counts(late, diverted, dropped, duplicates, holding.releasedEarly()),
        sources.read(),
        holding.held(),
        holding.read());
  }

  @Override
  public void onSlot(Slot slot, boolean endOfBatch) {
    contents.passed(slot.intakeClock(), slot.intakeNumber());
    switch (slot.kind()) {
      case EVENTS -> onEvents(slot);
      case SOURCE -> onSource(slot.entry());
      case TIME -> onTime(slot);
      case IDLE -> onIdle(slot);
      case CONTENTS -> onContents(slot);
      case DEPLOY, UNDEPLOY, MODES -> install(slot);
      case BARRIER -> handOver(slot.ticket());
      case END -> {
        holding.end(slot);
        clock = Long.MAX_VALUE;
      }
    }
    slot.passed(clock, events);
    slot.intakeAt(leastClock(), events);
    if (endOfBatch) {
      reading = read();
    }
  }

  private void onEvents(Slot slot) {
    slot.prepare(events + 1, clock);
    boolean isPlain = !holding.isNeeded() && !ids.isNeeded() && !contents.follows();
    InOrder known = slot.inOrder();
    if (isPlain && known != null && known.first() >= clock) {
      passed(slot.count(), known.source(), known.last());
      return;
    }
    event.wrap(slot.data(), slot.start());
    int count = slot.count();
    for (int i = 0; i < count; ) {
      int inOrder = isPlain ? passInOrder(count - i) : 0;
      i += inOrder;
      if (inOrder == 0) {
        onEvent(slot, i++);
        event.next();
      }
    }
  }

  /**
   * Takes events of one source by rising time, as long as they follow one another. No source has
   * come farther than the clock, so none of them is late; and what they tell of their source, the
   * last of them tells.
   *
   * @return how many they were
   */
  private int passInOrder(int most) {
    int source = event.source();
    long time = clock;
    int passed = 0;
    while (passed < most && event.time() >= time && event.source() == source) {
      time = event.time();
      event.next();
      passed++;
    }
    if (passed > 0) {
      passed(passed, source, time);
    }
    return passed;
  }

  private void passed(int count, int source, long time) {
    events += count;
    clock = time;
    sources.onTime(source, time);
  }

  private void onEvent(Slot slot, int index) {
    events++;
    long lateBefore = late;
    Verdict verdict = judge(event);
    if (verdict != Verdict.MATCH) {
      slot.set(index, verdict);
      return;
    }
    clock = Math.max(clock, event.time());
    sources.onTime(event.source(), event.time());
    if (contents.follows()) {
      contents.follow(event, late > lateBefore ? clock : event.time(), events);
    }
    if (holding.isNeeded()) {
      holding.arrive(slot, index, event, events);
      holding.advance(slot, index, sources);
    }
  }

  /** What becomes of an event: asked once of each, in their order. */
  private Verdict judge(EventView arriving) {
    if (ids.isDuplicate(arriving, clock)) {
      duplicates++;
      return Verdict.DUPLICATE;
    }
    Arrival arrival = arrivals[arriving.typeId()];
    if (arriving.time() >= SourceClocks.before(sources.least(), arrival.latenessMillis())) {
      return Verdict.MATCH;
    }
    late++;
    switch (arrival.late()) {
      case ACCEPT -> {
        return Verdict.MATCH;
      }
      case DIVERT -> {
        diverted++;
        return Verdict.DIVERTED;
      }
      case DROP -> {
        dropped++;
        return Verdict.DROPPED;
      }
    }
    throw new IllegalStateException(); // not reached: the switch knows all policies
  }

  private void onSource(ByteSource entry) {
    sources.name(entry.getInt(), entry.getText());
  }

  /**
   * Takes in a change of a list or table of which only is known that it came before the first
   * entry. Before that.
   */
  void before(Piece piece) {
    contents.change(piece, Long.MIN_VALUE, 0);
  }

  /** The least time that any event will be matched at, or change a row from, from here on. */
  private long leastClock() {
    long least = holding.leastClock(clock);
    return contents.follows()
        ? Math.min(least, SourceClocks.before(sources.least(), contents.followedLateness()))
        : least;
  }

  private void onContents(Slot slot) {
    contents.change(Piece.decode(slot.data(), slot.start(), slot.length()), clock, events);
  }

  private void onTime(Slot slot) {
    events += slot.passedOver();
    ByteSource entry = slot.entry();
    int source = entry.getInt();
    long time = entry.getLong();
    clock = Math.max(clock, time);
    sources.onTime(source, time);
    holding.advance(slot, 0, sources);
  }

  private void onIdle(Slot slot) {
    sources.onIdle(slot.entry().getInt());
    holding.advance(slot, 0, sources);
  }

  private void install(Slot slot) {
    Running target = slot.plan().target();
    WarmStart warm = slot.plan().warmStart();
    Intake past = warm == null ? null : warm.await().intake();
    holding.install(running, target, slot, sources, clock, past == null ? null : past.holding);
    running = target;
    arrivals = arrivals(target.schema());
    ids.install(target.schema());
    contents.install(slot.plan().forms(), target.schema(), past == null ? null : past.contents);
    slot.plan().startAt(start());
  }

  private void handOver(CheckpointTicket ticket) {
    List<StateChange> changes = new ArrayList<>();
    holding.handOver(changes);
    ids.handOver(changes, clock);
    List<Long> dropped = contents.handOver(changes);
    ticket.intake(read(), contents.read(), changes, dropped);
  }

  /** Takes in a stored state that is the intake's, before the first entry; false if it is not. */
  boolean restore(long stateId, byte[] key, byte[] value) {
    if (stateId == StateIds.HELD) {
      holding.restore(key, value);
      return true;
    }
    if (stateId == StateIds.SEEN_IDS) {
      ids.restore(key, value);
      return true;
    }
    return contents.restore(stateId, key, value);
  }

  /** After the last call of {@link #restore}. */
  void restored() {
    ids.restored(clock);
    reading = read();
  }

  /** What there is for rules that begin here. */
  DeploymentPlan.Start start() {
    return new DeploymentPlan.Start(
        holding.clocks(clock), holding.floors(), contents.current(), events);
  }
}
