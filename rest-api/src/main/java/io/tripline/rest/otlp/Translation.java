package io.tripline.rest.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Figures of one scrape, as OpenTelemetry has them: the same names, labels as attributes, values
 * that are cumulative. What {@code /metrics} writes as a counter is a monotonic sum, and a gauge, a
 * histogram and a summary are what they are.
 *
 * @param since the start of what is cumulative; nanoseconds since 1970
 * @param now when it was scraped, likewise
 */
record Translation(Resource resource, long since, long now) {
  /** Of a request: some hundred KB, where receivers usually take 20 MB. */
  static final int MOST_POINTS = 5_000;

  /** What a scrape gave, in as many requests as it takes. */
  List<List<MetricData>> requests(MetricSnapshots figures) {
    List<List<MetricData>> requests = new ArrayList<>();
    List<MetricData> request = new ArrayList<>();
    int points = 0;
    for (MetricSnapshot figure : figures) {
      for (MetricData part : parts(figure)) {
        int more = part.getData().getPoints().size();
        if (points + more > MOST_POINTS) {
          requests.add(request);
          request = new ArrayList<>();
          points = 0;
        }
        request.add(part);
        points += more;
      }
    }
    requests.add(request);
    return requests;
  }

  private List<MetricData> parts(MetricSnapshot figure) {
    return switch (figure) {
      case CounterSnapshot counter ->
          parts(
              counter.getMetadata().getPrometheusName() + "_total",
              counter,
              MetricDataType.DOUBLE_SUM,
              counter.getDataPoints(),
              each -> point(since, each, each.getValue()),
              points ->
                  SumData.createDoubleSumData(true, AggregationTemporality.CUMULATIVE, points));
      case GaugeSnapshot gauge ->
          parts(
              gauge.getMetadata().getPrometheusName(),
              gauge,
              MetricDataType.DOUBLE_GAUGE,
              gauge.getDataPoints(),
              each -> point(0, each, each.getValue()),
              GaugeData::createDoubleGaugeData);
      case HistogramSnapshot histogram ->
          parts(
              histogram.getMetadata().getPrometheusName(),
              histogram,
              MetricDataType.HISTOGRAM,
              histogram.getDataPoints(),
              this::point,
              points -> HistogramData.create(AggregationTemporality.CUMULATIVE, points));
      case SummarySnapshot summary ->
          parts(
              summary.getMetadata().getPrometheusName(),
              summary,
              MetricDataType.SUMMARY,
              summary.getDataPoints(),
              this::point,
              SummaryData::create);
      default ->
          throw new IllegalStateException(
              "no figure of this kind was thought of: " + figure.getClass().getSimpleName());
    };
  }

  private <S extends DataPointSnapshot, P> List<MetricData> parts(
      String name,
      MetricSnapshot figure,
      MetricDataType type,
      List<S> points,
      Function<S, P> point,
      Function<List<P>, Data<?>> data) {
    String help = figure.getMetadata().getHelp();
    List<MetricData> parts = new ArrayList<>();
    for (int from = 0; from < points.size(); from += MOST_POINTS) {
      List<S> some = points.subList(from, Math.min(points.size(), from + MOST_POINTS));
      parts.add(
          new Family(
              resource,
              name,
              help == null ? "" : help,
              type,
              data.apply(some.stream().map(point).toList())));
    }
    return parts;
  }

  private DoublePointData point(long start, DataPointSnapshot point, double value) {
    return DoublePointData.create(start, now, attributes(point.getLabels()), value, List.of());
  }

  /** Ours are all of the classic kind, the last bucket without a bound. */
  private HistogramPointData point(HistogramDataPointSnapshot point) {
    ClassicHistogramBuckets buckets = point.getClassicBuckets();
    List<Double> bounds = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < buckets.size(); i++) {
      counts.add(buckets.getCount(i));
      if (i < buckets.size() - 1) {
        bounds.add(buckets.getUpperBound(i));
      }
    }
    return HistogramPointData.create(
        since,
        now,
        attributes(point.getLabels()),
        point.getSum(),
        false,
        0,
        false,
        0,
        bounds,
        counts);
  }

  private SummaryPointData point(SummaryDataPointSnapshot point) {
    return SummaryPointData.create(
        since, now, attributes(point.getLabels()), point.getCount(), point.getSum(), List.of());
  }

  private static Attributes attributes(Labels labels) {
    AttributesBuilder attributes = Attributes.builder();
    for (int i = 0; i < labels.size(); i++) {
      attributes.put(labels.getPrometheusName(i), labels.getValue(i));
    }
    return attributes.build();
  }
}
