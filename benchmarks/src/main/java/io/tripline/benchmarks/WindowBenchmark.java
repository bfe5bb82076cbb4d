package io.tripline.benchmarks;

import io.tripline.engine.match.Match;
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
public class WindowBenchmark {
  private static final int EVENTS = 1_000;
  private static final int KINDS = 4_096;

  @Param({"a -> b -> c", "a ~> b ~> c", "a+ any -> c"})
  private String pattern = "";

  @Param({"100", "1000", "10000", "100000"})
  private int window;

  // Until setup() it stands for nothing; JMH makes the object before it knows the parameters.
  private OneKey key = new OneKey("a", 1, "", 0);
  private long matches;
  private long boundEvents;

  /** Made by JMH. */
  public WindowBenchmark() {}

  /** Compiles the rule and writes the events, which come again and again. */
  @Setup
  public void setup() {
    SplittableRandom random = new SplittableRandom(7);
    int[] kinds = new int[KINDS + 1];
    for (int i = 0; i < KINDS; i++) {
      kinds[i] = random.nextInt(2);
    }
    kinds[KINDS] = 2;
    key = new OneKey(pattern, window, "", kinds);
  }

  /** The next events of the key. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long events() {
    for (int i = 0; i < EVENTS; i++) {
      long number = key.events() + 1;
      key.event(number % (4L * window) == 0 ? KINDS : (int) (number % KINDS), this::count);
    }
    return matches;
  }

  private void count(Match match) {
    matches++;
    match.bindings().forEach(b -> boundEvents += b.numbers().size());
  }

  /** Says what was kept and found. */
  @TearDown
  public void report() {
    System.out.printf(
        "%n%s in %,d events: %,d matches of %,d events on average; pending: %s%n",
        pattern, key.events(), matches, matches == 0 ? 0 : boundEvents / matches, key.pending());
  }
}
