package io.tripline.engine.match;

import io.tripline.engine.event.EventView;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.RegisterBlocks;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.List;

/**
 * Matching with {@code skip past last} where no condition looks back: two runs that are at the same
 * place of the automaton then have the same future, except that the one that began earlier is over
 * earlier. So of those only the one that began last is kept, which tells whether there is a match;
 * there are never more runs than places, however many events the window holds. Which match it is,
 * is found when there is one: the events since the earliest possible start are gone over again, and
 * of the runs at one place only the best is kept. A match rules all of these events out, so that
 * each is gone over again once at most, whatever the window. Not thread-safe.
 */
final class SharedMatcher implements Matcher {
  private final Automaton automaton;
  private final Deadlines deadlines;
  private final int maxEvents;
  private final RuleCounters counters;
  private final Conditions conditions;
  private final Absences absences;
  private final Advance advance;
  private final Advance replay;
  private final Projection projection;
  private final RegisterUpdate[] updates;
  private final RegisterBlocks blocks;
  private final Frame frame;
  private final StateHeap heap;
  private final BoundEvents bounds;
  private final MatchBuilder matches;
  private final Run nothing;
  private final boolean seesBetween;
  private final RunPool pool;
  private final RunPool replayPool;
  private final RunStates states;
  private final StateCodec codec;
  private final KeptEvents kept;
  private final Places live;
  private final Places replayed;
  private final List<Run> left = new ArrayList<>();
  private final EventId id = new EventId();
  // Made once, so that an event allocates nothing for them.
  private final Advance.Branching alone = this::withoutEvents;
  private final Advance.Branching whole = this::withEvents;
  private final Places.Choice laterStart = SharedMatcher::laterStart;
  private final Places.Choice better = this::better;

  // The event at hand.
  private EventView event = new EventView();
  private long number;
  private long clock;

  /**
   * @param maxEvents the most events that are kept of one key; past it the oldest are dropped, with
   *     the partial matches that began with them, and counted
   */
  SharedMatcher(MatcherParts parts, int maxEvents) {
    Program program = parts.program();
    this.automaton = program.automaton();
    this.deadlines = program.deadlines();
    this.maxEvents = maxEvents;
    this.counters = parts.counters();
    this.conditions = parts.conditions();
    this.absences = parts.absences();
    this.advance = new Advance(program, conditions, parts.untils(), absences, null);
    this.replay = new Advance(program, conditions, parts.untils(), absences, null);
    this.projection = new Projection(program, parts.schema());
    this.updates = parts.updates();
    this.blocks = program.registers().blocks();
    this.frame = parts.frame();
    this.heap = parts.heap();
    this.bounds = parts.bounds();
    this.matches = parts.matches();
    this.nothing = parts.nothing();
    this.seesBetween = automaton.looksAtNext();
    this.pool = new RunPool(program, heap, bounds);
    this.replayPool = new RunPool(program, heap, bounds);
    this.states =
        new RunStates(program, heap, pool, new RunLayout(program, false, false), KeptEvents.BYTES);
    this.codec = new StateCodec(program, heap, bounds, pool);
    this.kept = new KeptEvents(program, heap);
    this.live = new Places(seesBetween);
    this.replayed = new Places(seesBetween);
  }

  @Override
  public long startVariables() {
    return states.startInterest();
  }

  @Override
  public int onEvent(
      int state, EventView at, long variables, long number, long clock, MatchSink sink) {
    if (states.isIndifferent(state, variables) && (!seesBetween || state == StateHeap.NONE)) {
      return state;
    }
    load(state);
    this.event = at;
    this.number = number;
    this.clock = clock;
    conditions.event(at, variables);
    conditions.bound(nothing.registers);
    long answers = conditions.askAll();
    long starts = absences.mayStart(states.seen, clock);
    forget();
    advance.begin();
    List<Run> runs = states.runs;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (deadlines.within(run.startTime) >= clock) {
        advance.run(run, clock, alone);
      }
    }
    advance.start(nothing, starts, clock, alone);
    if (automaton.forbidden().length > 0) {
      absences.remember(states.seen, clock);
    }
    left.clear();
    if (!advance.candidates.isEmpty()) {
      keep(answers, starts);
      Run match = find();
      sink.accept(matches.build(match, at.time(), clock, number));
      replayPool.releaseAll();
      kept.clear();
    } else {
      live.onePerPlace(advance.next, left, laterStart);
      if (left.isEmpty()) {
        kept.clear();
      } else {
        keep(answers, starts);
        limit();
      }
    }
    advance.begin();
    return store(state);
  }

  private void load(int state) {
    states.load(state);
    if (state == StateHeap.NONE) {
      kept.forgetAll();
    } else {
      kept.read(heap.page(state), states.extraAt(state));
    }
  }

  private int store(int state) {
    int stored = states.store(state, left);
    left.clear();
    if (stored != StateHeap.NONE) {
      kept.write(heap.page(stored), states.extraAt(stored));
    }
    return stored;
  }

  /** Drops events that no match can begin with any more; they are no part of one either. */
  private void forget() {
    while (kept.lookAtFirst() && deadlines.within(kept.clock()) < clock) {
      kept.removeFirst();
    }
  }

  private void keep(long answers, long starts) {
    if (answers != 0) {
      int type = projection.typeOf(event);
      id.of(event, projection.id(type));
      kept.add(type, number, clock, answers, starts, id, projection.bytes(event, type));
      projection.take(event, type, kept.page(), kept.fieldsAt());
    } else if (seesBetween && !endsBetween()) {
      kept.addBetween(number, clock);
    }
  }

  /** Whether there are no events, or the last one only came between others. */
  private boolean endsBetween() {
    return !kept.lookAtLast() || kept.isBetween();
  }

  private void limit() {
    int dropped = 0;
    while (kept.count() > maxEvents) {
      kept.removeFirst();
      dropped++;
    }
    if (dropped > 0) {
      counters.runsDropped(dropped);
      kept.lookAtFirst();
      int still = 0;
      for (int i = 0; i < left.size(); i++) {
        Run run = left.get(i);
        if (!run.startsBefore(kept.clock(), kept.number())) {
          left.set(still++, run);
        }
      }
      while (left.size() > still) {
        left.removeLast();
      }
      if (left.isEmpty()) {
        kept.clear();
      }
    }
  }

  private Run withoutEvents(Run from, int to, int[] counts, long open, long waits) {
    boolean isStart = from == nothing;
    Run run = pool.take();
    run.begin(
        to, counts, isStart ? number : from.start, isStart ? clock : from.startTime, clock, open);
    run.endings = waits;
    run.owns = false;
    return run;
  }

  // ---- which match it is

  private Run find() {
    List<Run> runs = replayed.runs;
    runs.clear();
    for (boolean any = kept.lookAtFirst(); any; any = kept.lookAtNext()) {
      replayPool.releaseAllBut(runs);
      conditions.remember(kept.answers());
      replay.begin();
      for (int i = 0; i < runs.size(); i++) {
        replay.run(runs.get(i), kept.clock(), whole);
      }
      replay.start(nothing, kept.starts(), kept.clock(), whole);
      runs.clear();
      replayed.onePerPlace(replay.next, runs, better);
    }
    Run best = replay.candidates.getFirst();
    for (int i = 1; i < replay.candidates.size(); i++) {
      best = better(best, replay.candidates.get(i));
    }
    runs.clear();
    replay.begin();
    return best;
  }

  private Run withEvents(Run from, int to, int[] counts, long open, long waits) {
    boolean isStart = from == nothing;
    int variable = automaton.variable(to);
    Run run = replayPool.take();
    run.begin(
        to,
        counts,
        isStart ? kept.number() : from.start,
        isStart ? kept.clock() : from.startTime,
        kept.clock(),
        open);
    run.endings = waits;
    System.arraycopy(from.registers, 0, run.registers, 0, run.registers.length);
    if (!blocks.isEmpty()) {
      blocks.copy(run.registers, 0, heap);
    }
    if (updates[variable].changesAny()) {
      frame.event(projection.event(kept.type(), kept.page(), kept.fieldsAt()));
      updates[variable].apply(frame.registers(run.registers, 0));
      conditions.reportFailure();
    }
    run.bound = bounds.after(from.bound, variable, kept.number(), kept.clock(), kept.id());
    return run;
  }

  private static Run laterStart(Run a, Run b) {
    return a.startsBefore(b.startTime, b.start) ? b : a;
  }

  private Run better(Run a, Run b) {
    return Selection.compare(b, a, bounds) < 0 ? b : a;
  }

  // ---- states

  @Override
  public long deadline(int state) {
    return states.deadline(state);
  }

  @Override
  public long nextTimer(int state) {
    return states.nextTimer(state);
  }

  @Override
  public int runs(int state) {
    return states.count(state);
  }

  @Override
  public int keptEvents(int state) {
    return state == StateHeap.NONE ? 0 : KeptEvents.count(heap.page(state), states.extraAt(state));
  }

  @Override
  public void tell(int state, PendingDraft to) {
    load(state);
    to.seen(states.seen);
    for (int i = 0; i < states.runs.size(); i++) {
      if (to.wantsPartial()) {
        to.partial(states.runs.get(i), bounds, deadlines);
      }
    }
    for (boolean any = kept.lookAtFirst(); any; any = kept.lookAtNext()) {
      if (to.wantsKept()) {
        to.kept(kept.answers(), kept.number(), kept.id(), kept.clock());
      }
    }
    states.leave();
  }

  @Override
  public byte[] encode(int state) {
    load(state);
    codec.begin(states.seen);
    kept.encode(codec.out());
    codec.runs(states.runs, false);
    states.leave();
    return codec.end();
  }

  @Override
  public int decode(byte[] bytes) {
    load(StateHeap.NONE);
    left.clear();
    try {
      codec.open(bytes, states.seen);
      kept.decode(codec, projection);
      codec.readRuns(left, false);
      codec.close();
    } catch (RuntimeException e) {
      kept.clear();
      left.clear();
      pool.releaseAll();
      throw e;
    }
    return store(StateHeap.NONE);
  }

  @Override
  public void free(int state) {
    load(state);
    kept.clear();
    states.seen.clear();
    left.clear();
    store(state);
  }
}
