package io.tripline.benchmarks;

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
public class EnumerationBenchmark {
  private static final int[] KINDS = {0, 1, 2};

  @Param({"a ~> b ~> c", "a+ any -> c"})
  private String pattern = "";

  @Param({"100", "1000", "10000", "100000"})
  private int window;

  @Param({"100"})
  private int limit;

  private final SplittableRandom random = new SplittableRandom(7);
  // Until setup() it stands for nothing; JMH makes the object before it knows the parameters.
  private OneKey key = new OneKey("a", 1, "", KINDS);
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
  public EnumerationBenchmark() {}

  /** Compiles the rule, and fills the window. */
  @Setup
  public void setup() {
    key = new OneKey(pattern, window, "after match skip none limit " + limit, KINDS);
    for (int i = 0; i < window; i++) {
      event(random.nextInt(2));
    }
  }

  private void event(int kind) {
    key.event(kind, match -> bound += match.order().size());
  }

  /** One more event of the window, and one that completes matches. */
  @Benchmark
  public void matches(Told told) {
    event(random.nextInt(2));
    bound = 0;
    event(2);
    told.boundEvents += bound;
  }
}
