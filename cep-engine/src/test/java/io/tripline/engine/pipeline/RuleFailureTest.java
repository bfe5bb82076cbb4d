package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that makes a rule fail stops that rule alone, with its reason. See {@link Poison}. */
final class RuleFailureTest {
  private static final String TYPES = Timeline.type("A", "") + Timeline.type("B", "");

  private static final String WELL =
      """
      rule well { on A by k alert "" }
      """;

  /** Fails when an event is asked what it is to all rules. */
  static final String SINGLE =
      """
      rule sick { on A by k when upper(id) != "" alert "" }
      """;

  /** Fails where partial matches are. */
  private static final String PAIR =
      """
      rule sick {
        by k
        pattern a -> b within 50ms
        define a: A  b: B where upper(b.id) != a.id
        alert ""
      }
      """;

  /** Fails as time passes. */
  static final String SILENCE =
      """
      rule sick {
        by k
        pattern a -> not b within 10ms
        define a: A  b: B
        alert "{upper(a.id)}"
      }
      """;

  /** Fails in a window, which another rule reads, too. */
  private static final String WINDOW =
      """
      rule sick { on A by k when count(where upper(id) != "") over 50ms >= 2 alert "" }
      rule sicker { on A by k when count(where upper(id) != "") over 50ms >= 3 alert "" }
      """;

  private static RuleStats stats(Timeline timeline, String rule) {
    return timeline.engine().stats().rules().stream()
        .filter(each -> each.rule().equals(rule))
        .findAny()
        .orElseThrow();
  }

  /** That a rule is stopped, which takes a moment. */
  private static String reason(Timeline timeline, String rule) throws InterruptedException {
    long start = System.nanoTime();
    while (stats(timeline, rule).failed() == null) {
      assertThat(System.nanoTime() - start).isLessThan(Duration.ofMinutes(1).toNanos());
      Thread.sleep(1);
    }
    assertThat(stats(timeline, rule).paused()).isTrue();
    return String.valueOf(stats(timeline, rule).failed());
  }

  @AfterEach
  void poisonousAgain() {
    Poison.cured(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash", "checkpoint crash"})
  void aRuleThatFailsStopsAloneUntilItIsResumed(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + WELL + SINGLE)) {
      timeline.feed("a1@1 a!@2 a2@3");
      String reason = reason(timeline, "sick");
      assertThat(reason).startsWith("at event a!: IllegalStateException in Poison.");
      assertThat(reason).as("no values").doesNotContain("secret");
      timeline.feed(between + " a3@4 checkpoint");
      assertThat(reason(timeline, "sick")).isEqualTo(reason);
      assertThat(stats(timeline, "well").failed()).isNull();
      timeline.feed(between).resume("sick").feed("a4@5 " + between);
      assertThat(stats(timeline, "sick").failed()).isNull();
      assertThat(stats(timeline, "sick").paused()).isFalse();
      assertThat(timeline.alerts())
          .containsExactly(
              "sick@1 a1",
              "well@1 a1",
              "well@2 a!",
              "well@3 a2",
              "well@4 a3",
              "sick@5 a4",
              "well@5 a4");
      timeline.feed("a!@6");
      reason(timeline, "sick");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash"})
  void itBeginsAfresh(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + WELL + PAIR)) {
      timeline.feed("a1@1 b1@2 a2@3/x a3@3/y b!@4/x");
      assertThat(reason(timeline, "sick")).startsWith("at event b!: ");
      assertThat(stats(timeline, "sick").runs()).isZero();
      timeline.feed(between + " b2@5/x b3@5/y").resume(null).feed("b4@6/y a4@7/x b5@8/x");
      assertThat(timeline.alerts())
          .containsExactly(
              "well@1 a1",
              "sick@2 a1 b1",
              "well@3/x a2",
              "well@3/y a3",
              "well@7/x a4",
              "sick@8/x a4 b5");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash"})
  void aRuleCanFailAsTimePasses(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + WELL + SILENCE)) {
      timeline.feed("a1@1/x a!@2/y a2@3/z time@20");
      assertThat(reason(timeline, "sick")).startsWith("as time passed: ");
      timeline.resume("sick").feed(between + " a3@30/y time@50");
      assertThat(timeline.alerts())
          .containsExactlyInAnyOrder(
              "sick@11/x a1",
              "well@1/x a1",
              "well@2/y a!",
              "well@3/z a2",
              "well@30/y a3",
              "sick@40/y a3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash"})
  void whereAWindowFailsAllStopThatReadIt(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + WELL + WINDOW)) {
      timeline.feed("a1@1 a2@2 a!@3 a3@4");
      reason(timeline, "sick");
      reason(timeline, "sicker");
      timeline.feed(between).resume(null).feed("a4@5 a5@6");
      assertThat(timeline.alerts().stream().filter(each -> each.startsWith("sick")))
          .containsExactly("sick@2 a2", "sick@5 a4", "sicker@5 a4", "sick@6 a5", "sicker@6 a5");
    }
  }

  @Test
  void anOverflowOfTheStackIsTheRules() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + WELL + SINGLE)) {
      timeline.feed("a" + Poison.DEEP + "@1 a1@2");
      assertThat(reason(timeline, "sick")).contains("StackOverflowError");
      assertThat(timeline.alerts()).containsExactly("well@1 a!deep", "well@2 a1");
    }
  }

  @Test
  void anErrorOfTheMachineIsNot() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    Timeline timeline = Timeline.on(storage, storage, TestEngine.settings(1));
    timeline.deploy(TYPES + WELL + SINGLE);
    assertThatThrownBy(() -> timeline.feed("a" + Poison.MEMORY + "@1"))
        .isInstanceOf(EngineFailedException.class)
        .hasRootCauseInstanceOf(OutOfMemoryError.class);
    timeline.close();
    assertThat(storage.ruleVersions().failures()).isEmpty();
  }

  @Test
  void anotherRuleOfThatNameHasAnotherChance() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + WELL + SINGLE)) {
      timeline.feed("a!@1");
      reason(timeline, "sick");
      timeline.deploy(TYPES + SINGLE);
      assertThat(stats(timeline, "sick").failed()).as("it is the same").isNotNull();
      timeline.deploy(TYPES + SINGLE.replace("\"\" alert", "\"x\" alert"));
      assertThat(stats(timeline, "sick").failed()).isNull();
      assertThat(timeline.feed("a1@2").alerts()).containsExactly("well@1 a!", "sick@2 a1");
    }
  }

  /** A replay has it fail where it did, even if there is no error then. */
  @ParameterizedTest
  @CsvSource({"1, false", "3, false", "1, true", "3, true"})
  void aFailureIsHistory(int workers, boolean beforeItIsStopped) throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    List<String> expected;
    MemoryStorage left;
    try (Timeline timeline =
        Timeline.on(storage, storage, TestEngine.settings(workers)).deploy(TYPES + SINGLE + WELL)) {
      publish(timeline, "a1@1 a!@2/x a2@3 a3@4/x");
      if (!beforeItIsStopped) {
        reason(timeline, "sick");
      }
      timeline.feed("a4@5");
      left = storage.copy();
      expected = timeline.alerts();
    }
    Poison.cured(true);
    try (Timeline timeline = Timeline.on(left, left, TestEngine.settings(workers))) {
      reason(timeline, "sick");
      assertThat(timeline.alerts()).isEqualTo(expected);
      timeline.resume("sick").feed("a!@6/x");
      assertThat(timeline.alerts()).endsWith("sick@6/x a!", "well@6/x a!");
    }
  }

  /** All rules, by any number of workers, in slots of any size: also what others make of it. */
  @Test
  void theOutcomeDependsOnTheStreamAlone() throws InterruptedException {
    String rules =
        TYPES
            + "event C { id string @id  time timestamp @time  k string }\n"
            + WELL
            + SINGLE.replace("alert \"\"", "alert \"\" emit C { id = id, k = k }")
            + WINDOW.replace("sick", "window")
            + """
            rule made { on C by none alert "" }
            rule pairs {
              by k
              pattern c -> b within 30ms
              define c: C  b: B
              alert ""
            }
            rule silent {
              by k
              pattern a -> not b within 7ms
              define a: A  b: B
              alert "{upper(a.id)}"
            }
            """;
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      int poisoned = 60 + random.nextInt(60);
      List<String> words = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        boolean isPoison = i == poisoned || i == poisoned + 3;
        String type = isPoison || random.nextInt(3) > 0 ? "a" : "b";
        words.add(type + i + (isPoison ? "!" : "") + "@" + i / 2 + "/" + random.nextInt(7));
      }
      List<String> first = null;
      for (int workers = 1; workers <= 4; workers++) {
        MemoryStorage storage = MemoryStorage.keeping();
        try (Timeline timeline =
            Timeline.on(storage, storage, TestEngine.settings(workers)).deploy(rules)) {
          int at = random.nextInt(words.size() - 1);
          // Nobody is to be resumed: so it does not matter when they are stopped.
          publish(timeline, String.join(" ", words.subList(0, at)));
          publish(timeline, String.join(" ", words.subList(at, words.size())));
          timeline.feed("time@500");
          assertThat(storage.ruleVersions().failures()).as("seed %s", seed).isNotEmpty();
          first = first == null ? timeline.alerts() : first;
          assertThat(timeline.alerts()).as("seed %s, %s workers", seed, workers).isEqualTo(first);
        }
      }
    }
  }

  /** All in one go, so that workers are past an event when its rule fails. */
  private static void publish(Timeline timeline, String words) throws InterruptedException {
    EventWriter writer = new EventWriter();
    for (String word : words.split(" ")) {
      if (!word.isEmpty()) {
        Timeline.write(writer, timeline.engine().schema(), 0, word);
      }
    }
    timeline.engine().publish(writer, timeline.engine().schema().id(), Duration.ofMinutes(1));
    timeline.engine().awaitProcessed();
  }
}
