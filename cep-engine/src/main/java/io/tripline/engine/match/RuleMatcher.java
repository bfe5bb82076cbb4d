package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.expression.RegisterValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Program} over the events of one key at a time. It holds scratch space and is bound
 * to the layouts of one schema, so each worker makes its own for each schema; all lasting state is
 * in {@link KeyState}. Not thread-safe.
 *
 * <p>One event goes this way: what time has completed before it ({@link #onTime}); then each run is
 * offered the event ({@code advance}): which of its edges can take it, which are closed by it,
 * which take it; each that does branches off a new run; then {@link Selection} chooses among the
 * complete ones, and rules others out.
 */
public final class RuleMatcher {
  private final Program program;
  private final Automaton automaton;
  private final Deadlines deadlines;
  private final int maxRuns;
  private final RuleCounters counters;
  private final RegisterUpdate[] updates;
  private final Conditions conditions;
  private final Untils untils;
  private final Absences absences;
  private final Selection selection;
  private final MatchBuilder matches;
  private final Run nothing;

  private final Frame frame = new Frame();
  private @Nullable String eventId;
  private final List<Run> next = new ArrayList<>();
  private final List<Run> candidates = new ArrayList<>();

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
    ExprCompiler compiler = new ExprCompiler(program.registers());
    this.conditions = new Conditions(rule, compiler, schema, frame, counters);
    this.updates = new RegisterUpdate[rule.variables().size()];
    for (Variable v : rule.variables()) {
      updates[v.index()] = compiler.update(v.index(), conditions.layout(v.index()), rule.place());
    }
    this.untils = new Untils(automaton, compiler, schema);
    this.absences = new Absences(program, conditions);
    this.selection = new Selection(rule.skip());
    this.matches = new MatchBuilder(program, compiler, frame, counters);
    int[] counts = automaton.counters() == 0 ? Run.NO_COUNTS : new int[automaton.counters()];
    this.nothing =
        new Run(
            automaton.start(),
            counts,
            program.registers().blank(),
            BoundEvent.after(null, -1, 0, ""),
            0,
            0,
            0,
            automaton.open(automaton.start(), counts),
            0);
    this.tracer =
        listener == null ? null : new Tracer(listener, program, untils, frame, conditions);
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
    onTime(state, clock, sink);
    conditions.event(event);
    eventId = null;
    next.clear();
    candidates.clear();
    if (tracer != null) {
      tracer.arrives(event, number, clock);
    }
    List<Run> runs = state.runs;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (deadlines.of(run) >= clock) {
        offer(state, run, event, number, clock);
      }
    }
    offer(state, nothing, event, number, clock);
    if (automaton.forbidden().length > 0) {
      state.forget(clock);
      absences.remember(state, clock);
    }
    if (!candidates.isEmpty()) {
      select(next, event.time(), clock, number, sink);
    }
    runs.clear();
    runs.addAll(next);
    if (state.runs.size() > maxRuns) {
      counters.runsDropped(state.dropOldest(maxRuns));
      if (tracer != null) {
        tracer.limited(next, state.runs);
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
    candidates.clear();
    List<Run> runs = state.runs;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (deadlines.nextEnd(run) == end) {
        run.endings = 0;
        candidates.add(run);
      }
    }
    if (tracer != null) {
      tracer.timePasses(end);
    }
    runs.removeIf(run -> deadlines.of(run) < end);
    select(runs, end, end, Match.TIME, sink);
  }

  private void select(List<Run> runs, long time, long clock, long completedBy, MatchSink sink) {
    if (tracer != null) {
      tracer.selecting(candidates, runs);
    }
    List<Run> chosen = selection.choose(candidates, runs);
    if (tracer != null) {
      tracer.selected(chosen, runs);
    }
    if (deadlines.waits()) {
      selection.completeOnce(candidates, runs);
    }
    for (int i = 0; i < chosen.size(); i++) {
      sink.accept(matches.build(chosen.get(i), time, clock, completedBy));
    }
  }

  private void offer(KeyState state, Run run, EventView event, long number, long clock) {
    if (tracer == null) {
      advance(state, run, event, number, clock);
    } else {
      tracer.offer(run);
      advance(state, run, event, number, clock);
      tracer.offered(run);
    }
  }

  /** Takes a run over one event: branches off what takes it, keeps the run if it may wait on. */
  private void advance(KeyState state, Run run, EventView event, long number, long clock) {
    conditions.bound(run.registers);
    boolean isStart = run == nothing;
    Automaton.Edge[] edges = automaton.edges(run.state);
    long open = run.open;
    long alive = run.alive;
    if (!isStart) {
      long over = untils.over(run.state, event.typeId(), conditions.asking());
      over |= deadlines.over(run, clock);
      open &= ~over;
      alive &= ~over;
    }
    long can = 0;
    for (int i = 0; i < edges.length; i++) {
      if ((open >>> i & 1) != 0 && canTake(edges[i], state, run, event, clock)) {
        can |= 1L << i;
      }
    }
    if (can != 0) {
      for (int i = 0; i < edges.length; i++) {
        if ((edges[i].endsWith() & can) != 0) {
          open &= ~(1L << i);
          alive &= ~(1L << i);
        }
      }
    }
    if (!isStart) {
      run.open = open;
      run.alive = unbroken(edges, alive, run.fresh);
      run.endings = absences.unspoiled(run, clock);
      run.fresh = false;
      if (run.isPending()) {
        next.add(run);
      }
    }
    long take = can & alive;
    for (long left = take; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      if ((edges[i].yieldsTo() & can) != 0) {
        take &= ~(1L << i);
      }
    }
    if (tracer != null) {
      tracer.decided(run, can, open, take);
    }
    int firstBranch = next.size();
    for (long left = take; left != 0; left &= left - 1) {
      Automaton.Edge edge = edges[Long.numberOfTrailingZeros(left)];
      branch(run, edge, event, number, clock, firstBranch);
    }
  }

  /**
   * Whether the event could be taken over an edge, as far as shape, conditions, time and adjacency
   * go; whether an arrow's gap was broken earlier is not looked at, see the language reference on
   * {@code greedy}.
   */
  private boolean canTake(
      Automaton.Edge edge, KeyState state, Run run, EventView event, long clock) {
    if (edge.arrow() == Pattern.Arrow.NEXT && !run.fresh) {
      return false;
    }
    if (!Deadlines.isInside(edge.gap(), run.lastTime, clock)) {
      return false;
    }
    return conditions.satisfied(automaton.variable(edge.to()))
        && (run != nothing || absences.allowStart(edge, state, clock))
        && (edge.opens().length == 0
            || !untils.anyHolds(edge.opens(), event.typeId(), conditions.asking()));
  }

  /** Of the edges alive before this event, those that it does not break. */
  private long unbroken(Automaton.Edge[] edges, long alive, boolean fresh) {
    long left = alive;
    for (int i = 0; i < edges.length; i++) {
      if ((left >>> i & 1) == 0) {
        continue;
      }
      Pattern.Arrow arrow = edges[i].arrow();
      if (arrow == Pattern.Arrow.NEXT
          || arrow == Pattern.Arrow.FOLLOWED_BY && conditions.anySatisfied(edges[i].rivals())
          || absences.breaks(edges[i], fresh)) {
        left &= ~(1L << i);
      }
    }
    return left;
  }

  private void branch(
      Run run, Automaton.Edge edge, EventView event, long number, long clock, int firstBranch) {
    int[] counts = automaton.count(edge, run.counts);
    long open = automaton.open(edge.to(), counts);
    long waits = 0;
    boolean complete = false;
    if (automaton.accepts(edge.to(), counts)) {
      waits = automaton.waits(edge.to());
      complete = automaton.endsAtOnce(edge.to());
    }
    if (open == 0 && waits == 0 && !complete) {
      return;
    }
    // Two edges can lead to the same place with the same counts (nested loops): one run will do.
    for (int i = firstBranch; i < next.size(); i++) {
      Run other = next.get(i);
      if (other.state == edge.to() && Arrays.equals(other.counts, counts)) {
        return;
      }
    }
    boolean isStart = run == nothing;
    int variable = automaton.variable(edge.to());
    RegisterValues registers = updates[variable].apply(frame, run.registers);
    conditions.reportFailure();
    BoundEvent bound =
        BoundEvent.after(
            isStart ? null : run.bound, variable, number, idOf(event, variable, number));
    Run branch =
        new Run(
            edge.to(),
            counts,
            registers,
            bound,
            isStart ? number : run.start,
            isStart ? clock : run.startTime,
            clock,
            open,
            waits);
    if (tracer != null) {
      tracer.took(run, branch);
    }
    if (complete) {
      candidates.add(branch);
    }
    if (branch.isPending()) {
      next.add(branch);
    }
  }

  /** The event's id; made once, however many runs take the event. */
  private String idOf(EventView event, int variable, long number) {
    String id = eventId;
    if (id == null) {
      id = event.id(conditions.layout(variable), number);
      eventId = id;
    }
    return id;
  }

  /** The state in bytes, with a format version. */
  public byte[] encode(KeyState state) {
    return KeyStateCodec.encode(state);
  }

  /**
   * @throws IllegalArgumentException if the bytes are not a state of this program's shape
   */
  public KeyState decode(byte[] bytes) {
    return KeyStateCodec.decode(bytes, newState(), program);
  }
}
