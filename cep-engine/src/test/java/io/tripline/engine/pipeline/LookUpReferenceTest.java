package io.tripline.engine.pipeline;

import static java.util.Locale.ROOT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.pipeline.ReferenceTime.Arrival;
import io.tripline.engine.pipeline.ReferenceTime.Matched;
import io.tripline.engine.pipeline.ReferenceTime.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Look-ups against a naive computation: for every event, all changes before it are gone through
 * anew. Over random streams of late and held events and changes, with any number of workers, and
 * with checkpoints, restarts and crashes anywhere.
 */
final class LookUpReferenceTest {
  private static final int WORDS = 400;
  private static final long LATENESS = 20;

  /** Rules see events as they come, or wait for them; both ask the same list and table. */
  private static final String RULES =
      Timeline.type("A", "")
          + Timeline.type("B", "(lateness " + LATENESS + "ms, late accept)")
          + Timeline.type("C", "(lateness 30ms)")
          + """
          list l of string
          table t key k { n int }
          table u key k from C { id string }
          table v key k from A { id string }
          rule arriving {
            on A by k
            when k in l or t[k].n > 5 or u[k].id is not null
            alert "{t[k].n} {u[k].id} {v[k].id}"
          }
          rule waiting {
            on B by k
            when k in l or t[k].n > 5 or u[k].id is not null
            alert "{t[k].n} {u[k].id} {v[k].id}"
          }
          """;

  /** A change, where it came. */
  private record Changed(String word, long time, long number) {}

  private static List<String> words(long seed) {
    Random random = new Random(seed);
    List<String> words = new ArrayList<>();
    long time = 100;
    for (int i = 0; i < WORDS; i++) {
      String key = "k" + random.nextInt(6);
      if (random.nextInt(3) > 0) {
        time += random.nextInt(7);
        long at = random.nextInt(3) == 0 ? time - random.nextInt(35) : time;
        String type = List.of("a", "b", "c").get(random.nextInt(3));
        words.add(type + i + "@" + at + "/" + key);
      } else {
        String until = random.nextInt(3) == 0 ? "!" + (time + random.nextInt(20)) : "";
        words.add(
            switch (random.nextInt(8)) {
              case 0, 1 -> "+l/" + key + until;
              case 2 -> "-l/" + key;
              case 3, 4 -> "+t/" + key + "=" + random.nextInt(10) + until;
              case 5 -> "-t/" + key;
              case 6 -> "=l/k1" + until + "/" + "k2";
              default -> random.nextBoolean() ? "=t" : "=t/k1=7" + until + "/k2=3";
            });
      }
    }
    return words;
  }

  // ---- the naive computation

  private static List<String> expected(List<String> words) {
    List<Arrival> arrivals = new ArrayList<>();
    List<Integer> changedAfter = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    Map<Long, String> texts = new HashMap<>();
    Map<String, EventType> types = new HashMap<>();
    Timeline.read(RULES).eventTypes().forEach(t -> types.put(t.name().toLowerCase(ROOT), t));
    for (String word : words) {
      if ("+-=".indexOf(word.charAt(0)) >= 0) {
        changes.add(word);
        changedAfter.add(arrivals.size());
      } else {
        String[] parts = word.split("[@/]");
        long number = arrivals.size() + 1;
        texts.put(number, word);
        long[] fields = {Long.parseLong(parts[1])};
        arrivals.add(
            new Arrival.Event(0, requireNonNull(types.get(word.substring(0, 1))), number, fields));
      }
    }
    arrivals.add(new Arrival.End());
    ReferenceTime time = new ReferenceTime(arrivals);
    ReferenceLanes lanes =
        new ReferenceLanes(time, new ReferenceVersions(List.of(Timeline.read(RULES)), arrivals));
    long[] clocks = lanes.seen(0).reached();
    List<Changed> all = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      int after = changedAfter.get(i);
      all.add(
          new Changed(changes.get(i), after == 0 ? ReferenceTime.NEVER : clocks[after - 1], after));
    }
    List<String> alerts = new ArrayList<>();
    List<Matched> events = lanes.seen(0).matched();
    alerts(lanes.seen(0), "a", "arriving", all, events, texts, alerts);
    alerts(lanes.seen(LATENESS), "b", "waiting", all, events, texts, alerts);
    return alerts;
  }

  private static void alerts(
      Seen seen,
      String type,
      String rule,
      List<Changed> changes,
      List<Matched> events,
      Map<Long, String> texts,
      List<String> alerts) {
    for (Matched matched : seen.matched()) {
      String word = texts.get(matched.event().number());
      if (!word.startsWith(type)) {
        continue;
      }
      Map<String, String> list = new HashMap<>();
      Map<String, String> table = new HashMap<>();
      for (Changed change : changes) {
        boolean isBefore =
            change.number() <= matched.at() + 1
                && (change.time() < matched.clock()
                    || change.time() == matched.clock()
                        && change.number() < matched.event().number());
        if (isBefore && change.number() != matched.event().number()) {
          apply(change.word(), change.word().charAt(1) == 'l' ? list : table);
        }
      }
      String key = word.split("/")[1];
      boolean isListed = value(list.get(key), matched.clock()) != null;
      String row = value(table.get(key), matched.clock());
      // Of C, late events are diverted; of A, they count as of the clock.
      String ofC = followed("c", key, false, matched, events, texts);
      String ofA = followed("a", key, true, matched, events, texts);
      if (isListed || row != null && Integer.parseInt(row) > 5 || ofC != null) {
        alerts.add(rule + " " + word.split("@")[0] + " " + row + " " + ofC + " " + ofA);
      }
    }
  }

  /** The id of the last event of a type and key before another, or null. */
  private static @Nullable String followed(
      String type,
      String key,
      boolean atClock,
      Matched reader,
      List<Matched> events,
      Map<Long, String> texts) {
    String last = null;
    long lastTime = Long.MIN_VALUE;
    for (Matched each : events) {
      String word = texts.get(each.event().number());
      long number = each.event().number();
      long time = atClock ? each.clock() : each.event().time();
      boolean isBefore =
          number <= reader.at() + 1
              && number != reader.event().number()
              && (time < reader.clock()
                  || time == reader.clock() && number < reader.event().number());
      if (isBefore && word.startsWith(type) && word.endsWith("/" + key) && time >= lastTime) {
        last = word.split("@")[0];
        lastTime = time;
      }
    }
    return last;
  }

  private static void apply(String word, Map<String, String> to) {
    String[] parts = word.split("/");
    if (word.startsWith("=")) {
      to.clear();
    }
    for (String entry : List.of(parts).subList(1, parts.length)) {
      String key = entry.split("[=!]")[0];
      if (word.startsWith("-")) {
        to.remove(key);
      } else {
        to.put(key, entry);
      }
    }
  }

  /** The number of an entry that has not expired; of one without a number, something. */
  private static @Nullable String value(@Nullable String entry, long clock) {
    if (entry == null || entry.contains("!") && Long.parseLong(entry.split("!")[1]) <= clock) {
      return null;
    }
    return entry.contains("=") ? entry.split("[=!]")[1] : "listed";
  }

  // ---- the engine

  private static List<String> run(List<String> words, EngineSettings settings, String... between)
      throws InterruptedException {
    Random random = new Random(words.size());
    try (Timeline timeline = Timeline.of(RULES, settings)) {
      for (String word : words) {
        timeline.feed(word);
        if (between.length > 0 && random.nextInt(6) == 0) {
          timeline.feed(between[random.nextInt(between.length)]);
        }
      }
      timeline.feed("end");
      return timeline.storage().alerts().all().stream()
          .map(
              alert ->
                  alert.rule()
                      + " "
                      + alert.match().getFirst().ids().getFirst()
                      + " "
                      + alert.message())
          .sorted()
          .toList();
    }
  }

  @Test
  void everyEventSeesWhatItShould() throws InterruptedException {
    for (long seed = 1; seed <= 12; seed++) {
      List<String> words = words(seed);
      List<String> expected = expected(words).stream().sorted().toList();
      assertThat(expected).as("seed %d", seed).hasSizeGreaterThan(30);
      assertThat(run(words, TestEngine.settings(1))).as("seed %d", seed).isEqualTo(expected);
      assertThat(run(words, TestEngine.settings(2 + (int) seed % 3)))
          .as("seed %d, workers", seed)
          .isEqualTo(expected);
      assertThat(run(words, TestEngine.settings(2), "checkpoint", "restart", "crash"))
          .as("seed %d, restarts and crashes", seed)
          .isEqualTo(expected);
    }
  }
}
