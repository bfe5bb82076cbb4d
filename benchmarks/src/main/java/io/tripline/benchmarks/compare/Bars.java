package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.compare.ContenderSpec.Kind;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.state.Sync;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was measured against what was asked for: the table of ratios. */
final class Bars {
  private final Map<String, List<Series>> measured;
  private final double bytesPerKey;
  private final Map<Sync, Double> latencies;
  private final Map<String, WindowFigures.Length> windows;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param measured by part, ours first
   * @param bytesPerKey NaN if it was not measured
   * @param latencies p99.9, ms
   * @param windows of a day beside those of a minute, by aggregate
   */
  Bars(
      Map<String, List<Series>> measured,
      double bytesPerKey,
      Map<Sync, Double> latencies,
      Map<String, WindowFigures.Length> windows) {
    this.measured = measured;
    this.bytesPerKey = bytesPerKey;
    this.latencies = latencies;
    this.windows = windows;
  }

  /** Markdown; figures of parts that were not run are left out, and without any it is empty. */
  List<String> lines() {
    lines.clear();
    for (String part : List.of("R1", "R5", "R1000")) {
      against(part, Kind.PEER, part.equals("R1") ? 5 : 20);
      against(part, Kind.BY_HAND, 0.5);
    }
    own("R1")
        .flatMap(one -> own("R1000").map(one::against))
        .ifPresent(cost -> atMost("R1000 against R1, cost per event", 3, cost, "×"));
    for (Workload.Pattern pattern : Workload.Pattern.values()) {
      if (pattern.isAll()) {
        output(pattern);
      } else {
        decades(pattern);
      }
    }
    reference("file", "end to end, R5, against Jackson on as many threads as cores", 0.8, false);
    reference("file, one core", "end to end, R5, against Jackson, both on one core", 0.8, false);
    own(OwnEngine.KEYS + 1_000)
        .flatMap(few -> own(OwnEngine.KEYS + 1_000_000).map(many -> many.against(few)))
        .ifPresent(
            ratio -> atLeast("1 million live keys, R5, against 1,000 keys", 0.5, ratio, "×"));
    if (!Double.isNaN(bytesPerKey)) {
      atMost("a key with one partial match", 200, bytesPerKey, "bytes");
    }
    latency(Sync.OS, "arrival to alert in the outbox, p99.9, without fsync", 1);
    latency(Sync.EVERY_BATCH, "arrival to alert in the outbox, p99.9, with fsync", 5);
    reference("workers", "2 workers against 1", 1.6, true);
    windows.forEach(
        (aggregate, length) ->
            atLeast("`" + aggregate + " over 24h`, against over 1m", 0.85, length.ratio(), "×"));
    if (!lines.isEmpty()) {
      lines.addAll(0, List.of("| figure | bar | measured | |", "| --- | --- | --- | --- |"));
    }
    return List.copyOf(lines);
  }

  private Optional<Series> own(String part) {
    return measured.getOrDefault(part, List.of()).stream().findFirst().filter(Series::hasFigure);
  }

  private Optional<Series> fastest(String part, Kind kind) {
    return measured.getOrDefault(part, List.of()).stream()
        .filter(s -> s.contender().kind() == kind && s.hasFigure())
        .min(Comparator.comparingDouble(Series::nanosPerEvent));
  }

  private void against(String part, Kind kind, double bar) {
    fastest(part, kind)
        .ifPresent(
            other ->
                atLeast(
                    "matcher only, " + part + ", against " + other.contender().title(),
                    bar,
                    own(part).orElseThrow().against(other),
                    "×"));
  }

  private void latency(Sync sync, String figure, double bar) {
    Double p999 = latencies.get(sync);
    if (p999 != null) {
      atMost(figure + ", at half of the peak rate", bar, p999, "ms");
    }
  }

  private void reference(String part, String figure, double bar, boolean itself) {
    fastest(part, Kind.REFERENCE)
        .ifPresent(
            other -> {
              Series own = own(part).orElseThrow();
              atLeast(figure, bar, itself ? other.against(own) : own.against(other), "×");
            });
  }

  /** The most that ten times the window adds to the cost of an event. */
  private void decades(Workload.Pattern pattern) {
    double most = Double.NaN;
    for (int window = 100; window < 100_000; window *= 10) {
      Optional<Series> small = own(new Workload.Window(pattern, window).part());
      Optional<Series> large = own(new Workload.Window(pattern, 10 * window).part());
      if (small.isPresent() && large.isPresent()) {
        double growth = 100 * (small.get().against(large.get()) - 1);
        most = Double.isNaN(most) ? growth : Math.max(most, growth);
      }
    }
    if (!Double.isNaN(most)) {
      atMost(pattern.text() + ", the most that a window ten times as large adds", 10, most, "%");
    }
  }

  private void output(Workload.Pattern pattern) {
    double least = Double.NaN;
    for (int window = 100; window <= 10_000; window *= 10) {
      Optional<Series> own = own(new Workload.Window(pattern, window).part());
      if (own.isPresent()) {
        double million = own.get().boundEventsPerSecond() / 1e6;
        least = Double.isNaN(least) ? million : Math.min(least, million);
      }
    }
    if (!Double.isNaN(least)) {
      atLeast(pattern.text() + ", every match up to a limit, bound events/s", 5, least, "million");
    }
  }

  private void atLeast(String figure, double bar, double value, String unit) {
    line(figure, "≥ " + bar, value, unit, value >= bar);
  }

  private void atMost(String figure, double bar, double value, String unit) {
    line(figure, "≤ " + bar, value, unit, value <= bar);
  }

  private void line(String figure, String bar, double value, String unit, boolean holds) {
    lines.add(
        String.format(
            Locale.ROOT,
            "| %s | %s %s | %.2f %s | %s |",
            figure,
            bar,
            unit,
            value,
            unit,
            holds ? "holds" : "**missed**"));
  }
}
