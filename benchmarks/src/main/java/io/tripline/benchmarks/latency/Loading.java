package io.tripline.benchmarks.latency;

import io.tripline.engine.pipeline.EngineStats;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Deploys rule sets one after another in a thread of its own, and times each. */
final class Loading {
  private static final int DIGITS = 3;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final PacedRun run;
  private final String name;
  private final List<String> texts;
  private final Histogram took = new Histogram(DIGITS);
  private final Histogram pauses = new Histogram(DIGITS);
  private final Histogram worked = new Histogram(DIGITS);
  private final Thread thread;
  private volatile int deployed;
  private volatile boolean over;
  private volatile @Nullable Throwable failure;

  /**
   * @param name of the rule sets, before a number
   * @param texts of each
   */
  Loading(PacedRun run, String name, List<String> texts) {
    this.run = run;
    this.name = name;
    this.texts = List.copyOf(texts);
    this.thread = Thread.ofPlatform().name("deployer").unstarted(this::deployAll);
  }

  void start() {
    thread.start();
  }

  private void deployAll() {
    try {
      EngineStats.Durations before = run.pauses();
      for (String text : texts) {
        long start = System.nanoTime();
        long workedBefore = THREADS.getCurrentThreadCpuTime();
        run.deploy(name + deployed, text);
        took.recordValue(System.nanoTime() - start);
        worked.recordValue(THREADS.getCurrentThreadCpuTime() - workedBefore);
        EngineStats.Durations now = run.pauses();
        long of = now.count() - before.count();
        pauses.recordValue(of == 0 ? 0 : (now.sumNanos() - before.sumNanos()) / of);
        before = now;
        deployed++;
      }
    } catch (Throwable e) {
      failure = e;
    } finally {
      over = true;
    }
  }

  /** Whether all is deployed, or nothing more will be. */
  boolean isOver() {
    return over;
  }

  /**
   * Waits for the end.
   *
   * @throws IllegalStateException if not all was deployed
   */
  void end() throws InterruptedException {
    if (!over) {
      thread.interrupt();
    }
    thread.join();
    if (deployed < texts.size()) {
      throw new IllegalStateException(
          "only " + deployed + " of " + texts.size() + " rule sets were deployed", failure);
    }
  }

  /** How long deployments took, ns, from their text to their being in effect. */
  Histogram took() {
    return took;
  }

  /** How much of it the deploying thread had a processor, ns: whatever else there was to do. */
  Histogram worked() {
    return worked;
  }

  /** How long a worker took no events for each of them, ns. */
  Histogram pauses() {
    return pauses;
  }
}
