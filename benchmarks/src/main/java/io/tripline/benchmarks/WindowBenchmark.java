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
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one event of one key costs the matcher, by the number of events in the rule's window: one
 * event a millisecond, each of them an {@code a} or a {@code b} at random, and once in four windows
 * the event that completes a match of all that is in the window. How to run it: {@code
 * docs/performance.md}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WindowBenchmark implements RuleCounters {
  private static final int EVENTS = 1_000;
  private static final int KINDS = 4_096;
  private static final byte[] NOTHING = {};

  @Param({"a -> b -> c", "a ~> b ~> c", "a+ any -> c"})
  private String pattern = "";

  @Param({"100", "1000", "10000", "100000"})
  private int window;

  private final EventView view = new EventView();
  private byte[] events = NOTHING;
  private int last;
  private int length;
  private RuleMatcher matcher;
  private int state;
  private long number;
  private long matches;
  private long boundEvents;

  /** Made by JMH. */
  public WindowBenchmark() {
    // Until setup() it stands for nothing; JMH makes the object before it knows the parameters.
    matcher = matcher("a", 1);
  }

  /** Compiles the rule and writes the events, which come again and again. */
  @Setup
  public void setup() {
    matcher = matcher(pattern, window);
    EventWriter writer = new EventWriter();
    SplittableRandom random = new SplittableRandom(7);
    EventLayout layout = schema(rules(pattern, window)).get("E");
    for (int i = 0; i <= KINDS; i++) {
      writer.begin(layout);
      writer.setLong(0, i);
      writer.setLong(1, i == KINDS ? 2 : random.nextInt(2));
      writer.end(0, NOTHING, 0, 0);
    }
    events = writer.bytes().clone();
    length = writer.length() / (KINDS + 1);
    last = KINDS * length;
  }

  private static RuleSet rules(String pattern, int window) {
    String text =
        "event E { time timestamp @time\n kind int }\nrule w { by none pattern "
            + pattern
            + " within "
            + window
            + "ms define a: E where kind = 0 "
            + (pattern.contains("b") ? "b: E where kind = 1 " : "")
            + (pattern.contains("c") ? "c: E where kind = 2 " : "")
            + "alert \"m\" }";
    return Objects.requireNonNull(
        RuleCompiler.compile(List.of(new SourceFile("w.trip", text))).runnable());
  }

  private static Schema schema(RuleSet rules) {
    return Schema.of(1, List.of(rules));
  }

  private RuleMatcher matcher(String of, int millis) {
    RuleSet rules = rules(of, millis);
    Program program = Program.compile(rules.rules().getFirst());
    return new RuleMatcher(program, schema(rules), Integer.MAX_VALUE, this, new StateHeap());
  }

  /** The next events of the key. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long events() {
    for (int i = 0; i < EVENTS; i++) {
      number++;
      int at = number % (4L * window) == 0 ? last : (int) (number % KINDS) * length;
      state =
          matcher.onEvent(
              state,
              view.wrap(events, at),
              number,
              number,
              match -> {
                matches++;
                match.bindings().forEach(b -> boundEvents += b.numbers().size());
              });
    }
    return matches;
  }

  /** Says what was kept and found. */
  @TearDown
  public void report() {
    System.out.printf(
        "%n%s in %,d events: %,d matches of %,d events on average; pending: %,d partial matches,"
            + " %,d events, %,d bytes%n",
        pattern,
        number,
        matches,
        matches == 0 ? 0 : boundEvents / matches,
        matcher.runs(state),
        matcher.keptEvents(state),
        matcher.encode(state).length);
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
