package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;

/**
 * Matching with {@code skip none} where no condition looks back: the partial matches of a key are
 * not kept one by one. What is kept are the events that a match can be made of, with their answers
 * to the rule's conditions ({@link KeptLog}), and of each place of the automaton at which any
 * partial match is, which of them began first and which last. That tells whether an event completes
 * a match, in time that depends on the pattern alone; the matches themselves are then read off the
 * events ({@link Enumeration}), as many as the rule's limit lets through. Not thread-safe.
 *
 * <p>A state is: how many places there are; when all is over; what must not come before a match;
 * the log; the places, each with the log's index of its first and its last beginning, and the clock
 * at the latter.
 */
final class EnumeratingMatcher implements Matcher {
  /** What is remembered of steps at most; past it they are worked out again. */
  private static final int MOST_KNOWN = 1 << 18;

  private static final int PLACES = 0;
  private static final int DEADLINE = 8;
  private static final int SEEN = 16;
  private static final int FIRST = 0;
  private static final int LAST = 4;
  private static final int CLOCK = 8;
  private static final int STARTS = 16;

  private final Deadlines deadlines;
  private final int maxEvents;
  private final RuleCounters counters;
  private final Conditions conditions;
  private final Absences absences;
  private final Run nothing;
  private final StateHeap heap;
  private final boolean seesBetween;
  private final boolean forbids;
  private final boolean mayBegin;
  private final long interesting;
  private final SeenTimes seen;
  private final KeptLog log;
  private final PlaceNumbers places;
  private final Steps steps;
  private final StepSets sets;
  private final Ways ways;
  private final Enumeration enumeration;
  private final StateBytes codec = new StateBytes();
  private final int words;
  private final long[] raw;

  // The places of the state at hand: read, and left after the event.
  private final Places read = new Places();
  private final Places left = new Places();

  // Whether the event at hand makes a difference to those that go on: it was taken by one, or has
  // closed a way. Where it does not, no later match can tell that it was there.
  private boolean matters;

  /** Places with the beginnings of the partial matches there. */
  private static final class Places {
    int[] place = new int[8];
    int[] first = new int[8];
    int[] last = new int[8];
    long[] clock = new long[8];
    int count;

    void add(int at, int began, int beganLast, long clockOfLast) {
      for (int i = 0; i < count; i++) {
        if (place[i] == at) {
          first[i] = Math.min(first[i], began);
          if (beganLast > last[i]) {
            last[i] = beganLast;
            clock[i] = clockOfLast;
          }
          return;
        }
      }
      if (count == place.length) {
        place = Arrays.copyOf(place, 2 * count);
        first = Arrays.copyOf(first, 2 * count);
        last = Arrays.copyOf(last, 2 * count);
        clock = Arrays.copyOf(clock, 2 * count);
      }
      place[count] = at;
      first[count] = began;
      last[count] = beganLast;
      clock[count++] = clockOfLast;
    }

    /** Drops those of which all partial matches began before an index. */
    void dropBefore(int index) {
      int still = 0;
      for (int i = 0; i < count; i++) {
        if (last[i] >= index) {
          place[still] = place[i];
          first[still] = first[i];
          last[still] = last[i];
          clock[still++] = clock[i];
        }
      }
      count = still;
    }

    void moveBack(int by) {
      for (int i = 0; i < count; i++) {
        first[i] = Math.max(0, first[i] - by);
        last[i] -= by;
      }
    }

    /** The least index with which any began. */
    int leastFirst(int before) {
      int least = before;
      for (int i = 0; i < count; i++) {
        least = Math.min(least, first[i]);
      }
      return least;
    }
  }

  /**
   * @param maxEvents the most events that are kept of one key; past it the oldest are dropped, with
   *     the partial matches that began with them, and counted
   */
  EnumeratingMatcher(MatcherParts parts, int maxEvents) {
    Program program = parts.program();
    Automaton automaton = program.automaton();
    this.deadlines = program.deadlines();
    this.maxEvents = maxEvents;
    this.counters = parts.counters();
    this.conditions = parts.conditions();
    this.absences = parts.absences();
    this.nothing = parts.nothing();
    this.heap = parts.heap();
    this.seesBetween = automaton.looksAtNext();
    this.forbids = automaton.forbidden().length > 0;
    this.mayBegin = parts.mayBegin();
    long first = 0;
    for (Automaton.Edge edge : automaton.edges(automaton.start())) {
      first |= 1L << automaton.variable(edge.to());
    }
    long all = first;
    for (int variable : automaton.forbidden()) {
      all |= 1L << variable;
    }
    this.interesting = all;
    this.seen = new SeenTimes(program);
    this.log = new KeptLog(heap, new Projection(program, parts.schema()), forbids);
    this.places = new PlaceNumbers(program);
    this.steps = new Steps(parts, places);
    this.sets = new StepSets(places, steps);
    int longest = program.longestMatch();
    this.ways = new Ways(sets, log, longest < Long.SIZE);
    this.enumeration =
        new Enumeration(
            log,
            sets,
            ways,
            new Assignments(places, steps, log),
            new Telling(parts, log),
            longest,
            program.rule().matchLimit(),
            first);
    this.words = PlaceNumbers.words(program);
    this.raw = new long[words];
  }

  /** How often the search for matches has looked at a spot; for tests. */
  long steps() {
    return ways.steps();
  }

  @Override
  public long startVariables() {
    return interesting;
  }

  @Override
  public int onEvent(
      int state, EventView event, long variables, long number, long clock, MatchSink sink) {
    if (variables == 0 && (!seesBetween || state == StateHeap.NONE)) {
      return state;
    }
    if (steps.size() + sets.size() > MOST_KNOWN) {
      steps.clear();
      sets.clear();
    }
    load(state);
    conditions.event(event, variables);
    conditions.bound(nothing.registers);
    long answers = conditions.askAll();
    long starts = mayBegin ? -1 : 0;
    if (forbids) {
      starts = absences.mayStart(seen, clock);
      absences.remember(seen, clock);
    }
    forget(clock);
    if (answers == 0 && !seesBetween) {
      take(read);
      return store(state);
    }
    left.count = 0;
    matters = false;
    int completes = step(answers, starts, clock);
    if (completes < Integer.MAX_VALUE) {
      log.add(event, number, clock, answers, starts);
      if (enumeration.tell(Math.max(completes, log.first()), event, sink)) {
        counters.matchesLimited();
      }
      if (!matters) {
        log.dropLast();
      }
    } else if (matters && left.count > 0) {
      keep(event, number, clock, answers, starts);
    }
    log.dropUpTo(left.leastFirst(log.end()));
    limit();
    return store(state);
  }

  /**
   * Takes the places over the event.
   *
   * @return the log's index before which no match begins that it completes; the greatest number
   *     there is if it completes none
   */
  private int step(long answers, long starts, long clock) {
    int completes = Integer.MAX_VALUE;
    for (int i = 0; i < read.count; i++) {
      int step = steps.of(read.place[i], answers);
      int passed = steps.pass(step);
      matters |= passed != read.place[i];
      if (passed != Steps.NONE) {
        left.add(passed, read.first[i], read.last[i], read.clock[i]);
      }
      for (int b = steps.branches(step); steps.isBranch(b); b++) {
        if (steps.to(b) != Steps.NONE) {
          matters = true;
          left.add(steps.to(b), read.first[i], read.last[i], read.clock[i]);
        }
        if (steps.isComplete(b)) {
          completes = Math.min(completes, read.first[i]);
        }
      }
    }
    for (int b = steps.starts(starts, answers); steps.isBranch(b); b++) {
      if (steps.to(b) != Steps.NONE) {
        matters = true;
        left.add(steps.to(b), log.end(), log.end(), clock);
      }
      if (steps.isComplete(b)) {
        completes = Math.min(completes, log.end());
      }
    }
    return completes;
  }

  /** Drops events that no match can begin with any more; they are no part of one either. */
  private void forget(long clock) {
    int first = log.first();
    while (first < log.end() && deadlines.within(log.clock(first)) < clock) {
      first++;
    }
    log.dropUpTo(first);
    read.dropBefore(first);
    if (read.count == 0) {
      log.clear();
    }
    if (log.isToRebase()) {
      read.moveBack(log.rebase());
    }
  }

  private void keep(EventView event, long number, long clock, long answers, long starts) {
    if (answers != 0) {
      log.add(event, number, clock, answers, starts);
    } else if (log.count() > 0 && log.answers(log.end() - 1) != 0) {
      log.addBetween(number, clock);
    }
  }

  private void limit() {
    int dropped = log.count() - maxEvents;
    if (dropped > 0) {
      counters.runsDropped(dropped);
      log.dropUpTo(log.first() + dropped);
      left.dropBefore(log.first());
    }
  }

  // ---- states

  private void load(int state) {
    read.count = 0;
    if (state == StateHeap.NONE) {
      seen.clear();
      log.reset();
      return;
    }
    byte[] page = heap.page(state);
    int at = heap.offset(state);
    int count = Bytes.getInt(page, at + PLACES);
    seen.read(page, at + SEEN);
    at += SEEN + seen.bytes();
    log.read(page, at);
    at += KeptLog.BYTES;
    for (int i = 0; i < count; i++) {
      for (int w = 0; w < words; w++) {
        raw[w] = Bytes.getLong(page, at + STARTS + 8 * w);
      }
      read.add(
          places.of(raw, 0),
          Bytes.getInt(page, at + FIRST),
          Bytes.getInt(page, at + LAST),
          Bytes.getLong(page, at + CLOCK));
      at += STARTS + 8 * words;
    }
  }

  /** What was read is what is left. */
  private void take(Places all) {
    left.count = 0;
    for (int i = 0; i < all.count; i++) {
      left.add(all.place[i], all.first[i], all.last[i], all.clock[i]);
    }
  }

  private int store(int state) {
    if (left.count == 0) {
      log.clear();
      if (seen.isEmpty()) {
        heap.free(state);
        return StateHeap.NONE;
      }
    }
    int bytes = SEEN + seen.bytes() + KeptLog.BYTES + left.count * (STARTS + 8 * words);
    int stored = heap.resize(state, bytes, 0);
    byte[] page = heap.page(stored);
    int at = heap.offset(stored);
    Bytes.putInt(page, at + PLACES, left.count);
    Bytes.putLong(page, at + DEADLINE, deadline());
    seen.write(page, at + SEEN);
    at += SEEN + seen.bytes();
    log.write(page, at);
    at += KeptLog.BYTES;
    for (int i = 0; i < left.count; i++) {
      Bytes.putInt(page, at + FIRST, left.first[i]);
      Bytes.putInt(page, at + LAST, left.last[i]);
      Bytes.putLong(page, at + CLOCK, left.clock[i]);
      places.copy(left.place[i], raw, 0);
      for (int w = 0; w < words; w++) {
        Bytes.putLong(page, at + STARTS + 8 * w, raw[w]);
      }
      at += STARTS + 8 * words;
    }
    return stored;
  }

  @Override
  public long deadline(int state) {
    return state == StateHeap.NONE
        ? Long.MIN_VALUE
        : Bytes.getLong(heap.page(state), heap.offset(state) + DEADLINE);
  }

  /** Of what is left. */
  private long deadline() {
    long latest = seen.deadline();
    for (int i = 0; i < left.count; i++) {
      latest = Math.max(latest, deadlines.within(left.clock[i]));
    }
    return latest;
  }

  @Override
  public int runs(int state) {
    return state == StateHeap.NONE ? 0 : Bytes.getInt(heap.page(state), heap.offset(state));
  }

  @Override
  public int keptEvents(int state) {
    return state == StateHeap.NONE
        ? 0
        : KeptLog.count(heap.page(state), heap.offset(state) + SEEN + seen.bytes());
  }

  @Override
  public void tell(int state, PendingDraft to) {
    load(state);
    to.seen(seen);
    for (int i = 0; i < read.count; i++) {
      if (to.wantsPartial()) {
        long next = to.next(places.state(read.place[i]), places.alive(read.place[i]));
        long until = deadlines.within(read.clock[i]);
        to.partial(next, read.clock[i], until, Deadlines.NEVER, 0);
      }
    }
    for (int index = log.first(); index < log.end(); index++) {
      if (to.wantsKept()) {
        to.kept(log.answers(index), log.number(index), log.id(index), log.clock(index));
      }
    }
  }

  @Override
  public byte[] encode(int state) {
    load(state);
    codec.begin(seen);
    ByteBuilder out = codec.out();
    log.encode(out);
    out.putInt(read.count);
    for (int i = 0; i < read.count; i++) {
      out.putInt(Math.max(0, read.first[i] - log.first()));
      out.putInt(read.last[i] - log.first());
      places.copy(read.place[i], raw, 0);
      for (long word : raw) {
        out.putLong(word);
      }
    }
    return codec.end();
  }

  @Override
  public int decode(byte[] bytes) {
    log.reset();
    left.count = 0;
    try {
      codec.open(bytes, seen);
      log.decode(codec);
      int count = codec.takeInt();
      for (int i = 0; i < count; i++) {
        int first = codec.takeInt();
        int last = codec.takeInt();
        if (first < 0 || last < first || last >= log.count()) {
          throw new IllegalArgumentException("a partial match of no event");
        }
        for (int w = 0; w < words; w++) {
          raw[w] = codec.takeLong();
        }
        if (!places.isPlace(raw)) {
          throw new IllegalArgumentException("a partial match at no place");
        }
        left.add(places.of(raw, 0), first, last, log.clock(last));
      }
      codec.close();
    } catch (RuntimeException e) {
      log.clear();
      throw e;
    }
    return store(StateHeap.NONE);
  }

  @Override
  public void free(int state) {
    if (state != StateHeap.NONE) {
      load(state);
      log.clear();
      heap.free(state);
    }
  }
}
