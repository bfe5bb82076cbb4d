package io.tripline.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was measured of one contender in one part. */
final class Series {
  private final ContenderSpec contender;
  private final List<Child.Sample> samples = new ArrayList<>();
  private @Nullable String remark;

  Series(ContenderSpec contender) {
    this.contender = contender;
  }

  ContenderSpec contender() {
    return contender;
  }

  void add(Child.Sample sample) {
    samples.add(sample);
  }

  /** There is no figure, after all; the remark says why. */
  void forget() {
    samples.clear();
  }

  /** Why there is no figure, or what has to be said of it. */
  void remark(String text) {
    remark = text;
  }

  String remark() {
    return remark == null ? "" : remark;
  }

  boolean hasFigure() {
    return !samples.isEmpty();
  }

  int events() {
    return samples.getFirst().events();
  }

  /** Median of the rounds. */
  double nanosPerEvent() {
    double[] sorted = samples.stream().mapToDouble(Child.Sample::nanosPerEvent).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Of the thread that ran; a dash where there were several. */
  private String bytesPerEvent() {
    Child.Sample last = samples.getLast();
    return last.allocated() < 0
        ? "–"
        : String.format(Locale.ROOT, "%,.1f", (double) last.allocated() / last.events());
  }

  /** Events of the alerts in a second. */
  double boundEventsPerSecond() {
    Child.Sample last = samples.getLast();
    return last.bound() / (nanosPerEvent() * last.events() / 1e9);
  }

  long alerts() {
    return samples.getLast().alerts();
  }

  /** Half of the distance from the slowest to the fastest round, of the median. */
  double spread() {
    double least = samples.stream().mapToDouble(Child.Sample::nanosPerEvent).min().orElse(0);
    double most = samples.stream().mapToDouble(Child.Sample::nanosPerEvent).max().orElse(0);
    return (most - least) / 2 / nanosPerEvent();
  }

  /** How many times as fast as another. */
  double against(Series other) {
    return other.nanosPerEvent() / nanosPerEvent();
  }

  /** Its row in the table of a part. */
  String row(@Nullable Series own) {
    if (!hasFigure()) {
      return "| " + contender.title() + " | – | | | | | | " + remark() + " |";
    }
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %,.1f | ± %.0f %% | %s | %,d in %,d | %s | %s |",
        contender.title(),
        1e9 / nanosPerEvent(),
        nanosPerEvent(),
        100 * spread(),
        bytesPerEvent(),
        alerts(),
        events(),
        own == null || own == this ? "" : String.format(Locale.ROOT, "%.2f", own.against(this)),
        remark());
  }
}
