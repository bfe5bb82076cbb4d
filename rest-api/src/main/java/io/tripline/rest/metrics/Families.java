package io.tripline.rest.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.engine.pipeline.EngineStats;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Builds metric families from figures that somebody else keeps. */
final class Families {
  private final MetricSnapshots.Builder out = MetricSnapshots.builder();

  /** A figure that only grows; the name is without {@code _total}. */
  void counter(String name, String help, double value) {
    counters(name, help, List.of(value), each -> Labels.EMPTY, each -> each);
  }

  void gauge(String name, String help, double value) {
    gauges(name, help, List.of(value), each -> Labels.EMPTY, each -> each);
  }

  <T> void counters(
      String name,
      String help,
      List<T> items,
      Function<T, Labels> labels,
      ToDoubleFunction<T> value) {
    if (items.isEmpty()) {
      return;
    }
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
    for (T item : items) {
      family.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(labels.apply(item))
              .value(value.applyAsDouble(item))
              .build());
    }
    out.metricSnapshot(family.build());
  }

  <T> void gauges(
      String name,
      String help,
      List<T> items,
      Function<T, Labels> labels,
      ToDoubleFunction<T> value) {
    if (items.isEmpty()) {
      return;
    }
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
    for (T item : items) {
      family.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(labels.apply(item))
              .value(value.applyAsDouble(item))
              .build());
    }
    out.metricSnapshot(family.build());
  }

  void histogram(String name, String help, EngineStats.Durations durations) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    List<Long> bounds = EngineStats.Durations.BOUNDS_NANOS;
    for (int i = 0; i < durations.counts().size(); i++) {
      double bound = i < bounds.size() ? bounds.get(i) / 1e9 : Double.POSITIVE_INFINITY;
      buckets.bucket(bound, durations.counts().get(i));
    }
    out.metricSnapshot(
        HistogramSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(
                HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(buckets.build())
                    .sum(durations.sumNanos() / 1e9)
                    .build())
            .build());
  }

  MetricSnapshots build() {
    return out.build();
  }
}
