package io.tripline.engine.match.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.MatchSink;
import io.tripline.engine.match.MatchingKind;
import io.tripline.engine.match.Program;
import io.tripline.engine.match.RuleCounters;
import io.tripline.engine.match.RuleMatcher;
import io.tripline.engine.match.TraceListener;
import io.tripline.engine.match.Workbench;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine's matcher on the events of one key. */
public final class MatcherRun implements RuleCounters {
  private final Program program;
  private final Schema schema;
  private final MatchSink sink;
  private final boolean followed;
  private final EventWriter writer = new EventWriter();
  private final EventView view = new EventView();
  private RuleMatcher matcher;
  private final StateHeap heap = new StateHeap();
  private int state;
  private boolean mayBegin = true;

  /** Matches go to the sink as they are found. */
  public MatcherRun(Rule rule, MatchSink sink) {
    this(rule, sink, null);
  }

  MatcherRun(Rule rule, MatchSink sink, @Nullable TraceListener listener) {
    this.program = Program.compile(rule);
    this.schema =
        Schema.of(
            1,
            List.of(
                new RuleSet(
                    rule.key().sources().stream().map(s -> s.type()).toList(), List.of(rule))),
            Schema.Fields.READ);
    this.sink = sink;
    this.followed = listener != null;
    this.matcher = new RuleMatcher(program, schema, 1_000_000, this, new Workbench(heap), listener);
  }

  /** Takes the next event. */
  public void onEvent(RefEvent event) {
    writer.clear();
    EventLayout layout = schema.get(event.type());
    writer.begin(layout);
    for (int f = 0; f < event.fields().length; f++) {
      writer.setLong(f, event.fields()[f]);
    }
    writer.end(0, new byte[0], 0, 0);
    view.wrap(writer.bytes(), 0);
    long variables = matcher.variables(view);
    boolean idle = state == 0 && (variables & matcher.startVariables()) == 0;
    int[] matches = {0};
    state =
        matcher.onEvent(
            state,
            view,
            variables,
            event.number(),
            event.clock(),
            match -> {
              matches[0]++;
              sink.accept(match);
            });
    if (idle) {
      assertThat(state == 0 && matches[0] == 0).as("nothing starts here").isTrue();
    }
  }

  /** Time passes, without an event. */
  public void onTime(long clock) {
    state = matcher.onTime(state, clock, sink);
  }

  /** Whether something waits for time to complete it. */
  boolean waits() {
    return matcher.nextTimer(state) != Long.MAX_VALUE;
  }

  /** What is kept between two events. */
  boolean isEmpty() {
    return state == 0;
  }

  /** Whether partial matches are shared, so that events are kept beside them. */
  boolean isShared() {
    return program.isShared() && !followed;
  }

  /** How it is matched: each partial match by itself, where someone listens. */
  MatchingKind matching() {
    return followed ? MatchingKind.EACH : program.matching();
  }

  /** Partial matches between two events. */
  int runs() {
    return matcher.runs(state);
  }

  /** Gives back what is kept, and says whether nothing is left of it. */
  void end() {
    matcher.free(state);
    state = 0;
    assertThat(heap.blocks()).as("blocks that nobody knows").isZero();
  }

  /** The same in bytes. */
  byte[] encoded() {
    return matcher.encode(state);
  }

  void timePasses(long clock) {
    matcher.timePasses(clock);
  }

  private RuleMatcher matcher(boolean begins) {
    return new RuleMatcher(program, schema, 1_000_000, this, new Workbench(heap), null, begins);
  }

  /** From now on no event begins a match. */
  void drain() {
    mayBegin = false;
    matcher = matcher(mayBegin);
  }

  /** Puts the state into bytes and back, into a matcher of its own. */
  void restore() {
    byte[] bytes = matcher.encode(state);
    long blocks = heap.blocks();
    matcher.free(state);
    matcher = matcher(mayBegin);
    state = matcher.decode(bytes);
    if (program.matching() == MatchingKind.EACH) {
      assertThat(heap.blocks()).isEqualTo(blocks);
    }
    assertThat(matcher.encode(state)).isEqualTo(bytes);
  }

  @Override
  public void evaluationError(Place place, String what) {
    throw new AssertionError(what + " at " + place);
  }

  @Override
  public void matchesLimited() {}

  @Override
  public void runsDropped(int count) {
    throw new AssertionError("dropped " + count);
  }
}
