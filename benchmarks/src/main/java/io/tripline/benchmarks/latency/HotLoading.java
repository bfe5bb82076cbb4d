package io.tripline.benchmarks.latency;

import io.tripline.app.cli.Folders;
import io.tripline.benchmarks.compare.Rules;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.state.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What it does to a stream of events that rules are deployed while it flows: alerts of other rules
 * are timed from the arrival of the event that completes them, which is due at the rate whether or
 * not the engine is ready for it. First without deployments, then with all rules as one rule set,
 * which is taken away again, then with one rule after another, each a rule set.
 */
public final class HotLoading {
  private static final int PAYMENTS = 400_000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int MOST_SECONDS = 300;

  private final PacedRun run;
  private final double rate;
  private final int seconds;
  private final long endNanos;

  private HotLoading(PacedRun run, double rate, int seconds, int mostSeconds) {
    this.run = run;
    this.rate = rate;
    this.seconds = seconds;
    this.endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(mostSeconds);
  }

  /**
   * Prints a line for each part. Ends with an error if an event is lost, a deployment fails, or it
   * takes too long.
   *
   * @param args how many rules, how many events a second, how many seconds without deployments, a
   *     folder for the store, which is removed; then, if wanted, what rules ({@code families},
   *     {@code windows} or {@code crowded}), and how many seconds it may take, 300 unless told
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int count = Integer.parseInt(args[0]);
    double rate = Double.parseDouble(args[1]);
    int seconds = Integer.parseInt(args[2]);
    Path folder = Path.of(args[3]).resolve("hot-" + ProcessHandle.current().pid());
    HotRules rules =
        args.length > 4 ? HotRules.valueOf(args[4].toUpperCase(Locale.ROOT)) : HotRules.FAMILIES;
    int most = args.length > 5 ? Integer.parseInt(args[5]) : MOST_SECONDS;
    Records records = new Records(Workload.payments(PAYMENTS));
    try (PacedRun run =
        new PacedRun(
            folder, Sync.OS, Rules.of(Rules.LATENCY), records, EngineSettings.defaults())) {
      HotLoading hot = new HotLoading(run, rate, seconds, most);
      hot.calm(null); // for the compiler
      hot.calm("no deployment");
      String all = Rules.PAYMENT + String.join("\n", rules.texts(count, "all"));
      hot.loading(count + " rules at once", "all", List.of(all));
      hot.calm("with them running");
      run.undeploy("all0");
      List<String> each =
          rules.texts(count, "one").stream().map(text -> Rules.PAYMENT + text).toList();
      hot.loading(count + " rules one by one", "one", each);
      hot.calm("with them running");
      System.out.printf(
          Locale.ROOT, "%,d events were sent, the engine has %,d%n", run.sent(), run.taken());
      if (run.sent() != run.taken()) {
        throw new IllegalStateException("events are lost");
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private void calm(@Nullable String title) throws InterruptedException {
    long start = System.nanoTime();
    part(title, () -> System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds));
  }

  private void loading(String title, String name, List<String> texts) throws InterruptedException {
    Loading loading = new Loading(run, name, texts);
    loading.start();
    part(title, () -> !loading.isOver());
    loading.end();
    System.out.printf(
        Locale.ROOT,
        "  a deployment %s; of its own thread's processor %s; a worker's pause %s%n",
        text(loading.took()),
        text(loading.worked()),
        text(loading.pauses()));
  }

  private void part(@Nullable String title, BooleanSupplier goesOn) throws InterruptedException {
    long start = System.nanoTime();
    long before = run.sent();
    Histogram latencies = run.at(rate, () -> goesOn.getAsBoolean() && endNanos > System.nanoTime());
    double took = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    if (title != null) {
      System.out.printf(
          Locale.ROOT,
          "%s: %.1f s, %,.0f events/s; %,d alerts after %s%n",
          title,
          took,
          (run.sent() - before) / took,
          latencies.getTotalCount(),
          text(latencies));
    }
  }

  private static String text(Histogram nanos) {
    return String.format(
        Locale.ROOT,
        "%.3f ms (median), %.3f (p99), %.3f (p99.9), %.3f (longest)",
        nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
        nanos.getMaxValue() / NANOS_PER_MILLI);
  }
}
