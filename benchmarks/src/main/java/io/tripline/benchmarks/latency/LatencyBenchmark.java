package io.tripline.benchmarks.latency;

import io.tripline.benchmarks.compare.Rules;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.state.Sync;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From the arrival of an event's JSON record to its alert in the outbox, on a store on disk, at a
 * share of the rate that the same set-up reaches at its best.
 *
 * <p>An event arrives when its turn in the rate has come, whether or not anybody was ready for it:
 * what waits because something before it was slow, counts as waiting (no coordinated omission).
 */
@Command(name = "latency-benchmark", mixinStandardHelpOptions = true)
public final class LatencyBenchmark implements Callable<Integer> {
  private static final int PAYMENTS = 400_000;
  private static final double NANOS_PER_MILLI = 1e6;

  /** What the last lines begin with: medians of p99.9, ms, by {@link Sync}. */
  public static final String MEDIAN = "median p99.9 ";

  private final Map<Sync, Double> medians = new EnumMap<>(Sync.class);

  @Option(names = "--rules", description = "R1, R5, latency, … Default: ${DEFAULT-VALUE}.")
  private String part = Rules.LATENCY;

  @Option(names = "--sync", description = "every_batch or os; both if it is not given.")
  private List<Sync> syncs = List.of(Sync.OS, Sync.EVERY_BATCH);

  @Option(names = "--share", description = "Of the peak rate. Default: ${DEFAULT-VALUE}.")
  private double share = 0.5;

  @Option(names = "--seconds", description = "Measured, per round. Default: ${DEFAULT-VALUE}.")
  private int seconds = 10;

  @Option(names = "--rounds", description = "Measured rounds. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--folder", description = "Where stores are made. Default: ${DEFAULT-VALUE}.")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

  public static void main(String[] args) {
    CommandLine line = new CommandLine(new LatencyBenchmark());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Records records = new Records(Workload.payments(PAYMENTS));
    System.out.println(
        "| sync | peak, events/s | rate | round | alerts | p50 | p99 | p99.9 | max |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (Sync sync : syncs) {
      measure(records, sync);
    }
    medians.forEach((sync, p999) -> System.out.println(MEDIAN + sync + " " + p999));
    return 0;
  }

  private void measure(Records records, Sync sync) throws Exception {
    Path store = Files.createTempDirectory(folder, "tripline-latency-");
    try (PacedRun run =
        new PacedRun(store, sync, Rules.of(part), records, EngineSettings.defaults())) {
      // Warms up, too.
      run.atPeak(5);
      double peak = run.atPeak(5);
      double rate = share * peak;
      run.at(rate, 5);
      // What was made to start with is old from here on, as it would be after an hour.
      System.gc();
      double[] tails = new double[rounds];
      for (int round = 1; round <= rounds; round++) {
        Histogram nanos = run.at(rate, seconds);
        System.out.printf(
            Locale.ROOT,
            "| %s | %,.0f | %,.0f | %d | %,d | %s | %s | %s | %s |%n",
            sync == Sync.OS ? "os" : "every batch",
            peak,
            rate,
            round,
            nanos.getTotalCount(),
            millis(nanos.getValueAtPercentile(50)),
            millis(nanos.getValueAtPercentile(99)),
            millis(nanos.getValueAtPercentile(99.9)),
            millis(nanos.getMaxValue()));
        tails[round - 1] = nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI;
      }
      Arrays.sort(tails);
      medians.put(sync, tails[rounds / 2]);
    } finally {
      delete(store);
    }
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f ms", nanos / NANOS_PER_MILLI);
  }

  private static void delete(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
