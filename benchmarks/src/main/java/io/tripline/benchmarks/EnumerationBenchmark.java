package io.tripline.benchmarks;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.Program;
import io.tripline.engine.match.RuleCounters;
import io.tripline.engine.match.RuleMatcher;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to tell all matches of {@code skip none} up to a limit, in events that the matches
 * hold: the window of one key is full of {@code a} and {@code b} at random, one event a
 * millisecond, and each call gives it one more of them and then the event that completes as many
 * matches as the limit lets through. The counter {@code boundEvents} is the figure. How to run it:
 * {@code docs/performance.md}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EnumerationBenchmark implements RuleCounters {
  private static final byte[] NOTHING = {};
  private static final int KINDS = 3;

  @Param({"a ~> b ~> c", "a+ any -> c"})
  private String pattern = "";

  @Param({"100", "1000", "10000", "100000"})
  private int window;

  @Param({"100"})
  private int limit;

  private final EventView view = new EventView();
  private final SplittableRandom random = new SplittableRandom(7);
  private byte[] events = NOTHING;
  private int length;
  private RuleMatcher matcher;
  private int state;
  private long number;
  private long bound;

  /** Events that matches hold. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Told {
    /** How many. */
    public long boundEvents;

    /** Made by JMH. */
    public Told() {}

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void clear() {
      boundEvents = 0;
    }
  }

  /** Made by JMH. */
  public EnumerationBenchmark() {
    // Until setup() it stands for nothing; JMH makes the object before it knows the parameters.
    matcher = matcher(rules("a", 1, 1));
  }

  /** Compiles the rule, and fills the window. */
  @Setup
  public void setup() {
    RuleSet rules = rules(pattern, window, limit);
    matcher = matcher(rules);
    EventWriter writer = new EventWriter();
    EventLayout layout = Schema.of(1, List.of(rules)).get("E");
    for (int i = 0; i < KINDS; i++) {
      writer.begin(layout);
      writer.setLong(0, i);
      writer.setLong(1, i);
      writer.end(0, NOTHING, 0, 0);
    }
    events = writer.bytes().clone();
    length = writer.length() / KINDS;
    for (int i = 0; i < window; i++) {
      event(random.nextInt(2));
    }
  }

  private static RuleSet rules(String pattern, int window, int limit) {
    String text =
        "event E { time timestamp @time\n kind int }\nrule w { by none pattern "
            + pattern
            + " within "
            + window
            + "ms define a: E where kind = 0 "
            + (pattern.contains("b") ? "b: E where kind = 1 " : "")
            + (pattern.contains("c") ? "c: E where kind = 2 " : "")
            + "after match skip none limit "
            + limit
            + " alert \"m\" }";
    return Objects.requireNonNull(
        RuleCompiler.compile(List.of(new SourceFile("w.trip", text))).runnable());
  }

  private RuleMatcher matcher(RuleSet rules) {
    Program program = Program.compile(rules.rules().getFirst());
    Schema schema = Schema.of(1, List.of(rules));
    return new RuleMatcher(program, schema, Integer.MAX_VALUE, this, new StateHeap());
  }

  private void event(int kind) {
    number++;
    state =
        matcher.onEvent(
            state,
            view.wrap(events, kind * length),
            number,
            number,
            match -> bound += match.order().size());
  }

  /** One more event of the window, and one that completes matches. */
  @Benchmark
  public void matches(Told told) {
    event(random.nextInt(2));
    bound = 0;
    event(2);
    told.boundEvents += bound;
  }

  @Override
  public void evaluationError(Place place, String what) {
    throw new IllegalStateException(what + " at " + place);
  }

  @Override
  public void matchesLimited() {}

  @Override
  public void runsDropped(int count) {
    throw new IllegalStateException("there is no limit");
  }
}
