package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.windows.ManyWindows;
import io.tripline.benchmarks.windows.WindowLengths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What windows cost, as {@link ManyWindows} and {@link WindowLengths} tell it in processes of their
 * own.
 *
 * @param many a row of a table
 * @param lengths by aggregate
 */
record WindowFigures(List<String> many, Map<String, Length> lengths) {
  static final WindowFigures NOT_MEASURED = new WindowFigures(List.of(), Map.of());

  private static final List<String> AGGREGATES =
      List.of("count()", "sum(amount)", "max(amount)", "distinct(merchant)", "distinct(terminal)");
  private static final int ROUNDS = 5;
  private static final int EVENTS = 500_000;

  /**
   * What one process has told: medians of its rounds.
   *
   * @param minute ns an event over a minute
   * @param day ns an event over a day
   * @param ratio how fast the day is, of the minute; the median of the rounds' own
   */
  record Sample(double minute, double day, double ratio, double minuteBytes, double dayBytes) {
    static Sample of(List<String> lines) {
      List<double[]> pairs = lines.stream().map(Sample::pair).toList();
      List<double[]> rounds = pairs.subList(0, pairs.size() - 1);
      return new Sample(
          median(rounds, pair -> pair[0]),
          median(rounds, pair -> pair[1]),
          median(rounds, pair -> pair[0] / pair[1]),
          pairs.getLast()[0],
          pairs.getLast()[1]);
    }

    private static double[] pair(String line) {
      String[] words = line.split(" ", -1);
      return new double[] {Double.parseDouble(words[0]), Double.parseDouble(words[1])};
    }
  }

  /** A window of a day beside one of a minute, in some processes. */
  record Length(List<Sample> samples) {
    /** How fast the day is, of the minute: the median of the processes. */
    double ratio() {
      return median(samples, Sample::ratio);
    }

    private String row(String aggregate) {
      return String.format(
          Locale.ROOT,
          "| `%s` | %.0f | %.0f | %.2f | %.2f to %.2f | %,.0f; %,.0f |",
          aggregate,
          median(samples, Sample::minute),
          median(samples, Sample::day),
          ratio(),
          samples.stream().mapToDouble(Sample::ratio).min().orElse(Double.NaN),
          samples.stream().mapToDouble(Sample::ratio).max().orElse(Double.NaN),
          samples.getLast().minuteBytes(),
          samples.getLast().dayBytes());
    }
  }

  /**
   * Measures.
   *
   * @param keys of the many windows
   * @param processes for each aggregate; all aggregates have their turn before the next
   * @param cpu whether the lengths are compared by processor time
   */
  static WindowFigures measure(Path root, int keys, int processes, boolean cpu)
      throws IOException, InterruptedException {
    List<String> many = OwnProcess.lines(root, ManyWindows.class, List.of(Integer.toString(keys)));
    Map<String, Length> lengths = new LinkedHashMap<>();
    for (int i = 0; i < processes; i++) {
      for (String aggregate : AGGREGATES) {
        List<String> arguments =
            List.of(
                aggregate,
                Integer.toString(ROUNDS),
                Integer.toString(EVENTS),
                Boolean.toString(cpu));
        Length length = lengths.computeIfAbsent(aggregate, a -> new Length(new ArrayList<>()));
        length.samples.add(Sample.of(OwnProcess.lines(root, WindowLengths.class, arguments)));
      }
    }
    // What there is, should the run not come to its end.
    lengths.forEach((aggregate, length) -> System.err.println(length.row(aggregate)));
    return new WindowFigures(many, lengths);
  }

  private static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Markdown; nothing if it was not measured. */
  List<String> tables() {
    if (lengths.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("| | events/s | window updates/s | bytes a key |");
    lines.add("| --- | --- | --- | --- |");
    lines.addAll(many);
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d keys, %,d rows a key over 24h; the ratio of each process, and from the least to"
                + " the most.",
            WindowLengths.KEYS,
            WindowLengths.ROWS));
    lines.add("");
    lines.add(
        "| | over 1m, ns an event | over 24h, ns an event | speed over 24h, of that over 1m |"
            + " of all processes | bytes a key, 1m; 24h |");
    lines.add("| --- | --- | --- | --- | --- | --- |");
    lengths.forEach((aggregate, length) -> lines.add(length.row(aggregate)));
    return lines;
  }
}
