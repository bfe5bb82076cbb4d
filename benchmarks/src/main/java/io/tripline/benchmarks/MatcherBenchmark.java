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
import io.tripline.engine.match.MatchSink;
import io.tripline.engine.match.Program;
import io.tripline.engine.match.RuleCounters;
import io.tripline.engine.match.RuleMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * What one event costs the matcher of one rule, for one key and for many: reading the state of its
 * key, taking what is pending over the event, writing it back. What the event satisfies by itself
 * is known before, as in the pipeline; no key is looked up. How to run it: {@code
 * docs/performance.md}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatcherBenchmark implements RuleCounters {
  private static final int EVENTS = 1_000;
  private static final int KINDS = 4_096;
  private static final byte[] NOTHING = {};

  /** The rules of R5, and an event that concerns nothing. */
  public enum Shape {
    NOTHING_CONCERNED("a -> b -> c within 10m", "x < 0", "x < 0", "x < 0"),
    SEQUENCE("a -> b -> c within 10m", "x < 10", "x < 10 and m != a.m", "x > 98"),
    NEXT("a => b within 10m", "x < 90", "x < 90 and x > a.x + 88", null),
    COUNTED("a{10} within 1s", "x >= 0", null, null),
    RISING("a -> b -> c within 1s", "x > 50", "10 * x > 16 * a.x", "x > 3 * b.x");

    private final String pattern;
    private final String a;
    private final @Nullable String b;
    private final @Nullable String c;

    Shape(String pattern, String a, @Nullable String b, @Nullable String c) {
      this.pattern = pattern;
      this.a = a;
      this.b = b;
      this.c = c;
    }

    private String rules() {
      String text =
          "event E { id string @id\n time timestamp @time\n x int\n m string }\nrule "
              + name().toLowerCase(Locale.ROOT)
              + " { by none pattern "
              + pattern
              + " define a: E where "
              + a;
      text += b == null ? "" : " b: E where " + b;
      text += c == null ? "" : " c: E where " + c;
      return text + " alert \"{first(a.x)}\" }";
    }
  }

  @Param private Shape shape = Shape.NOTHING_CONCERNED;

  @Param({"1", "1000", "1000000"})
  private int keys;

  private final EventView view = new EventView();
  private final StateHeap heap = new StateHeap();
  private final long[] variables = new long[KINDS];
  private final int[] starts = new int[KINDS];
  private byte[] events = NOTHING;
  private int[] states = {};
  private RuleMatcher matcher;
  private long number;
  private long matches;
  private final MatchSink sink = match -> matches++;

  /** Made by JMH. */
  public MatcherBenchmark() {
    // Until setup() it stands for nothing; JMH makes the object before it knows the parameters.
    matcher = matcher(rules());
  }

  /** Compiles the rule and writes the events, which come again and again. */
  @Setup
  public void setup() {
    RuleSet rules = rules();
    matcher = matcher(rules);
    states = new int[keys];
    EventWriter writer = new EventWriter();
    SplittableRandom random = new SplittableRandom(7);
    EventLayout layout = Schema.of(1, List.of(rules)).get("E");
    for (int i = 0; i < KINDS; i++) {
      starts[i] = writer.length();
      writer.begin(layout);
      char[] id = String.format(Locale.ROOT, "p-%08d", i).toCharArray();
      writer.setText(0, id, 0, id.length);
      writer.setLong(1, i);
      writer.setLong(2, random.nextInt(100));
      char[] merchant = ("m" + random.nextInt(50)).toCharArray();
      writer.setText(3, merchant, 0, merchant.length);
      writer.end(0, NOTHING, 0, 0);
    }
    events = writer.bytes();
    for (int i = 0; i < KINDS; i++) {
      variables[i] = matcher.variables(view.wrap(events, starts[i]));
    }
  }

  private RuleSet rules() {
    return Objects.requireNonNull(
        RuleCompiler.compile(List.of(new SourceFile("m.trip", shape.rules()))).ruleSet());
  }

  private RuleMatcher matcher(RuleSet rules) {
    Program program = Program.compile(rules.rules().getFirst());
    return new RuleMatcher(program, Schema.of(1, List.of(rules)), 10_000, this, heap);
  }

  /**
   * The next events; the keys come in an order that no cache foresees, ten events a second each.
   */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long events() {
    for (int i = 0; i < EVENTS; i++) {
      number++;
      int kind = (int) (number % KINDS);
      int key = (int) ((number * 0x9E37_79B9_7F4A_7C15L >>> 33) % keys);
      long clock = number * 100 / keys;
      states[key] =
          matcher.onEvent(
              states[key], view.wrap(events, starts[kind]), variables[kind], number, clock, sink);
    }
    return matches;
  }

  /** Says what was kept and found. */
  @TearDown
  public void report() {
    long runs = 0;
    int pending = 0;
    for (int state : states) {
      runs += matcher.runs(state);
      pending += state == 0 ? 0 : 1;
    }
    System.out.printf(
        "%n%s: %,d matches in %,d events; %,d keys with %,d partial matches in %,d bytes%n",
        shape, matches, number, pending, runs, heap.usedBytes());
  }

  @Override
  public void evaluationError(Place place, String what) {
    throw new IllegalStateException(what + " at " + place);
  }

  @Override
  public void runsDropped(int count) {
    throw new IllegalStateException("too many");
  }

  @Override
  public void matchesLimited() {
    throw new IllegalStateException("too many");
  }
}
