package io.tripline.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One part, all contenders: first their answers are compared; then as many events are found as each
 * can take in a round; then rounds, one contender after the other. The answers of every round are
 * compared with ours over the same events, too, by their checksum.
 */
final class PartRun {
  private static final int WARM_UPS = 8;
  private static final int FEW = 500;

  private final String part;
  private final Settings settings;
  private final Map<Child, Series> running = new LinkedHashMap<>();
  private final Map<Integer, Long> checksums = new HashMap<>();
  private final Map<Child, Integer> events = new HashMap<>();
  private final Map<Child, Integer> passes = new HashMap<>();
  private final List<Series> all = new ArrayList<>();
  private @Nullable Child own;

  /**
   * How much is run.
   *
   * @param minEvents the least of one pass
   * @param maxEvents the most of one pass
   * @param compared events over which the alerts are compared one by one
   * @param rounds measured ones
   * @param round how long one should take
   * @param limit the most that one may take
   * @param fixed whether each pass takes all events, and passes are not alike: then answers are not
   *     compared here
   * @param cpu whether the time that counts is that for which the thread had a processor
   */
  record Settings(
      Path root,
      Path folder,
      int minEvents,
      int maxEvents,
      int compared,
      int rounds,
      Duration round,
      Duration limit,
      boolean cpu,
      boolean fixed) {}

  private PartRun(String part, Settings settings) {
    this.part = part;
    this.settings = settings;
  }

  /** Measures; our own comes first in what is returned. */
  static List<Series> measure(String part, List<ContenderSpec> contenders, Settings settings)
      throws IOException {
    PartRun run = new PartRun(part, settings);
    try {
      run.start(contenders);
      if (!settings.fixed()) {
        run.compareAnswers();
      }
      run.findSizes();
      run.rounds();
      return run.all;
    } finally {
      run.running.keySet().forEach(Child::close);
    }
  }

  private void start(List<ContenderSpec> contenders) throws IOException {
    boolean isAlone = contenders.size() == 1;
    for (ContenderSpec contender : contenders) {
      Series series = new Series(contender);
      all.add(series);
      if (!contender.isBuilt(settings.root())) {
        series.remark("not built");
        continue;
      }
      Path log = settings.folder().resolve("contenders.log");
      Child child = new Child(contender, settings.root(), part, isAlone, settings.maxEvents(), log);
      running.put(child, series);
      if (contender.kind() == ContenderSpec.Kind.OWN) {
        own = child;
        if (child.failure() != null) {
          throw new IOException(part + ", " + contender.title() + ": " + child.failure());
        }
      }
    }
  }

  private Child own() {
    return Objects.requireNonNull(own, "our own engine is always among them");
  }

  /** First over few events, so that one that is slow is not asked for more than it can do. */
  private void compareAnswers() throws IOException {
    Map<Integer, List<String>> expected = new HashMap<>();
    for (Child child : running.keySet()) {
      int few = Math.min(FEW, settings.maxEvents());
      long start = System.nanoTime();
      compareAnswers(child, few, expected);
      long nanos = Math.max(1, System.nanoTime() - start);
      int count = Math.min(settings.compared(), settings.maxEvents());
      int more = (int) Math.min(count, few * (settings.limit().toNanos() / 4 / nanos));
      boolean isDropped = !Objects.requireNonNull(running.get(child)).remark().isEmpty();
      if (more > few && child.failure() == null && !isDropped) {
        compareAnswers(child, more, expected);
      }
    }
  }

  private void compareAnswers(Child child, int count, Map<Integer, List<String>> expected)
      throws IOException {
    List<String> found = answers(child, count);
    if (found == null) {
      return;
    }
    List<String> ours = expected.get(count);
    if (ours == null) {
      ours = Objects.requireNonNull(child == own() ? found : answers(own(), count));
      expected.put(count, ours);
    }
    if (!found.equals(ours)) {
      drop(child, "OTHER ANSWERS: " + difference(ours, found));
    }
  }

  private @Nullable List<String> answers(Child child, int count) throws IOException {
    Path file = settings.folder().resolve("answers.txt");
    try {
      return child.answers(count, file, settings.limit());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String difference(List<String> ours, List<String> found) {
    List<String> missing = new ArrayList<>(ours);
    missing.removeAll(found);
    List<String> more = new ArrayList<>(found);
    more.removeAll(ours);
    return "%d for %d; missing %s, more %s"
        .formatted(
            found.size(),
            ours.size(),
            missing.isEmpty() ? "none" : missing.getFirst(),
            more.isEmpty() ? "none" : more.getFirst());
  }

  private void drop(Child child, String why) {
    Objects.requireNonNull(running.get(child)).remark(why);
    events.remove(child);
    child.close();
  }

  /** Warms up, with more events from time to time, until a round takes as long as it should. */
  private void findSizes() throws IOException {
    for (Map.Entry<Child, Series> each : running.entrySet()) {
      Child child = each.getKey();
      if (child.failure() != null) {
        each.getValue().remark(Objects.requireNonNull(child.failure()));
      } else if (each.getValue().remark().isEmpty()) {
        findSize(child, each.getValue());
      }
    }
  }

  private void findSize(Child child, Series series) throws IOException {
    int least = settings.fixed() ? settings.maxEvents() : settings.minEvents();
    int count = least;
    int times = 1;
    for (int i = 0; i < WARM_UPS; i++) {
      Child.Sample sample = child.run(count, times, settings.limit());
      if (sample == null) {
        series.remark(Objects.requireNonNull(child.failure()));
        return;
      }
      if (!settings.fixed()) {
        // At most eight times as many at once: the first runs are slow.
        long fits = (long) (settings.round().toNanos() / Math.max(1, sample.nanosPerEvent()));
        long more = Math.min(fits, 8L * count);
        count = (int) Math.clamp(more, least, settings.maxEvents());
        times = (int) Math.clamp(fits / count, 1, 1_000);
      }
    }
    events.put(child, count);
    passes.put(child, times);
  }

  private void rounds() throws IOException {
    for (int i = 0; i < settings.rounds(); i++) {
      for (Map.Entry<Child, Series> each : running.entrySet()) {
        Child child = each.getKey();
        Integer count = events.get(child);
        if (count == null) {
          continue;
        }
        Child.Sample sample =
            child.run(count, Objects.requireNonNull(passes.get(child)), settings.limit());
        if (sample == null) {
          drop(child, Objects.requireNonNull(child.failure()));
        } else if (!settings.fixed() && sample.checksum() != checksum(count)) {
          onOtherAnswers(child, each.getValue(), count, sample);
        } else {
          each.getValue().add(settings.cpu() ? sample.onProcessor() : sample);
        }
      }
    }
  }

  /** Another engine may mean something else by the rules, which the table then says; we may not. */
  private void onOtherAnswers(Child child, Series series, int count, Child.Sample sample)
      throws IOException {
    drop(child, "OTHER ANSWERS over " + count + " events: " + sample.alerts() + " alerts");
    if (series.contender().kind() != ContenderSpec.Kind.PEER) {
      throw new IOException(part + ", " + series.contender().title() + ": " + series.remark());
    }
    series.forget();
  }

  private long checksum(int count) throws IOException {
    Long known = checksums.get(count);
    if (known == null) {
      known = Objects.requireNonNull(own().run(count, 1, settings.limit())).checksum();
      checksums.put(count, known);
    }
    return known;
  }
}
