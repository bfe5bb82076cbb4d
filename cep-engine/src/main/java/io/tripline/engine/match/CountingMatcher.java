package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.RegisterBlocks;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;

/**
 * Matching of a {@link Chain} with {@code skip past last} where no condition looks back. Partial
 * matches that have taken the same number of steps have the same future then, except that the one
 * that began earlier is over earlier; and one that began earlier has never taken fewer steps. So
 * for each number of steps only the event with which the last of them began is noted, which tells
 * whether there is a match: an event costs some comparisons, however many the window holds. The
 * events that were taken are kept; which of them are the match is found when there is one, by going
 * over them again. Not thread-safe.
 *
 * <p>A state is one block: the numbers of steps, from 1, that partial matches have taken, as a bit
 * mask; the events as a queue, from index {@code FIRST} to before {@code END}; for each of those
 * numbers of steps the index of the event with which the last partial match began that has taken so
 * many, which is never before {@code FIRST}; the events: clock, cell ({@link EventCells}), the
 * variables that they satisfied where there are several, fields ({@link FieldSlots}).
 */
final class CountingMatcher implements Matcher {
  private static final int TAKEN = 0;
  private static final int FIRST = 8;
  private static final int END = 12;
  private static final int STARTS = 16;
  private static final int NONE = -1;

  // Of an event.
  private static final int CLOCK = 0;
  private static final int CELL = 8;
  private static final int ANSWERS = CELL + EventCells.BYTES;

  private final Chain chain;
  private final boolean mayBegin;
  private final int last;
  private final long starts;
  private final boolean severalVariables;
  private final long decided;
  private final Deadlines deadlines;
  private final int maxEvents;
  private final RuleCounters counters;
  private final Conditions conditions;
  private final RegisterUpdate[] updates;
  private final Frame frame;
  private final StateHeap heap;
  private final MatchBuilder matches;
  private final byte[] blank;
  private final byte[] complete;
  private final RegisterBlocks blocks;
  private final EventCells cells;
  private final FieldSlots fields;
  private final int fieldsAt;
  private final int eventsAt;
  private final int eventBytes;
  private final EventId id;
  private final StateBytes codec;
  private final StateNote note;

  // For each number of steps, the events of the best partial match; made with the first match.
  private int[][] taken = {};

  // The event at hand.
  private EventView event = new EventView();
  private long number;
  private long clock;
  private long satisfiable;
  // Whether the conditions have seen it.
  private boolean isSeen;
  private boolean isComplete;

  /**
   * @param maxEvents the most events that are kept of one key; past it the oldest are dropped, with
   *     the partial matches that began with them, and counted
   */
  CountingMatcher(MatcherParts parts, int maxEvents) {
    Program program = parts.program();
    this.chain = program.chain();
    this.mayBegin = parts.mayBegin();
    this.last = chain.length() - 1;
    this.starts = chain.bit(0);
    boolean several = false;
    for (int step = 1; step <= last; step++) {
      several |= chain.variable(step) != chain.variable(0);
    }
    this.severalVariables = several;
    this.decided = program.decided();
    this.deadlines = program.deadlines();
    this.maxEvents = maxEvents;
    this.counters = parts.counters();
    this.conditions = parts.conditions();
    this.updates = parts.updates();
    this.frame = parts.frame();
    this.heap = parts.heap();
    this.matches = parts.matches();
    this.blank = program.registers().blankBytes();
    this.complete = new byte[blank.length];
    this.blocks = program.registers().blocks();
    this.cells = parts.workbench().cells;
    this.id = parts.workbench().id;
    this.codec = parts.workbench().codec;
    this.note = parts.workbench().note;
    this.fields = new FieldSlots(program, parts.schema(), heap);
    this.fieldsAt = ANSWERS + (several ? 8 : 0);
    this.eventBytes = fieldsAt + fields.bytes();
    this.eventsAt = STARTS + 4 * last + 7 & -8;
  }

  @Override
  public long startVariables() {
    return starts;
  }

  @Override
  public int onEvent(
      int state, EventView at, long variables, long number, long clock, MatchSink sink) {
    if ((variables & (state == StateHeap.NONE ? starts : wants(state))) == 0) {
      note.leave();
      return state;
    }
    this.event = at;
    this.number = number;
    this.clock = clock;
    this.satisfiable = variables;
    this.isSeen = false;
    boolean begins = mayBegin && (variables & starts) != 0 && isSatisfied(0);
    if (state == StateHeap.NONE) {
      return begins ? begin() : state;
    }
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    forget(page, base);
    long answers = advance(page, base, variables);
    if (answers == 0 && !begins) {
      return left(state, page, base, false);
    }
    int after = keep(state, begins ? answers | starts : answers, begins);
    if (isComplete) {
      tell(after, sink);
      free(after);
      return StateHeap.NONE;
    }
    page = heap.page(after);
    base = heap.offset(after);
    limit(page, base);
    return left(after, page, base, begins);
  }

  /** The variables that matter to a state. */
  private long wants(int state) {
    long wants = starts;
    // Where all are one variable's, the state need not be looked at.
    long taken = severalVariables ? taken(state) : 0;
    for (; taken != 0; taken &= taken - 1) {
      wants |= chain.bit(Long.numberOfTrailingZeros(taken));
    }
    return wants;
  }

  /** Whether the event satisfies the variable of a step, as far as it can. */
  private boolean isSatisfied(int step) {
    if ((chain.bit(step) & decided) != 0) {
      return true;
    }
    if (!isSeen) {
      conditions.event(event, satisfiable);
      conditions.bound(blank);
      isSeen = true;
    }
    return conditions.satisfied(chain.variable(step));
  }

  private static int intAt(byte[] page, int at) {
    return Bytes.getInt(page, at);
  }

  /** Where the start of those that have taken so many steps is noted. */
  private static int startAt(int base, int steps) {
    return base + STARTS + 4 * (steps - 1);
  }

  /** The greatest number of steps in a mask of them. */
  private static int most(long steps) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(steps);
  }

  private int eventAt(int base, int index) {
    return base + eventsAt + index * eventBytes;
  }

  /** The variables that an event satisfied. */
  private long answers(byte[] page, int at) {
    return severalVariables ? Bytes.getLong(page, at + ANSWERS) : starts;
  }

  /** One of the variables that an event satisfied: all are of its type. */
  private static int variable(long answers) {
    return Long.numberOfTrailingZeros(answers);
  }

  // ---- an event

  /** Forgets events that no match can begin with any more; they are no part of one either. */
  private void forget(byte[] page, int base) {
    int first = intAt(page, base + FIRST);
    int end = intAt(page, base + END);
    int at = eventAt(base, first);
    if (deadlines.within(Bytes.getLong(page, at + CLOCK)) >= clock) {
      return;
    }
    do {
      freeEvent(page, at);
      first++;
      at += eventBytes;
    } while (first < end && deadlines.within(Bytes.getLong(page, at + CLOCK)) < clock);
    if (first == end) {
      Bytes.putLong(page, base + TAKEN, 0);
      Bytes.putInt(page, base + FIRST, 0);
      Bytes.putInt(page, base + END, 0);
    } else {
      beginAt(page, base, first);
    }
  }

  /** The queue begins later, and with it the partial matches. */
  private void beginAt(byte[] page, int base, int first) {
    Bytes.putInt(page, base + FIRST, first);
    long taken = Bytes.getLong(page, base + TAKEN);
    // Those that have taken most steps began first.
    while (taken != 0 && intAt(page, startAt(base, most(taken))) < first) {
      taken &= ~(1L << most(taken));
    }
    Bytes.putLong(page, base + TAKEN, taken);
  }

  /** Moves what takes the event; the variables that it satisfied. */
  private long advance(byte[] page, int base, long variables) {
    isComplete = false;
    long taken = Bytes.getLong(page, base + TAKEN);
    long answers = 0;
    long before = taken;
    // From the last step: what moves must not move twice.
    while (before != 0) {
      int steps = most(before);
      long bit = 1L << steps;
      before &= ~bit;
      if ((variables & chain.bit(steps)) != 0 && isSatisfied(steps)) {
        answers |= chain.bit(steps);
        taken &= ~bit;
        if (steps == last) {
          isComplete = true;
        } else {
          // Where others have stayed, these began later.
          taken |= bit << 1;
          int at = startAt(base, steps);
          Bytes.putInt(page, at + 4, intAt(page, at));
        }
      }
    }
    if (answers != 0) {
      Bytes.putLong(page, base + TAKEN, taken);
    }
    return answers;
  }

  private int begin() {
    int state = heap.allocate(eventsAt + eventBytes);
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    Bytes.putLong(page, base + TAKEN, 0);
    Bytes.putInt(page, base + FIRST, 0);
    Bytes.putInt(page, base + END, 0);
    note.make(deadlines.within(clock), 1);
    return keep(state, starts, true);
  }

  /** Keeps the event at hand. */
  private int keep(int state, long answers, boolean begins) {
    int with = room(state);
    byte[] page = heap.page(with);
    int base = heap.offset(with);
    int index = intAt(page, base + END);
    int at = eventAt(base, index);
    int variable = variable(answers);
    Bytes.putLong(page, at + CLOCK, clock);
    id.of(event, conditions.id(variable));
    cells.put(page, at + CELL, number, id);
    if (severalVariables) {
      Bytes.putLong(page, at + ANSWERS, answers);
    }
    fields.take(variable, event, page, at + fieldsAt);
    Bytes.putInt(page, base + END, index + 1);
    if (begins) {
      Bytes.putInt(page, startAt(base, 1), index);
      // One step is bit 1.
      Bytes.putLong(page, base + TAKEN, Bytes.getLong(page, base + TAKEN) | 2);
    }
    return with;
  }

  /** The state with room for one more event. */
  private int room(int state) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    int first = intAt(page, base + FIRST);
    int end = intAt(page, base + END);
    if (eventsAt + (end + 1) * eventBytes <= heap.capacity(state)) {
      return state;
    }
    int count = end - first;
    if (first > end / 4) {
      System.arraycopy(page, eventAt(base, first), page, eventAt(base, 0), count * eventBytes);
      for (long taken = Bytes.getLong(page, base + TAKEN); taken != 0; taken &= taken - 1) {
        int at = startAt(base, Long.numberOfTrailingZeros(taken));
        Bytes.putInt(page, at, intAt(page, at) - first);
      }
      Bytes.putInt(page, base + FIRST, 0);
      Bytes.putInt(page, base + END, count);
      end = count;
    }
    // More than is needed, so that an event is moved a few times at most.
    int events = Math.addExact(end, 1 + end / 4);
    int bytes = Math.addExact(eventsAt, Math.multiplyExact(events, eventBytes));
    return heap.resize(state, bytes, eventsAt + end * eventBytes);
  }

  /** Drops the oldest events until there are not too many. */
  private void limit(byte[] page, int base) {
    int first = intAt(page, base + FIRST);
    int tooMany = intAt(page, base + END) - first - maxEvents;
    if (tooMany > 0) {
      for (int i = 0; i < tooMany; i++) {
        freeEvent(page, eventAt(base, first + i));
      }
      beginAt(page, base, first + tooMany);
      counters.runsDropped(tooMany);
    }
  }

  /** The state; nothing is left of one that has no partial match. */
  private int left(int state, byte[] page, int base, boolean hasBegun) {
    long taken = Bytes.getLong(page, base + TAKEN);
    if (taken == 0) {
      free(state);
      return StateHeap.NONE;
    }
    if (hasBegun) {
      note.make(deadlines.within(clock), Long.bitCount(taken));
    }
    return state;
  }

  private void freeEvent(byte[] page, int at) {
    cells.free(page, at + CELL);
    if (fields.haveTexts()) {
      fields.free(variable(answers(page, at)), page, at + fieldsAt);
    }
  }

  // ---- which match it is

  /** Tells the match that the last event completes. */
  private void tell(int state, MatchSink sink) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    int[] events = find(page, base);
    System.arraycopy(blank, 0, complete, 0, blank.length);
    matches.begin();
    for (int step = 0; step <= last; step++) {
      int at = eventAt(base, events[step]);
      int variable = chain.variable(step);
      if (updates[variable].changesAny()) {
        frame.event(fields.event(variable, page, at + fieldsAt));
        updates[variable].apply(frame.registers(complete, 0));
        conditions.reportFailure();
      }
      matches.bind(variable, EventCells.number(page, at + CELL), cells.id(page, at + CELL));
    }
    sink.accept(matches.build(complete, 0, event.time(), clock, number));
    blocks.free(complete, 0, heap);
  }

  /** Goes over the events again; those of the match that began first. */
  private int[] find(byte[] page, int base) {
    if (taken.length == 0) {
      taken = new int[last + 1][last + 1];
    }
    for (int[] each : taken) {
      each[0] = NONE;
    }
    int end = intAt(page, base + END);
    for (int index = intAt(page, base + FIRST); index < end; index++) {
      long answers = answers(page, eventAt(base, index));
      for (int steps = last; steps >= 1; steps--) {
        int[] events = taken[steps];
        if (events[0] == NONE || (answers & chain.bit(steps)) == 0) {
          continue;
        }
        events[steps] = index;
        if (steps == last) {
          return events;
        }
        int[] next = taken[steps + 1];
        if (next[0] == NONE || startsBefore(page, base, events[0], next[0])) {
          System.arraycopy(events, 0, next, 0, steps + 1);
        }
        events[0] = NONE;
      }
      if ((answers & starts) != 0
          && (taken[1][0] == NONE || startsBefore(page, base, index, taken[1][0]))) {
        taken[1][0] = index;
      }
    }
    throw new IllegalStateException("a match of events that are not there");
  }

  private boolean startsBefore(byte[] page, int base, int index, int other) {
    int at = eventAt(base, index);
    int otherAt = eventAt(base, other);
    return EventOrder.compare(
            Bytes.getLong(page, at + CLOCK),
            EventCells.number(page, at + CELL),
            Bytes.getLong(page, otherAt + CLOCK),
            EventCells.number(page, otherAt + CELL))
        < 0;
  }

  // ---- states

  @Override
  public long deadline(int state) {
    if (state == StateHeap.NONE) {
      return Long.MIN_VALUE;
    }
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    // Those that have taken fewest steps began last.
    int steps = Long.numberOfTrailingZeros(Bytes.getLong(page, base + TAKEN));
    int latest = eventAt(base, intAt(page, startAt(base, steps)));
    return deadlines.within(Bytes.getLong(page, latest + CLOCK));
  }

  @Override
  public int runs(int state) {
    return state == StateHeap.NONE ? 0 : Long.bitCount(taken(state));
  }

  private long taken(int state) {
    return Bytes.getLong(heap.page(state), heap.offset(state) + TAKEN);
  }

  @Override
  public int keptEvents(int state) {
    if (state == StateHeap.NONE) {
      return 0;
    }
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    return intAt(page, base + END) - intAt(page, base + FIRST);
  }

  @Override
  public void tell(int state, PendingDraft to) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    for (long left = taken(state); left != 0; left &= left - 1) {
      int steps = Long.numberOfTrailingZeros(left);
      if (to.wantsPartial()) {
        long began = Bytes.getLong(page, eventAt(base, intAt(page, startAt(base, steps))) + CLOCK);
        to.partial(chain.bit(steps), began, deadlines.within(began), Deadlines.NEVER, 0);
      }
    }
    int first = intAt(page, base + FIRST);
    for (int index = first; index < first + keptEvents(state); index++) {
      if (to.wantsKept()) {
        int at = eventAt(base, index);
        to.kept(
            answers(page, at),
            EventCells.number(page, at + CELL),
            cells.id(page, at + CELL),
            Bytes.getLong(page, at + CLOCK));
      }
    }
  }

  @Override
  public byte[] encode(int state) {
    codec.begin();
    ByteBuilder out = codec.out();
    int count = keptEvents(state);
    out.putInt(count);
    if (count == 0) {
      return codec.end();
    }
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    int first = intAt(page, base + FIRST);
    for (int index = first; index < first + count; index++) {
      int at = eventAt(base, index);
      long answers = answers(page, at);
      out.putLong(Bytes.getLong(page, at + CLOCK));
      out.putLong(answers);
      cells.write(page, at + CELL, codec);
      fields.write(variable(answers), page, at + fieldsAt, out);
    }
    long taken = taken(state);
    for (int steps = 1; steps <= last; steps++) {
      boolean any = (taken & 1L << steps) != 0;
      out.putInt(any ? intAt(page, startAt(base, steps)) - first : NONE);
    }
    return codec.end();
  }

  @Override
  public int decode(byte[] bytes) {
    codec.open(bytes);
    int count = codec.takeInt();
    if (count == 0) {
      codec.close();
      return StateHeap.NONE;
    }
    // Each of them takes more in bytes.
    if (count < 0 || count > bytes.length / 8) {
      throw new IllegalArgumentException(count + " events");
    }
    int state =
        heap.allocate(
            Math.toIntExact(Math.addExact(eventsAt, Math.multiplyExact(count, eventBytes))));
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    Bytes.putInt(page, base + FIRST, 0);
    Bytes.putInt(page, base + END, 0);
    try {
      for (int index = 0; index < count; index++) {
        read(page, base, index);
      }
      Bytes.putLong(page, base + TAKEN, readStarts(page, base, count));
      codec.close();
    } catch (RuntimeException e) {
      free(state);
      throw e;
    }
    return state;
  }

  /** The numbers of steps that partial matches have taken, of which it notes where they began. */
  private long readStarts(byte[] page, int base, int count) {
    long taken = 0;
    int before = count;
    for (int steps = 1; steps <= last; steps++) {
      int start = codec.takeInt();
      if (start < NONE || start >= before) {
        throw new IllegalArgumentException("a start at event " + start);
      }
      if (start != NONE) {
        before = start;
        taken |= 1L << steps;
        Bytes.putInt(page, startAt(base, steps), start);
      }
    }
    if (taken == 0) {
      throw new IllegalArgumentException("events of no partial match");
    }
    return taken;
  }

  private void read(byte[] page, int base, int index) {
    int at = eventAt(base, index);
    Bytes.putLong(page, at + CLOCK, codec.takeLong());
    long answers = codec.takeLong();
    boolean known = false;
    for (int step = 0; step <= last; step++) {
      known |= answers != 0 && variable(answers) == chain.variable(step);
    }
    if (!known || !severalVariables && answers != starts) {
      throw new IllegalArgumentException("an event that cannot be");
    }
    if (severalVariables) {
      Bytes.putLong(page, at + ANSWERS, answers);
    }
    int variable = variable(answers);
    EventCells.clear(page, at + CELL);
    fields.clear(variable, page, at + fieldsAt);
    Bytes.putInt(page, base + END, index + 1);
    cells.read(codec, page, at + CELL);
    fields.read(variable, codec, page, at + fieldsAt);
  }

  @Override
  public void free(int state) {
    if (state == StateHeap.NONE) {
      return;
    }
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    int end = intAt(page, base + END);
    for (int index = intAt(page, base + FIRST); index < end; index++) {
      freeEvent(page, eventAt(base, index));
    }
    heap.free(state);
  }
}
