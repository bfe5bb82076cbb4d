package io.tripline.engine.match;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.expression.RegisterValues;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Program} over the events of one key at a time. It holds scratch space and is bound
 * to the layouts of one schema, so each worker makes its own for each schema; all lasting state is
 * in {@link KeyState}. Not thread-safe.
 *
 * <p>One event goes this way: what time has completed before it ({@link #onTime}); then each run is
 * taken over the event ({@link Advance}): which of its edges can take it, which are closed by it;
 * each that takes it branches off a new run; then {@link Selection} chooses among the complete
 * ones, and rules others out. Where runs need not be told apart, {@link SharedMatcher} does less.
 */
public final class RuleMatcher {
  private final Program program;
  private final Automaton automaton;
  private final Deadlines deadlines;
  private final int maxRuns;
  private final int limit;
  private final RuleCounters counters;
  private final RegisterUpdate[] updates;
  private final Conditions conditions;
  private final Absences absences;
  private final Selection selection;
  private final MatchBuilder matches;
  private final Run nothing;

  private final Frame frame = new Frame();
  private final StateHeap heap = new StateHeap();
  private final Advance advance;
  private final List<Run> timedOut = new ArrayList<>();

  // The event at hand.
  private @Nullable EventView event;
  private long number;
  private long clock;
  private @Nullable String eventId;
  private final Advance.Branching branching = this::branch;

  // Null where runs have to be followed one by one.
  private final @Nullable SharedMatcher shared;

  // Null in an engine. A field that never changes and a branch that is never taken: the compiler
  // keeps the test of it, and nothing behind it.
  private final @Nullable Tracer tracer;

  /** A matcher that nobody listens to; see the other constructor. */
  public RuleMatcher(Program program, Schema schema, int maxRuns, RuleCounters counters) {
    this(program, schema, maxRuns, counters, null);
  }

  /**
   * @param maxRuns the most partial matches of one key; past it those with the oldest start are
   *     dropped, and counted
   * @param listener hears of every step, or null; states must not be encoded and decoded then, as
   *     partial matches are told apart by identity
   */
  public RuleMatcher(
      Program program,
      Schema schema,
      int maxRuns,
      RuleCounters counters,
      @Nullable TraceListener listener) {
    this.program = program;
    this.automaton = program.automaton();
    this.deadlines = program.deadlines();
    this.maxRuns = maxRuns;
    this.counters = counters;
    Rule rule = program.rule();
    this.limit = rule.matchLimit();
    ExprCompiler compiler = new ExprCompiler(program.registers());
    ProgramCode.Nodes nodes = program.code(schema).nodes();
    this.conditions = new Conditions(program, nodes, schema, frame, counters);
    this.updates = new RegisterUpdate[rule.variables().size()];
    for (Variable v : rule.variables()) {
      updates[v.index()] = nodes.update(v.index());
    }
    Untils untils = new Untils(automaton);
    this.absences = new Absences(program, conditions);
    this.selection = new Selection(rule.skip());
    this.matches = new MatchBuilder(program, compiler, frame, counters);
    int[] counts = automaton.counters() == 0 ? Run.NO_COUNTS : new int[automaton.counters()];
    this.nothing =
        new Run(
            automaton.start(),
            counts,
            new RegisterValues(program.registers().blankBytes(), 0, heap),
            BoundEvent.NONE,
            0,
            0,
            0,
            automaton.open(automaton.start(), counts),
            0);
    this.tracer = listener == null ? null : new Tracer(listener, program, untils, conditions);
    this.advance = new Advance(program, conditions, untils, absences, tracer);
    this.shared =
        program.isShared() && listener == null
            ? new SharedMatcher(
                program,
                schema,
                maxRuns,
                counters,
                conditions,
                untils,
                absences,
                updates,
                frame,
                nothing)
            : null;
  }

  public Program program() {
    return program;
  }

  public KeyState newState() {
    return new KeyState(program);
  }

  /** Tells the listener, if there is one, what time ends. {@link #onEvent} does so by itself. */
  public void timePasses(long clock) {
    if (tracer != null) {
      tracer.timePasses(clock);
    }
  }

  /**
   * Whether the event could leave something behind where there is nothing yet: begin a match, or
   * keep later ones from beginning. With a listener it always could: there is something to tell.
   */
  public boolean canStart(EventView event) {
    if (tracer != null) {
      return true;
    }
    conditions.event(event);
    conditions.bound(nothing.registers);
    for (Automaton.Edge edge : automaton.edges(automaton.start())) {
      if (conditions.satisfied(automaton.variable(edge.to()))) {
        return true;
      }
    }
    return absences.isToRemember();
  }

  /**
   * Takes the next event of the key's input. The caller has made sure that the event's type is one
   * of the rule's and its key is the state's.
   *
   * @param number the event's place among all events, from 1
   * @param clock the time that matching goes by, ms: the event's time, or the watermark if that is
   *     later; never less than in the call before
   */
  public void onEvent(KeyState state, EventView event, long number, long clock, MatchSink sink) {
    if (shared != null) {
      Run match = shared.onEvent(state, event, number, clock);
      if (match != null) {
        sink.accept(matches.build(match, event.time(), clock, number));
      }
      return;
    }
    onTime(state, clock, sink);
    this.event = event;
    this.number = number;
    this.clock = clock;
    eventId = null;
    conditions.event(event);
    if (tracer != null) {
      tracer.arrives(state, event, number, clock);
    }
    advance.begin();
    List<Run> next = advance.next;
    List<Run> runs = state.runs;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (deadlines.of(run) >= clock) {
        conditions.bound(run.registers);
        advance.run(run, clock, branching);
      }
    }
    conditions.bound(nothing.registers);
    advance.start(nothing, absences.mayStart(state, clock), clock, branching);
    if (automaton.forbidden().length > 0) {
      absences.remember(state, clock);
      if (tracer != null) {
        tracer.remembered();
      }
    }
    if (!advance.candidates.isEmpty()) {
      select(advance.candidates, next, event.time(), clock, number, sink);
    }
    runs.clear();
    runs.addAll(next);
    if (runs.size() > maxRuns) {
      counters.runsDropped(state.dropOldest(maxRuns));
      if (tracer != null) {
        tracer.limited(next, runs);
      }
    }
    next.clear();
  }

  /**
   * Lets time pass: completes what is complete once the clock is past its end, earlier ends first.
   * {@link #onEvent} does so by itself.
   *
   * @param clock not less than in any call before
   */
  public void onTime(KeyState state, long clock, MatchSink sink) {
    for (long end = state.nextTimer(); end < clock; end = state.nextTimer()) {
      complete(state, end, sink);
    }
  }

  /** Completes the runs that wait for an end. */
  private void complete(KeyState state, long end, MatchSink sink) {
    timedOut.clear();
    List<Run> runs = state.runs;
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
    }
    runs.removeIf(run -> deadlines.of(run) < end);
    select(timedOut, runs, end, end, Match.TIME, sink);
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
    RegisterValues registers = update(variable, from.registers);
    BoundEvent bound =
        BoundEvent.after(isStart ? null : from.bound, variable, number, clock, idOf(variable));
    return new Run(
        to,
        counts,
        registers,
        bound,
        isStart ? number : from.start,
        isStart ? clock : from.startTime,
        clock,
        open,
        waits);
  }

  private RegisterValues update(int variable, RegisterValues before) {
    if (!updates[variable].changesAny()) {
      return before;
    }
    RegisterValues after = new RegisterValues(before.bytes().clone(), 0, heap);
    program.registers().blocks().copy(after.bytes(), 0, heap);
    updates[variable].apply(frame.registers(after));
    conditions.reportFailure();
    frame.registers(before);
    return after;
  }

  /** The event's id; made once, however many runs take the event. */
  private String idOf(int variable) {
    String id = eventId;
    if (id == null) {
      if (event == null) {
        throw new IllegalStateException("no event at hand");
      }
      id = event.id(conditions.layout(variable), number);
      eventId = id;
    }
    return id;
  }

  /** The state in bytes, with a format version. */
  public byte[] encode(KeyState state) {
    return KeyStateCodec.encode(state, program);
  }

  /**
   * @throws IllegalArgumentException if the bytes are not a state of this program's shape
   */
  public KeyState decode(byte[] bytes) {
    return KeyStateCodec.decode(bytes, newState(), program, heap);
  }
}
