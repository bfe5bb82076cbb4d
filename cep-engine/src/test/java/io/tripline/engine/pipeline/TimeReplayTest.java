package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.memory.MemoryStorage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Lanes, timers, idle sources and heartbeats give the same alerts with any number of workers,
 * checkpoint and crash, wherever these come.
 */
final class TimeReplayTest {
  private static final int WORDS = 400;

  private record Outcome(
      List<Alert> alerts, Map<Long, Long> suppressed, EngineStats.TimeStats time) {
    static Outcome of(Timeline timeline) {
      return new Outcome(
          timeline.storage().alerts().all(),
          timeline.storage().alerts().suppressed(),
          timeline.time());
    }
  }

  /** All words, and a deployment in their middle; {@code between} goes in after some of them. */
  private static Outcome run(long seed, EngineSettings settings, int every, String... between)
      throws InterruptedException {
    Random random = new Random(seed);
    List<String> words = TimeStream.words(seed, WORDS);
    try (Timeline timeline = Timeline.of(TimeStream.RULES, settings)) {
      for (int i = 0; i < words.size(); i++) {
        if (i == words.size() / 2) {
          timeline.deploy(TimeStream.CHANGED);
        }
        timeline.feed(words.get(i));
        if (between.length > 0 && random.nextInt(every) == 0) {
          timeline.feed(between[random.nextInt(between.length)]);
        }
      }
      timeline.feed("end");
      Outcome outcome = Outcome.of(timeline);
      if (settings.stateBytes() > 1) {
        // Else what was put away is counted until somebody comes by.
        assertThat(timeline.engine().stats().keys().states()).isZero();
      }
      assertThat(outcome.time().held()).isZero();
      return outcome;
    }
  }

  @Test
  void neitherWorkersNorRestartsNorCrashesChangeAnything() throws InterruptedException {
    for (long seed = 1; seed <= 4; seed++) {
      Outcome expected = run(seed, TestEngine.settings(1), 1);
      assertThat(expected.alerts().stream().map(Alert::rule).distinct())
          .as("seed %d", seed)
          .contains("arrivals", "twenty", "fifty", "ids");
      assertThat(expected.suppressed()).isNotEmpty();
      assertThat(expected.time().diverted()).isPositive();
      assertThat(expected.time().dropped()).isPositive();
      for (int workers = 2; workers <= 4; workers++) {
        assertThat(run(seed, TestEngine.settings(workers), 1))
            .as("seed %d, %d workers", seed, workers)
            .isEqualTo(expected);
      }
      assertThat(run(seed, TestEngine.cached(2, 1), 10, "checkpoint"))
          .as("seed %d, states put away", seed)
          .isEqualTo(expected);
      assertThat(run(seed, TestEngine.cached(1, 1), 3, "checkpoint", "restart", "crash"))
          .as("seed %d, restarts and crashes", seed)
          .isEqualTo(expected);
    }
  }

  /** A word is an entry, so the journal tells which of them an engine has. */
  private static void goOn(Timeline timeline, List<String> words, boolean checkpoints)
      throws InterruptedException {
    int half = words.size() / 2;
    if (timeline.entries() == 0) {
      timeline.deploy(TimeStream.RULES);
    }
    for (String source : List.of("x", "y")) {
      timeline.engine().source(source);
    }
    timeline.engine().awaitProcessed();
    int first = 3;
    for (int i = timeline.entries() - first; i < half; i = timeline.entries() - first) {
      timeline.feed(words.get(i) + (checkpoints && i % 9 == 0 ? " checkpoint" : ""));
    }
    if (timeline.entries() - first == half) {
      timeline.deploy(TimeStream.CHANGED);
    }
    first++;
    for (int i = timeline.entries() - first; i < words.size(); i = timeline.entries() - first) {
      timeline.feed(words.get(i) + (checkpoints && i % 9 == 0 ? " checkpoint" : ""));
    }
  }

  @Test
  void aCrashBetweenAnyTwoWritesChangesNothing() throws InterruptedException {
    List<String> words = TimeStream.words(21, 150);
    MemoryStorage undisturbed = MemoryStorage.keeping();
    Outcome expected;
    try (Timeline timeline = Timeline.on(undisturbed, undisturbed, TestEngine.settings(1))) {
      goOn(timeline, words, false);
      expected = Outcome.of(timeline);
    }
    assertThat(expected.time().held()).as("held at the end").isPositive();
    assertThat(expected.alerts()).hasSizeGreaterThan(20);

    List<MemoryStorage> crashes = new CopyOnWriteArrayList<>();
    MemoryStorage storage = MemoryStorage.keeping();
    RecordingStorage recording =
        new RecordingStorage(storage, (write, done) -> crashes.add(storage.copy()));
    try (Timeline timeline = Timeline.on(recording, storage, TestEngine.settings(2))) {
      goOn(timeline, words, true);
      assertThat(Outcome.of(timeline)).isEqualTo(expected);
    }
    assertThat(crashes.size()).isGreaterThan(300);
    for (int i = 0; i < crashes.size(); i++) {
      MemoryStorage crashed = crashes.get(i);
      EngineSettings settings = TestEngine.settings(1 + i % 3);
      try (Timeline timeline = Timeline.on(crashed, crashed, settings)) {
        goOn(timeline, words, false);
        assertThat(Outcome.of(timeline)).as("crash %d", i).isEqualTo(expected);
      }
    }
  }

  @Test
  void aRehearsalGivesTheAlertsOfAnEngine() throws InterruptedException {
    for (long seed = 31; seed <= 34; seed++) {
      String words =
          TimeStream.words(seed, WORDS).stream()
                  .map(word -> word.substring(word.indexOf(':') + 1))
                  .filter(word -> !word.equals("idle"))
                  .collect(Collectors.joining(" "))
              + " end";
      try (Timeline timeline = Timeline.of(TimeStream.RULES, TestEngine.settings(3))) {
        timeline.feed(words);
        assertThat(timeline.alerts()).hasSizeGreaterThan(20);
        RehearsalSession session = TimeStream.rehearse(TimeStream.RULES, words);
        assertThat(session.alerts())
            .as("seed %d", seed)
            .isEqualTo(timeline.storage().alerts().all());
        assertThat(session.suppressed()).isEqualTo(timeline.storage().alerts().suppressed());
      }
    }
  }

  @Test
  void aSmallRoomForHeldEventsIsReplayedTheSame() throws InterruptedException {
    EngineSettings small = TestEngine.settings(1).withTime(0, 5);
    Outcome expected = run(9, small, 1);
    assertThat(expected.time().releasedEarly()).isPositive();
    assertThat(run(9, small, 3, "checkpoint", "restart", "crash")).isEqualTo(expected);
  }
}
