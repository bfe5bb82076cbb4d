package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.CrashPoints;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that fail as they are given the past. See {@link Poison}, {@link RuleFailureTest}. */
@Timeout(120)
final class WarmFailureTest {
  private static final String TYPES = Timeline.type("A", "") + Timeline.type("B", "");
  private static final String WELL = "rule well { on A by k alert \"\" }\n";
  private static final String SICK =
      """
      rule sick {
        by k
        pattern a -> b within 50ms
        define a: A where upper(id) != ""  b: B
        alert ""
      }
      """;
  private static final String PAIR = SICK.replace("sick", "pair").replace("upper(id)", "id");

  private static final String SINGLE = RuleFailureTest.SINGLE;

  private static final String WINDOW =
      """
      rule sick { on A by k when count(where upper(id) != "") over 50ms >= 1 alert "" }
      """;

  /** What a rule makes of the past, for another one. */
  private static final String MAKER =
      "event C { id string @id  time timestamp @time  k string }\n"
          + SINGLE.replace("alert \"\"", "emit C { id = id, k = k }")
          + "rule taker { on C by k when count() over 50ms >= 1 alert \"\" }\n";

  @AfterEach
  void poisonousAgain() {
    Poison.cured(false);
  }

  private static @Nullable String failed(Timeline timeline, String rule) {
    return timeline.engine().stats().rules().stream()
        .filter(each -> each.rule().equals(rule))
        .findAny()
        .map(RuleStats::failed)
        .orElse(null);
  }

  private static String awaitFailed(Timeline timeline, String rule) throws InterruptedException {
    long start = System.nanoTime();
    String reason = failed(timeline, rule);
    while (reason == null) {
      assertThat(System.nanoTime() - start).isLessThan(Duration.ofMinutes(1).toNanos());
      Thread.sleep(1);
      reason = failed(timeline, rule);
    }
    return reason;
  }

  // ---- before the deployment is in the ring

  static Stream<String> sick() {
    return Stream.of(SICK, SINGLE, WINDOW, RuleFailureTest.SILENCE, MAKER);
  }

  @ParameterizedTest
  @MethodSource("sick")
  void whatFailsOverThePastIsRefused(String rules) throws InterruptedException {
    for (int workers = 1; workers <= 3; workers += 2) {
      try (Timeline timeline = Timeline.of(TYPES + WELL, TestEngine.settings(workers))) {
        timeline.feed("a1@1 a!@2 a2@3 time@40");
        int entries = timeline.entries();
        assertThatThrownBy(() -> timeline.deployWarm(TYPES + WELL + rules))
            .isInstanceOf(DeploymentRefusedException.class)
            .hasMessageContaining(".sick fails when it is given the past, ")
            .hasMessageContaining("IllegalStateException in Poison.")
            .hasMessageContaining("Nothing was changed. Deploy it without a warm start")
            .hasMessageNotContaining("secret")
            .extracting(e -> ((DeploymentRefusedException) e).failed())
            .extracting(failed -> failed == null ? "" : failed.rule())
            .isEqualTo("set.sick");
        assertThat(timeline.entries()).as("in the journal").isEqualTo(entries);
        assertThat(timeline.storage().ruleVersions().versions("set")).hasSize(1);
        assertThat(timeline.storage().ruleVersions().failures()).isEmpty();
        // All goes on, and the next deployment does what it should.
        timeline.deployWarm(TYPES + WELL + PAIR);
        timeline.feed("b3@41/x a4@42 b4@43 checkpoint restart a5@44");
        assertThat(timeline.alerts())
            .containsExactly(
                "well@1 a1", "well@2 a!", "well@3 a2", "well@42 a4", "pair@43 a1 b4", "well@44 a5");
      }
    }
  }

  @Test
  void itCanBeDeployedCold() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES)) {
      timeline.feed("a!@1");
      assertThatThrownBy(() -> timeline.deployWarm(TYPES + SINGLE))
          .isInstanceOf(DeploymentRefusedException.class);
      timeline.deploy(TYPES + SINGLE);
      assertThat(timeline.feed("a1@2").alerts()).containsExactly("sick@2 a1");
    }
  }

  /** No rule is to blame where there is no memory; the engine goes on all the same. */
  @Test
  void anErrorOfTheMachineIsThrownOnAndTheEngineGoesOn() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + WELL)) {
      timeline.feed("a" + Poison.MEMORY + "@1");
      assertThatThrownBy(() -> timeline.deployWarm(TYPES + WELL + SICK))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(timeline.feed("a1@2").alerts()).containsExactly("well@1 a!memory", "well@2 a1");
    }
  }

  // ---- behind it

  /** Something that happens once rules have caught up, just before their deployment is put in. */
  private static final class Before implements CrashPoints {
    private final AtomicReference<@Nullable Runnable> what = new AtomicReference<>();

    @Override
    public void pass(CrashPoint point) {
      Runnable once = point == CrashPoint.DEPLOYMENT_ENTRY_BEFORE ? what.getAndSet(null) : null;
      if (once != null) {
        once.run();
      }
    }
  }

  /** The poison comes when the new rules have caught up, just before their deployment. */
  @ParameterizedTest
  @CsvSource({"1, ''", "3, ''", "1, restart", "1, crash", "3, crash"})
  void whatFailsBetweenTheLastReadingAndTheDeploymentIsStoppedAlone(int workers, String between)
      throws InterruptedException {
    for (String rules : List.of(SICK, SINGLE, WINDOW, MAKER)) {
      MemoryStorage storage = MemoryStorage.keeping();
      Before before = new Before();
      try (Timeline timeline =
          Timeline.on(
                  new RecordingStorage(storage, (_, _) -> {}).at(before),
                  storage,
                  TestEngine.settings(workers))
              .deploy(TYPES + WELL)) {
        timeline.feed("a1@1 a2@2/x");
        before.what.set(() -> feed(timeline, "a!@3"));
        timeline.deployWarm(TYPES + WELL + rules + PAIR);
        String reason = awaitFailed(timeline, "sick");
        assertThat(reason).startsWith("given the past, at event a!: IllegalStateException");
        assertThat(timeline.storage().ruleVersions().failures()).hasSize(1);
        timeline.feed(between + " b3@4 b4@5/x a5@6/x b5@7/x");
        assertThat(failed(timeline, "sick")).isEqualTo(reason);
        assertThat(failed(timeline, "well")).isNull();
        assertThat(timeline.alerts())
            .as("with %s", rules)
            .containsExactly(
                "well@1 a1",
                "well@2/x a2",
                "well@3 a!",
                "pair@4 a1 b3",
                "pair@5/x a2 b4",
                "well@6/x a5",
                "pair@7/x a5 b5");
        timeline.resume("sick").feed("a6@8/y");
        assertThat(failed(timeline, "sick")).isNull();
      }
    }
  }

  /**
   * A replay gives them the past again; what is stored of a failure holds, whether it meets it or
   * not.
   */
  @ParameterizedTest
  @CsvSource({"1, false", "3, false", "1, true", "3, true"})
  void aFailureOverThePastIsHistory(int workers, boolean cured) throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    Before before = new Before();
    // As it was just before the checkpoint with which the deployment ends.
    AtomicReference<@Nullable MemoryStorage> left = new AtomicReference<>();
    RecordingStorage.Watcher copying =
        (write, done) -> {
          if (write.equals("checkpoint") && !done) {
            left.compareAndSet(null, storage.copy());
          }
        };
    try (Timeline timeline =
        Timeline.on(
                new RecordingStorage(storage, copying).at(before),
                storage,
                TestEngine.settings(workers))
            .deploy(TYPES + WELL)) {
      timeline.feed("a1@1 a2@2/x");
      before.what.set(() -> feed(timeline, "a!@3"));
      timeline.deployWarm(TYPES + WELL + SICK);
    }
    MemoryStorage killed = Objects.requireNonNull(left.get());
    assertThat(killed.states().lastCheckpoint()).isEmpty();
    Poison.cured(cured);
    try (Timeline timeline = Timeline.on(killed, killed, TestEngine.settings(workers))) {
      awaitFailed(timeline, "sick");
      timeline.feed("b3@4 a4@5 b4@6");
      assertThat(timeline.alerts())
          .containsExactly("well@1 a1", "well@2/x a2", "well@3 a!", "well@5 a4");
      Poison.cured(true);
      timeline.resume("sick").feed("a5@7 b5@8");
      assertThat(timeline.alerts()).endsWith("sick@8 a5 b5");
    }
  }

  private static void feed(Timeline timeline, String words) {
    try {
      timeline.feed(words);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
