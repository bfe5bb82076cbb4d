package io.tripline.rest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Figures as they are on the wire. */
final class TranslationTest {
  private static final long SINCE = 1_000_000_000L;
  private static final long NOW = 61_000_000_000L;

  private static List<ExportMetricsServiceRequest> sent(MetricSnapshot... figures)
      throws IOException {
    Resource resource = Resource.create(Attributes.builder().put("service.name", "t").build());
    List<ExportMetricsServiceRequest> sent = new ArrayList<>();
    try (Encoder encoder = new Encoder()) {
      for (var request :
          new Translation(resource, SINCE, NOW).requests(MetricSnapshots.of(figures))) {
        sent.add(
            ExportMetricsServiceRequest.parseFrom(
                new GZIPInputStream(new ByteArrayInputStream(encoder.encode(request)))));
      }
    }
    return sent;
  }

  private static List<Metric> metrics(ExportMetricsServiceRequest request) {
    return request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
  }

  private static Metric metric(MetricSnapshot figure) throws IOException {
    return metrics(sent(figure).getFirst()).getFirst();
  }

  private static CounterSnapshot counter(String name, int points) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help("Of " + name + ".");
    for (int i = 0; i < points; i++) {
      counter.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(Labels.of("rule", "r" + i))
              .value(i + 0.5)
              .build());
    }
    return counter.build();
  }

  @Test
  void aCounterIsACumulativeSumThatGrows() throws IOException {
    Metric metric = metric(counter("a_wait_seconds", 2));
    assertThat(metric.getName()).isEqualTo("a_wait_seconds_total");
    assertThat(metric.getUnit()).isEqualTo("s");
    assertThat(metric.getDescription()).isEqualTo("Of a_wait_seconds.");
    assertThat(metric.getSum().getIsMonotonic()).isTrue();
    assertThat(metric.getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    NumberDataPoint point = metric.getSum().getDataPoints(1);
    assertThat(point.getAsDouble()).isEqualTo(1.5);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(SINCE);
    assertThat(point.getTimeUnixNano()).isEqualTo(NOW);
    assertThat(point.getAttributes(0).getKey()).isEqualTo("rule");
    assertThat(point.getAttributes(0).getValue().getStringValue()).isEqualTo("r1");
  }

  @Test
  void aGaugeIsOne() throws IOException {
    Metric metric =
        metric(
            GaugeSnapshot.builder()
                .name("a_bytes")
                .dataPoint(GaugeDataPointSnapshot.builder().value(Double.NaN).build())
                .build());
    assertThat(metric.getName()).isEqualTo("a_bytes");
    assertThat(metric.getUnit()).isEqualTo("By");
    NumberDataPoint point = metric.getGauge().getDataPoints(0);
    assertThat(point.getAsDouble()).isNaN();
    assertThat(point.getStartTimeUnixNano()).isZero();
    assertThat(point.getAttributesList()).isEmpty();
  }

  @Test
  void aHistogramKeepsItsBuckets() throws IOException {
    Metric metric =
        metric(
            HistogramSnapshot.builder()
                .name("a_seconds")
                .dataPoint(
                    HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(
                            ClassicHistogramBuckets.builder()
                                .bucket(0.1, 3)
                                .bucket(1, 0)
                                .bucket(Double.POSITIVE_INFINITY, 2)
                                .build())
                        .sum(7.25)
                        .build())
                .build());
    assertThat(metric.getHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    HistogramDataPoint point = metric.getHistogram().getDataPoints(0);
    assertThat(point.getExplicitBoundsList()).containsExactly(0.1, 1.0);
    assertThat(point.getBucketCountsList()).containsExactly(3L, 0L, 2L);
    assertThat(point.getCount()).isEqualTo(5);
    assertThat(point.getSum()).isEqualTo(7.25);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(SINCE);
    for (String absent : List.of("min", "max")) {
      assertThat(point.hasField(field(point, absent))).as(absent).isFalse();
    }
  }

  private static FieldDescriptor field(Message message, String name) {
    return message.getDescriptorForType().findFieldByName(name);
  }

  @Test
  void aSummaryHasNoQuantiles() throws IOException {
    Metric metric =
        metric(
            SummarySnapshot.builder()
                .name("a_seconds")
                .dataPoint(SummaryDataPointSnapshot.builder().count(4).sum(2.5).build())
                .build());
    SummaryDataPoint point = metric.getSummary().getDataPoints(0);
    assertThat(point.getCount()).isEqualTo(4);
    assertThat(point.getSum()).isEqualTo(2.5);
    assertThat(point.getQuantileValuesList()).isEmpty();
  }

  @Test
  void anotherKindIsNotLeftOutInSilence() {
    assertThatThrownBy(() -> sent(InfoSnapshot.builder().name("a").build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("InfoSnapshot");
  }

  @Test
  void manyFiguresAreSeveralRequestsOfOneMoment() throws IOException {
    int most = Translation.MOST_POINTS;
    List<ExportMetricsServiceRequest> sent =
        sent(counter("a", most - 1), counter("b", 2), counter("c", 2 * most + 1));
    assertThat(sent.stream().map(each -> points(metrics(each))))
        .containsExactly(most - 1, 2, most, most, 1);
    List<NumberDataPoint> points =
        sent.stream()
            .flatMap(each -> metrics(each).stream())
            .flatMap(each -> each.getSum().getDataPointsList().stream())
            .toList();
    assertThat(points).hasSize(3 * most + 2).allMatch(each -> each.getTimeUnixNano() == NOW);
    assertThat(points.stream().mapToDouble(NumberDataPoint::getAsDouble).max())
        .hasValue(2 * most + 0.5);
    for (ExportMetricsServiceRequest each : sent) {
      ResourceMetrics of = each.getResourceMetrics(0);
      assertThat(of.getResource().getAttributes(0).getValue().getStringValue()).isEqualTo("t");
      assertThat(of.getScopeMetrics(0).getScope().getName()).isEqualTo("tripline");
    }
  }

  private static int points(List<Metric> metrics) {
    return metrics.stream().mapToInt(each -> each.getSum().getDataPointsCount()).sum();
  }
}
