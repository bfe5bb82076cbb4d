package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.latency.LatencyBenchmark;
import io.tripline.state.Sync;
import java.io.BufferedReader;
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
    List<String> command = new ArrayList<>(ContenderSpec.OWN.command(root));
    command.set(command.size() - 1, LatencyBenchmark.class.getName());
    command.addAll(List.of("--rounds=" + rounds, "--seconds=" + seconds, "--folder=" + folder));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> table = new ArrayList<>();
    Map<Sync, Double> tails = new EnumMap<>(Sync.class);
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(LatencyBenchmark.MEDIAN)) {
          String[] words = line.substring(LatencyBenchmark.MEDIAN.length()).split(" ", -1);
          tails.put(Sync.valueOf(words[0]), Double.valueOf(words[1]));
        } else {
          table.add(line);
        }
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("latency was not measured");
    }
    return new Latency(table, tails);
  }
}
