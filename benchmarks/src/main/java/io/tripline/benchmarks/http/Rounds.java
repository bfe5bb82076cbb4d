package io.tripline.benchmarks.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The rounds of one kind of request at one rate: medians, but for what must not be hidden. */
final class Rounds {
  /** What {@link #row} fills. */
  static final List<String> HEAD =
      List.of(
          "| | rate | answered/s | p50 | p99 | p99.9 | max | at the deadline | refused | decided"
              + " | server, processor | sent late, p50; p99 |",
          "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double SECOND = 1e9;

  private final String title;
  private final double rate;
  private final List<Round> rounds = new ArrayList<>();

  private record Round(Tally tally, long processorNanos) {
    double millis(double percentile) {
      return tally.latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    double delayMillis(double percentile) {
      return tally.delays.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
  }

  /**
   * @param rate requests a second
   */
  Rounds(String title, double rate) {
    this.title = title;
    this.rate = rate;
  }

  double rate() {
    return rate;
  }

  /**
   * Takes a round.
   *
   * @param processorNanos for which the server had a processor meanwhile
   */
  void add(Tally tally, long processorNanos) {
    rounds.add(new Round(tally, processorNanos));
  }

  /** Of the table, Markdown. The percentiles are medians of the rounds', the maximum is of all. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f | %s | %s | %s | %s | %s | %s | %s | %.2f cores, %.0f µs each"
            + " | %.2f; %.2f ms |",
        title,
        rate,
        median(round -> round.tally.answered() * SECOND / round.tally.nanos),
        millis(median(round -> round.millis(50))),
        millis(median(round -> round.millis(99))),
        millis(median(round -> round.millis(99.9))),
        millis(rounds.stream().mapToDouble(round -> round.millis(100)).max().orElse(0)),
        share(sum(round -> round.tally.atDeadline)),
        share(sum(round -> round.tally.refused)),
        share(sum(round -> round.tally.decided)),
        median(round -> (double) round.processorNanos / round.tally.nanos),
        median(round -> round.processorNanos / 1e3 / round.tally.answered()),
        median(round -> round.delayMillis(50)),
        median(round -> round.delayMillis(99)));
  }

  /** Every round by itself, to see how far they lie apart. */
  String each() {
    List<String> all = new ArrayList<>();
    for (Round round : rounds) {
      Histogram latencies = round.tally.latencies;
      all.add(
          String.format(
              Locale.ROOT,
              "%.2f/%.2f/%.2f",
              latencies.getValueAtPercentile(50) / NANOS_PER_MILLI,
              latencies.getValueAtPercentile(99) / NANOS_PER_MILLI,
              latencies.getValueAtPercentile(99.9) / NANOS_PER_MILLI));
    }
    return title + ", " + rate + "/s, p50/p99/p99.9 of each round, ms: " + String.join(", ", all);
  }

  private double median(ToDoubleFunction<Round> of) {
    double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private double sum(ToDoubleFunction<Round> of) {
    return rounds.stream().mapToDouble(of).sum();
  }

  private String share(double count) {
    double all = sum(round -> round.tally.answered());
    return count == 0 ? "0" : String.format(Locale.ROOT, "%.3f %%", 100 * count / all);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.2f ms", value);
  }
}
