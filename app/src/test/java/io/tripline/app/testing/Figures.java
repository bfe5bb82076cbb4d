package io.tripline.app.testing;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's figures, however they came: what Prometheus' text would have.
 *
 * @param types of families, by their names in the text
 * @param samples values by name and labels
 */
public record Figures(Map<String, String> types, Map<String, Double> samples) {
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private Figures() {
    this(new TreeMap<>(), new TreeMap<>());
  }

  /** As {@code /metrics} writes them; labels have nothing in them that is escaped. */
  public static Figures ofText(String text) {
    Figures figures = new Figures();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        figures.types.put(words[2], words[3]);
      } else if (!line.startsWith("#")) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
          throw new IllegalArgumentException(line);
        }
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
          labels.put(
              label.group(1),
              label.group(1).equals("le") ? bound(number(label.group(2))) : label.group(2));
        }
        figures.put(sample.group(1), labels, number(sample.group(3)));
      }
    }
    return figures;
  }

  /** As one export over OTLP has them. */
  public static Figures ofExport(ExportMetricsServiceRequest export) {
    Figures figures = new Figures();
    export.getResourceMetricsList().stream()
        .flatMap(each -> each.getScopeMetricsList().stream())
        .flatMap(each -> each.getMetricsList().stream())
        .forEach(figures::add);
    return figures;
  }

  private void add(Metric metric) {
    String name = metric.getName();
    switch (metric.getDataCase()) {
      case SUM -> {
        types.put(name, metric.getSum().getIsMonotonic() ? "counter" : "gauge");
        metric.getSum().getDataPointsList().forEach(each -> add(name, each));
      }
      case GAUGE -> {
        types.put(name, "gauge");
        metric.getGauge().getDataPointsList().forEach(each -> add(name, each));
      }
      case HISTOGRAM -> {
        types.put(name, "histogram");
        metric.getHistogram().getDataPointsList().forEach(each -> add(name, each));
      }
      case SUMMARY -> {
        types.put(name, "summary");
        metric.getSummary().getDataPointsList().forEach(each -> add(name, each));
      }
      default -> throw new IllegalArgumentException(metric.toString());
    }
  }

  private void add(String name, NumberDataPoint point) {
    put(name, labels(point.getAttributesList()), point.getAsDouble());
  }

  private void add(String name, SummaryDataPoint point) {
    Map<String, String> labels = labels(point.getAttributesList());
    put(name + "_count", labels, point.getCount());
    put(name + "_sum", labels, point.getSum());
  }

  private void add(String name, HistogramDataPoint point) {
    Map<String, String> labels = labels(point.getAttributesList());
    put(name + "_count", labels, point.getCount());
    put(name + "_sum", labels, point.getSum());
    long below = 0;
    for (int i = 0; i < point.getBucketCountsCount(); i++) {
      below += point.getBucketCounts(i);
      Map<String, String> bucket = new TreeMap<>(labels);
      bucket.put(
          "le",
          bound(
              i < point.getExplicitBoundsCount()
                  ? point.getExplicitBounds(i)
                  : Double.POSITIVE_INFINITY));
      put(name + "_bucket", bucket, below);
    }
  }

  private static Map<String, String> labels(List<KeyValue> attributes) {
    Map<String, String> labels = new TreeMap<>();
    attributes.forEach(each -> labels.put(each.getKey(), each.getValue().getStringValue()));
    return labels;
  }

  private static String bound(double value) {
    return Double.toString(value);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private void put(String name, Map<String, String> labels, double value) {
    if (samples.put(name + labels, value) != null) {
      throw new IllegalArgumentException(name + labels + " is there twice");
    }
  }
}
