package io.tripline.benchmarks.latency;

import io.tripline.app.cli.Folders;
import io.tripline.benchmarks.compare.Rules;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.state.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/**
 * What it does to a stream of events that rules are deployed while it flows: alerts of other rules
 * are timed from the arrival of the event that completes them, which is due at the rate whether or
 * not the engine is ready for it. First without deployments, then with one rule after another, each
 * a rule set, then with all of them as one rule set.
 */
public final class HotLoading {
  private static final int PAYMENTS = 400_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final PacedRun run;
  private final double rate;
  private final int seconds;

  private HotLoading(PacedRun run, double rate, int seconds) {
    this.run = run;
    this.rate = rate;
    this.seconds = seconds;
  }

  /**
   * Prints a line for each part.
   *
   * @param args how many rules, how many events a second, how many seconds without deployments, a
   *     folder for the store, which is removed
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rules = Integer.parseInt(args[0]);
    double rate = Double.parseDouble(args[1]);
    int seconds = Integer.parseInt(args[2]);
    Path folder = Path.of(args[3]).resolve("hot-" + ProcessHandle.current().pid());
    Records records = new Records(Workload.payments(PAYMENTS));
    try (PacedRun run =
        new PacedRun(
            folder, Sync.OS, Rules.of(Rules.LATENCY), records, EngineSettings.defaults())) {
      HotLoading hot = new HotLoading(run, rate, seconds);
      hot.calm(); // for the compiler
      tell("no deployment", hot.calm(), new double[0]);
      hot.loading(rules + " rules one by one", rules, false);
      tell("with them running", hot.calm(), new double[0]);
      hot.loading(rules + " rules at once", rules, true);
      System.out.printf(
          Locale.ROOT, "%,d events were sent, the engine has %,d%n", run.sent(), run.taken());
      if (run.sent() != run.taken()) {
        throw new IllegalStateException("events are lost");
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private Histogram calm() throws InterruptedException {
    return run.at(rate, seconds);
  }

  private void loading(String title, int rules, boolean atOnce) throws InterruptedException {
    double[] millis = new double[atOnce ? 1 : rules];
    AtomicBoolean done = new AtomicBoolean();
    Thread deployer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    deploy(rules, atOnce, millis);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  } finally {
                    done.set(true);
                  }
                });
    Histogram all = new Histogram(3);
    while (!done.get()) {
      all.add(run.at(rate, 1));
    }
    deployer.join();
    tell(title, all, millis);
  }

  private void deploy(int rules, boolean atOnce, double[] millis) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rules; i++) {
      if (atOnce) {
        text.append(rule(i, "all"));
        continue;
      }
      long start = System.nanoTime();
      run.deploy("hot" + i, Rules.PAYMENT + rule(i, "one"));
      millis[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
    if (atOnce) {
      long start = System.nanoTime();
      run.deploy("hot", Rules.PAYMENT + text);
      millis[0] = (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
  }

  /** A rule of its own kind: no two of them share a condition. */
  private static String rule(int number, String prefix) {
    return """
    rule %s_%d {
      severity low
      by card
      pattern a -> b within %ds
      define
        a: Payment where amount < %d.%02d
        b: Payment where amount > %d.%02d and mcc = %d
      alert "hot"
    }
    """
        .formatted(
            prefix,
            number,
            60 + number,
            1 + number / 100,
            number % 100,
            2_000 + number,
            number % 100,
            4_000 + number);
  }

  private static void tell(String title, Histogram nanos, double[] millis) {
    Arrays.sort(millis);
    String deployments =
        millis.length == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; a deployment %.0f ms (median), %.0f ms (longest)",
                millis[millis.length / 2],
                millis[millis.length - 1]);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d alerts; p50 %.3f, p99 %.3f, p99.9 %.3f, longest %.3f ms%s%n",
        title,
        nanos.getTotalCount(),
        nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
        nanos.getMaxValue() / NANOS_PER_MILLI,
        deployments);
  }
}
