package io.tripline.engine.match;

import io.tripline.dsl.ir.Rule;
import io.tripline.engine.event.EventView;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.RegisterBlocks;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows every partial match by itself. One event goes this way: what time has completed before
 * it; then each run is taken over the event ({@link Advance}): which of its edges can take it,
 * which are closed by it; each that takes it branches off a new run; then {@link Selection} chooses
 * among the complete ones, and rules others out. Not thread-safe.
 */
final class RunMatcher implements Matcher {
  private final Automaton automaton;
  private final Deadlines deadlines;
  private final int maxRuns;
  private final int limit;
  private final RuleCounters counters;
  private final Conditions conditions;
  private final Absences absences;
  private final RegisterUpdate[] updates;
  private final RegisterBlocks blocks;
  private final Frame frame;
  private final Run nothing;
  private final RunPool pool;
  private final BoundEvents bounds;
  private final RunStates states;
  private final StateCodec codec;
  private final Advance advance;
  private final Selection selection;
  private final MatchBuilder matches;
  private final List<Run> timedOut = new ArrayList<>();
  private final Advance.Branching branching = this::branch;
  private final RunStates.Step step = this::take;
  private final EventId id = new EventId();

  // The event at hand.
  private EventView event = new EventView();
  private long number;
  private long clock;

  // Null in an engine. A field that never changes and a branch that is never taken: the compiler
  // keeps the test of it, and nothing behind it.
  private final @Nullable Tracer tracer;

  RunMatcher(MatcherParts parts, int maxRuns, @Nullable Tracer tracer) {
    Program program = parts.program();
    Rule rule = program.rule();
    this.automaton = program.automaton();
    this.deadlines = program.deadlines();
    this.maxRuns = maxRuns;
    this.limit = rule.matchLimit();
    this.counters = parts.counters();
    this.conditions = parts.conditions();
    this.absences = parts.absences();
    this.updates = parts.updates();
    this.blocks = program.registers().blocks();
    this.frame = parts.frame();
    this.nothing = parts.nothing();
    this.bounds = parts.bounds();
    this.pool = new RunPool(program, parts.heap(), bounds);
    RunLayout layout = new RunLayout(program, true, tracer != null);
    this.states = new RunStates(program, parts.heap(), pool, layout, 0);
    this.codec = new StateCodec(program, parts.heap(), bounds, pool);
    this.advance = new Advance(program, conditions, parts.untils(), absences, tracer);
    this.selection = new Selection(rule.skip(), bounds);
    this.matches = parts.matches();
    this.tracer = tracer;
  }

  @Override
  public long startVariables() {
    return states.startInterest();
  }

  @Override
  public int onEvent(
      int state, EventView at, long variables, long number, long clock, MatchSink sink) {
    if (tracer == null
        && states.isIndifferent(state, variables)
        && states.nextTimer(state) >= clock) {
      return state;
    }
    this.event = at;
    this.number = number;
    this.clock = clock;
    if (tracer == null && state != StateHeap.NONE && states.isInPlace()) {
      return onEventInPlace(state, variables, sink);
    }
    states.load(state);
    List<Run> runs = states.runs;
    completeBefore(clock, sink);
    conditions.event(at, variables);
    if (tracer != null) {
      tracer.arrives(states.seen, at, number, clock);
    }
    advance.begin();
    List<Run> next = advance.next;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (deadlines.of(run) >= clock) {
        conditions.bound(run.registers);
        advance.run(run, clock, branching);
      }
    }
    conditions.bound(nothing.registers);
    advance.start(nothing, absences.mayStart(states.seen, clock), clock, branching);
    if (automaton.forbidden().length > 0) {
      absences.remember(states.seen, clock);
      if (tracer != null) {
        tracer.remembered();
      }
    }
    if (!advance.candidates.isEmpty()) {
      select(advance.candidates, next, at.time(), clock, number, sink);
    }
    if (next.size() > maxRuns) {
      dropOldest(next);
    }
    if (tracer != null) {
      tracer.keeps(next);
    }
    int stored = states.store(state, next);
    advance.begin();
    return stored;
  }

  /** The same where only the runs that the event concerns have to be read. */
  private int onEventInPlace(int state, long variables, MatchSink sink) {
    conditions.event(event, variables);
    advance.begin();
    List<Run> next = advance.next;
    states.concerned(state, variables, clock, conditions, step);
    conditions.bound(nothing.registers);
    advance.start(nothing, absences.mayStart(states.seen, clock), clock, branching);
    if (automaton.forbidden().length > 0) {
      absences.remember(states.seen, clock);
    }
    int stored;
    if (advance.candidates.isEmpty() && states.unread(state) + next.size() <= maxRuns) {
      stored = states.storeInPlace(state, next);
    } else {
      states.readRest(state, next);
      if (!advance.candidates.isEmpty()) {
        select(advance.candidates, next, event.time(), clock, number, sink);
      }
      if (next.size() > maxRuns) {
        dropOldest(next);
      }
      stored = states.store(state, next);
    }
    advance.begin();
    return stored;
  }

  private boolean take(Run run) {
    advance.run(run, clock, branching);
    return run.isPending();
  }

  /** Drops the partial matches of the oldest starts until there are not too many. */
  private void dropOldest(List<Run> runs) {
    List<Run> before = tracer == null ? List.of() : List.copyOf(runs);
    int count = runs.size();
    while (runs.size() > maxRuns) {
      Run oldest = runs.getFirst();
      for (int i = 1; i < runs.size(); i++) {
        Run run = runs.get(i);
        oldest = run.startsBefore(oldest.startTime, oldest.start) ? run : oldest;
      }
      removeAllFrom(oldest.start, runs);
    }
    counters.runsDropped(count - runs.size());
    if (tracer != null) {
      tracer.limited(before, runs);
    }
  }

  private static void removeAllFrom(long start, List<Run> runs) {
    int left = 0;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (run.start != start) {
        runs.set(left++, run);
      }
    }
    while (runs.size() > left) {
      runs.removeLast();
    }
  }

  @Override
  public int onTime(int state, long clock, MatchSink sink) {
    if (states.nextTimer(state) >= clock) {
      return state;
    }
    states.load(state);
    completeBefore(clock, sink);
    return states.store(state, states.runs);
  }

  /** Completes what time has completed before a clock value, earlier ends first. */
  private void completeBefore(long clock, MatchSink sink) {
    if (deadlines.waits()) {
      for (long end = nextEnd(); end < clock; end = nextEnd()) {
        complete(end, sink);
      }
    }
  }

  private long nextEnd() {
    long next = Deadlines.NEVER;
    for (int i = 0; i < states.runs.size(); i++) {
      next = Math.min(next, deadlines.nextEnd(states.runs.get(i)));
    }
    return next;
  }

  /** Completes the runs that wait for an end. */
  private void complete(long end, MatchSink sink) {
    timedOut.clear();
    List<Run> runs = states.runs;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (deadlines.nextEnd(run) == end) {
        timedOut.add(run);
      }
    }
    if (tracer != null) {
      tracer.completes(end, timedOut);
    }
    for (int i = 0; i < timedOut.size(); i++) {
      timedOut.get(i).endings = 0;
      timedOut.get(i).changed = true;
    }
    runs.removeIf(run -> deadlines.of(run) < end);
    select(timedOut, runs, end, end, Match.TIME, sink);
    if (tracer != null) {
      tracer.keeps(runs);
    }
  }

  private void select(
      List<Run> candidates,
      List<Run> runs,
      long time,
      long clock,
      long completedBy,
      MatchSink sink) {
    if (tracer != null) {
      tracer.selecting(candidates, runs);
    }
    List<Run> chosen = selection.choose(candidates, runs);
    if (tracer != null) {
      tracer.selected(chosen, limit, runs);
    }
    if (deadlines.waits()) {
      selection.completeOnce(candidates, runs);
      if (tracer != null) {
        tracer.settled(runs);
      }
    }
    if (chosen.size() > limit) {
      counters.matchesLimited();
    }
    for (int i = 0; i < Math.min(limit, chosen.size()); i++) {
      sink.accept(matches.build(chosen.get(i), time, clock, completedBy));
    }
  }

  private Run branch(Run from, int to, int[] counts, long open, long waits) {
    boolean isStart = from == nothing;
    int variable = automaton.variable(to);
    Run run = pool.take();
    run.begin(
        to, counts, isStart ? number : from.start, isStart ? clock : from.startTime, clock, open);
    run.endings = waits;
    System.arraycopy(from.registers, 0, run.registers, 0, run.registers.length);
    if (!blocks.isEmpty()) {
      blocks.copy(run.registers, 0, frame.heap());
    }
    if (updates[variable].changesAny()) {
      updates[variable].apply(frame.registers(run.registers, 0));
      conditions.reportFailure();
      frame.registers(from.registers, 0);
    }
    id.of(event, conditions.id(variable));
    run.bound = bounds.after(from.bound, variable, number, clock, id);
    return run;
  }

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
  public void tell(int state, PendingDraft to) {
    states.load(state);
    to.seen(states.seen);
    for (int i = 0; i < states.runs.size(); i++) {
      if (to.wantsPartial()) {
        to.partial(states.runs.get(i), bounds, deadlines);
      }
    }
    states.leave();
  }

  @Override
  public byte[] encode(int state) {
    states.load(state);
    codec.begin(states.seen);
    codec.events(states.runs);
    codec.runs(states.runs, true);
    states.leave();
    return codec.end();
  }

  @Override
  public int decode(byte[] bytes) {
    states.load(StateHeap.NONE);
    try {
      codec.open(bytes, states.seen);
      codec.readEvents();
      codec.readRuns(states.runs, true);
      codec.close();
    } catch (RuntimeException e) {
      codec.abandon();
      pool.releaseAll();
      throw e;
    }
    return states.store(StateHeap.NONE, states.runs);
  }

  @Override
  public void free(int state) {
    states.load(state);
    states.runs.clear();
    states.seen.clear();
    states.store(state, states.runs);
  }
}
