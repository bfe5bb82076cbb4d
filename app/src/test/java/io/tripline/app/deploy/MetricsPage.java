package io.tripline.app.deploy;

import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that docs/metrics.md has, which a test of the server holds against what it tells. */
final class MetricsPage {
  private static final Pattern NAME = Pattern.compile("`((?:tripline|jvm|process|system)_\\w+)`");
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");

  /** What Prometheus adds to what it scrapes. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  private final Map<String, Set<String>> labels = new HashMap<>();

  private MetricsPage() {
    labels.put("up", Set.of());
  }

  static MetricsPage read() throws IOException {
    MetricsPage page = new MetricsPage();
    for (String line : Files.readAllLines(Repository.path("docs/metrics.md"))) {
      String[] cells = line.split(" \\| ");
      if (line.startsWith("| `") && cells.length > 2) {
        page.row(cells);
      }
    }
    return page;
  }

  private void row(String[] cells) {
    Set<String> of = new HashSet<>();
    for (int i = 2; i < cells.length; i++) {
      Matcher words = WORD.matcher(cells[i]);
      while (words.find()) {
        of.add(words.group(1));
      }
    }
    Matcher names = NAME.matcher(cells[0]);
    while (names.find()) {
      String name = names.group(1);
      if (cells[1].contains("histogram") || cells[1].contains("summary")) {
        labels.put(name + "_sum", of);
        labels.put(name + "_count", of);
      }
      if (cells[1].contains("histogram")) {
        Set<String> withBounds = new HashSet<>(of);
        withBounds.add("le");
        labels.put(name + "_bucket", withBounds);
      }
      labels.put(name, of);
    }
  }

  boolean has(String metric) {
    return labels.containsKey(metric);
  }

  /** Whether one of these metrics has a label. */
  boolean hasLabel(Set<String> metrics, String label) {
    return OF_PROMETHEUS.contains(label)
        || metrics.stream().anyMatch(each -> labels.getOrDefault(each, Set.of()).contains(label));
  }
}
