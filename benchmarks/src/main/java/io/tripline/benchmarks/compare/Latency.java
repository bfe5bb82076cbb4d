package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.latency.LatencyBenchmark;
import io.tripline.state.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * From arrival to alert, as {@link LatencyBenchmark} tells it in a process of its own.
 *
 * @param table its lines, in Markdown
 * @param tails medians of p99.9, ms
 */
record Latency(List<String> table, Map<Sync, Double> tails) {
  static final Latency NOT_MEASURED = new Latency(List.of(), Map.of());

  static Latency measure(Path root, Path folder, int rounds, int seconds)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of("--rounds=" + rounds, "--seconds=" + seconds, "--folder=" + folder);
    List<String> table = new ArrayList<>();
    Map<Sync, Double> tails = new EnumMap<>(Sync.class);
    for (String line : OwnProcess.lines(root, LatencyBenchmark.class, arguments)) {
      if (line.startsWith(LatencyBenchmark.MEDIAN)) {
        String[] words = line.substring(LatencyBenchmark.MEDIAN.length()).split(" ", -1);
        tails.put(Sync.valueOf(words[0]), Double.valueOf(words[1]));
      } else {
        table.add(line);
      }
    }
    return new Latency(table, tails);
  }
}
