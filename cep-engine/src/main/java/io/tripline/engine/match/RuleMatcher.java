package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.expression.RegisterValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Program} over the events of one key at a time. It holds scratch space and is bound
 * to the layouts of one schema, so each worker makes its own for each schema; all lasting state is
 * in {@link KeyState}. Not thread-safe.
 */
public final class RuleMatcher {
  private final Program program;
  private final Automaton automaton;
  private final int maxRuns;
  private final RuleCounters counters;
  private final EventLayout[] layouts;
  private final @Nullable Node[] conditions;
  private final RegisterUpdate[] updates;
  private final Untils untils;
  private final Selection selection;
  private final MatchBuilder matches;
  private final Run nothing;

  private final Frame frame = new Frame();
  private final byte[] satisfied;
  private @Nullable String eventId;
  private final List<Run> next = new ArrayList<>();
  private final List<Run> candidates = new ArrayList<>();
  private final Predicate<Node> holds = this::holds;

  // Null in an engine. A field that never changes and a branch that is never taken: the compiler
  // keeps the test of it, and nothing behind it.
  private final @Nullable Tracer tracer;

  private static final byte NOT_ASKED = 0;
  private static final byte NO = 1;
  static final byte YES = 2;

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
    this.maxRuns = maxRuns;
    this.counters = counters;
    Rule rule = program.rule();
    ExprCompiler compiler = new ExprCompiler(program.registers());
    int n = rule.variables().size();
    this.layouts = new EventLayout[n];
    this.conditions = new @Nullable Node[n];
    this.updates = new RegisterUpdate[n];
    this.satisfied = new byte[n];
    for (Variable v : rule.variables()) {
      EventLayout layout = schema.get(v.type().name());
      layouts[v.index()] = layout;
      conditions[v.index()] =
          v.condition() == null ? null : compiler.compile(v.condition(), layout);
      updates[v.index()] = compiler.update(v.index(), layout, rule.place());
    }
    this.untils = new Untils(automaton, compiler, schema);
    this.selection = new Selection(rule.skip());
    this.matches = new MatchBuilder(program, compiler, frame, counters);
    BoundEvent none = BoundEvent.after(null, -1, 0, "");
    int[] counts = automaton.counters() == 0 ? Run.NO_COUNTS : new int[automaton.counters()];
    this.nothing =
        new Run(
            automaton.start(),
            counts,
            program.registers().blank(),
            none,
            0,
            0,
            automaton.open(automaton.start(), counts));
    this.tracer =
        listener == null ? null : new Tracer(listener, program, layouts, untils, frame, satisfied);
  }

  public Program program() {
    return program;
  }

  public KeyState newState() {
    return new KeyState(program.rule().withinMillis());
  }

  /** Tells the listener, if there is one, what time ends. {@link #onEvent} does so by itself. */
  public void timePasses(long clock) {
    if (tracer != null) {
      tracer.timePasses(clock);
    }
  }

  /**
   * Whether the event could begin a match. Where it could not, and the key has no state, there is
   * nothing to do; but with a listener there is: to tell why.
   */
  public boolean canStart(EventView event) {
    if (tracer != null) {
      return true;
    }
    frame.event(event);
    forgetAnswers();
    frame.registers(nothing.registers);
    for (Automaton.Edge edge : automaton.edges(automaton.start())) {
      if (satisfies(automaton.variable(edge.to()))) {
        return true;
      }
    }
    return false;
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
    frame.event(event);
    eventId = null;
    next.clear();
    candidates.clear();
    if (tracer != null) {
      tracer.arrives(event, number, clock);
    }
    List<Run> runs = state.runs;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (state.deadline(run) >= clock) {
        offer(run, event, number, clock);
      }
    }
    offer(nothing, event, number, clock);
    if (!candidates.isEmpty()) {
      if (tracer != null) {
        tracer.selecting(candidates, next);
      }
      List<Run> chosen = selection.choose(candidates, next);
      if (tracer != null) {
        tracer.selected(chosen, next);
      }
      for (int i = 0; i < chosen.size(); i++) {
        sink.accept(matches.build(chosen.get(i), event.time(), clock, number));
      }
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
  public void onTime(KeyState state, long clock, MatchSink sink) {}

  private void offer(Run run, EventView event, long number, long clock) {
    if (tracer == null) {
      advance(run, event, number, clock);
    } else {
      tracer.offer(run);
      advance(run, event, number, clock);
      tracer.offered(run);
    }
  }

  /** Takes a run over one event: branches off what takes it, keeps the run if it may wait on. */
  private void advance(Run run, EventView event, long number, long clock) {
    forgetAnswers();
    frame.registers(run.registers);
    boolean isStart = run == nothing;
    Automaton.Edge[] edges = automaton.edges(run.state);
    long open = run.open;
    long alive = run.alive;
    if (!isStart) {
      long over = untils.over(run.state, event.typeId(), holds);
      open &= ~over;
      alive &= ~over;
    }
    long can = 0;
    for (int i = 0; i < edges.length; i++) {
      if ((open >>> i & 1) != 0 && canTake(edges[i], run, event)) {
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
      run.alive = unbroken(edges, alive);
      run.fresh = false;
      if (run.alive != 0) {
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
   * Whether the event could be taken over an edge, as far as shape, conditions and adjacency go; an
   * arrow's earlier gap is not looked at, see the language reference on {@code greedy}.
   */
  private boolean canTake(Automaton.Edge edge, Run run, EventView event) {
    if (edge.arrow() == Pattern.Arrow.NEXT && !run.fresh) {
      return false;
    }
    return satisfies(automaton.variable(edge.to()))
        && (edge.opens().length == 0 || !untils.anyHolds(edge.opens(), event.typeId(), holds));
  }

  /** Of the edges alive before this event, those that it does not break. */
  private long unbroken(Automaton.Edge[] edges, long alive) {
    long left = alive;
    for (int i = 0; i < edges.length; i++) {
      if ((left >>> i & 1) == 0) {
        continue;
      }
      Pattern.Arrow arrow = edges[i].arrow();
      if (arrow == Pattern.Arrow.NEXT
          || arrow == Pattern.Arrow.FOLLOWED_BY && anySatisfied(edges[i].rivals())) {
        left &= ~(1L << i);
      }
    }
    return left;
  }

  private boolean anySatisfied(int[] variables) {
    for (int variable : variables) {
      if (satisfies(variable)) {
        return true;
      }
    }
    return false;
  }

  private void branch(
      Run run, Automaton.Edge edge, EventView event, long number, long clock, int firstBranch) {
    int[] counts = automaton.count(edge, run.counts);
    long open = automaton.open(edge.to(), counts);
    boolean complete = automaton.accepts(edge.to(), counts);
    if (open == 0 && !complete) {
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
    reportFailure();
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
            open);
    if (tracer != null) {
      tracer.took(run, branch);
    }
    if (complete) {
      candidates.add(branch);
    }
    if (open != 0) {
      next.add(branch);
    }
  }

  /** The event's id; made once, however many runs take the event. */
  private String idOf(EventView event, int variable, long number) {
    String id = eventId;
    if (id == null) {
      id = event.id(layouts[variable], number);
      eventId = id;
    }
    return id;
  }

  private void forgetAnswers() {
    Arrays.fill(satisfied, NOT_ASKED);
  }

  /** Whether the frame's event has the variable's type and satisfies its condition. */
  private boolean satisfies(int variable) {
    byte answer = satisfied[variable];
    if (answer == NOT_ASKED) {
      answer = ask(variable) ? YES : NO;
      satisfied[variable] = answer;
    }
    return answer == YES;
  }

  private boolean ask(int variable) {
    if (layouts[variable].typeId() != frame.typeId()) {
      return false;
    }
    Node condition = conditions[variable];
    return condition == null || holds(condition);
  }

  private boolean holds(Node condition) {
    int value = condition.test(frame);
    return !reportFailure() && value == 1;
  }

  private boolean reportFailure() {
    Place place = frame.failedAt();
    if (place == null) {
      return false;
    }
    counters.evaluationError(place, frame.failure());
    frame.reset();
    return true;
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
