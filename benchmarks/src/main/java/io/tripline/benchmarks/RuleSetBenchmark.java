package io.tripline.benchmarks;

import io.tripline.benchmarks.compare.OwnEngine;
import io.tripline.benchmarks.workload.Contender.Pass;
import io.tripline.benchmarks.workload.Contender.Prepared;
import io.tripline.benchmarks.workload.Tally;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One payment through all rules of a set, as in the comparison, but with JMH's profilers: {@code
 * -prof gc} shows what is allocated, {@code -prof perfasm} and async-profiler where the time goes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class RuleSetBenchmark {
  private static final int EVENTS = 200_000;

  /** The rule set. */
  @Param({"R1", "R5", "R100", "R1000"})
  public String rules = "R1";

  private Prepared prepared = tally -> events -> {};
  private Pass pass = events -> {};

  /** Compiles the rules and writes the events. */
  @Setup
  public void prepare() {
    prepared = new OwnEngine().prepare(rules, EVENTS);
  }

  /** Moves the events to the next day. */
  @Setup(Level.Invocation)
  public void begin() throws Exception {
    pass = prepared.begin(Tally.counting());
  }

  /** All events. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void match() throws Exception {
    pass.run(EVENTS);
  }
}
