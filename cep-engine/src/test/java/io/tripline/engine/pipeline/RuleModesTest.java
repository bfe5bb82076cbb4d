package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.Decision;
import io.tripline.engine.decision.Answer;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine.Options;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that are live, in shadow, live for a sample of keys, or paused, while events flow. */
final class RuleModesTest {
  private static final String TYPES = Timeline.type("A", "") + Timeline.type("B", "");

  private static final String PAIR =
      """
      rule pair {
        by k
        pattern a -> b within 50ms
        define a: A  b: B
        alert ""
      }
      """;

  private static final String SINGLE =
      """
      rule single { on A by k alert "" once per 20ms }
      """;

  private static final String SILENCE =
      """
      rule silence {
        by k
        pattern a -> not b within 10ms
        define a: A  b: B
        alert ""
      }
      """;

  private static final String COUNT =
      """
      rule many { on A by k when count() over 50ms >= 3 alert "" }
      """;

  private static RuleStats stats(Timeline timeline, String rule) {
    return timeline.engine().stats().rules().stream()
        .filter(each -> each.rule().equals(rule))
        .findAny()
        .orElseThrow();
  }

  private static RuleModes modes(Timeline timeline) {
    return timeline.engine().ruleSets().getFirst().modes();
  }

  // ---- shadow

  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash", "checkpoint crash"})
  void aRuleGoesOnWithItsStatesInEveryMode(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1").mode("pair", "shadow").feed(between + " b1@2 a2@3");
      timeline.mode(null, "live").feed(between + " b2@4 a3@5");
      timeline.mode("pair", "shadow").feed(between);
      assertThat(stats(timeline, "pair").mode()).isEqualTo(RuleMode.SHADOW);
      timeline.feed("b3@6");
      assertThat(timeline.alerts())
          .containsExactly("~pair@2 a1 b1", "pair@4 a2 b2", "~pair@6 a3 b3");
      assertThat(timeline.engine().stats().alerts()).isEqualTo(1);
      assertThat(timeline.engine().stats().shadowAlerts()).isEqualTo(2);
      assertThat(timeline.engine().health().alerts()).isEqualTo(1);
    }
  }

  @Test
  void alertsInShadowAreCountedApart() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + SINGLE)) {
      timeline.feed("a1@1 a2@30").mode(null, "shadow").feed("a3@60 a4@61 a5@90 a6@120");
      RuleStats stats = stats(timeline, "single");
      assertThat(List.of(stats.matches(), stats.alerts(), stats.shadowAlerts(), stats.suppressed()))
          .containsExactly(6L, 2L, 3L, 1L);
    }
  }

  /** What nobody was told of does not keep anything from being told. */
  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash", "checkpoint crash"})
  void oncePerCountsWhatIsTold(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + SINGLE)) {
      timeline.feed("a1@1").mode(null, "shadow").feed("a2@5 a3@6 " + between + " a4@7");
      timeline.mode(null, "live").feed("a5@8 " + between + " a6@30 a7@31");
      timeline.mode(null, "shadow").feed("a8@32");
      assertThat(timeline.alerts())
          .containsExactly("single@1 a1", "~single@5 a2", "single@30 a6", "~single@32 a8");
      assertThat(timeline.storage().alerts().suppressed())
          .isEqualTo(Map.of(1L, 1L, 2L, 2L, 3L, 1L));
    }
  }

  @Test
  void whatIsInShadowMakesNoEvents() throws InterruptedException {
    String maker =
        """
        rule maker { on A by k alert "" emit B { id = id, k = k } }
        """;
    String taker = "rule taker { on B by k alert \"\" }\n";
    try (Timeline timeline = Timeline.of(TYPES + maker + taker)) {
      timeline.feed("a1@1").mode("maker", "shadow").feed("a2@2 b@3").mode("maker", "live");
      timeline.feed("a4@4").mode("taker", "shadow").feed("a5@5");
      assertThat(timeline.alerts())
          .containsExactly(
              "maker@1 a1",
              "taker@1 a1",
              "~maker@2 a2",
              "taker@3 b",
              "maker@4 a4",
              "taker@4 a4",
              "maker@5 a5",
              "~taker@5 a5");
      assertThat(stats(timeline, "maker").heldBack()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatIsInShadowDecidesNothing(int workers) throws Exception {
    String rules =
        TYPES
            + "rule stops { on A by k alert \"\" decide decline }\n"
            + "rule asks { on A by k alert \"\" decide review }\n";
    for (boolean early : List.of(false, true)) {
      EngineSettings settings = TestEngine.settings(workers);
      settings = early ? settings.withEarlyAnswers(true) : settings;
      try (Timeline timeline = Timeline.of(rules, settings)) {
        assertThat(ask(timeline, "a1@1").decision()).isEqualTo(Decision.DECLINE);
        timeline.mode("stops", "shadow");
        Answer answer = ask(timeline, "a2@2");
        assertThat(answer.decision()).isEqualTo(Decision.REVIEW);
        assertThat(answer.alerts()).extracting(Answer.Raised::rule).containsExactly("asks");
        timeline.mode(null, "shadow");
        answer = ask(timeline, "a3@3");
        assertThat(answer.decision()).isNull();
        assertThat(answer.alerts()).isEmpty();
        EngineStats.DecisionStats decisions = timeline.engine().stats().decisions();
        assertThat(decisions.decline() + decisions.review()).isEqualTo(2);
        timeline.engine().awaitProcessed();
        assertThat(timeline.alerts()).hasSize(6).endsWith("~asks@3 a3", "~stops@3 a3");
      }
    }
  }

  private static Answer ask(Timeline timeline, String word) throws Exception {
    EventWriter writer = new EventWriter();
    Timeline.write(writer, timeline.engine().schema(), 0, word);
    Asked asked =
        timeline.engine().ask(writer, timeline.engine().schema().id(), Duration.ofMinutes(5));
    assertThat(asked).isInstanceOf(Asked.Taken.class);
    return ((Asked.Taken) asked).answer().get(5, TimeUnit.MINUTES);
  }

  // ---- a sample

  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash"})
  void ofASampleTheSameKeysAreTold(String between) throws InterruptedException {
    Map<String, Integer> places = Map.of("x", place("x"), "y", place("y"), "z", place("z"));
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.mode("pair", "sample " + (places.get("y") + 1) / 100.0 + "%");
      timeline.feed("a1@1/x a2@1/y a3@1/z " + between + " b1@2/x b2@2/y b3@2/z");
      assertThat(timeline.storage().alerts().all())
          .hasSize(3)
          .allSatisfy(
              alert -> {
                String key =
                    List.of("x", "y", "z")
                        .get(alert.match().getFirst().ids().getFirst().charAt(1) - '1');
                assertThat(alert.inShadow())
                    .isEqualTo(places.getOrDefault(key, 0) > places.getOrDefault("y", 0));
              });
    }
  }

  private static int place(String key) {
    for (int share = 1; share < RuleMode.ALL; share++) {
      if (new RuleMode(share).tells((key + "\0\0").getBytes(StandardCharsets.UTF_8))) {
        return share - 1;
      }
    }
    return RuleMode.ALL - 1;
  }

  // ---- pauses

  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash", "checkpoint crash"})
  void aPausedRuleKeepsItsStatesAndSeesNothing(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1").pause("pair").feed("b1@2 a2@3 " + between + " b2@4");
      assertThat(stats(timeline, "pair").paused()).isTrue();
      assertThat(timeline.alerts()).isEmpty();
      timeline.resume("pair").feed(between + " b3@5 b4@6 a5@10").pause(null);
      // Time goes on: what ends in the pause is over.
      timeline.feed(between + " a6@60").resume(null).feed("b7@61 a8@70 b9@71");
      assertThat(timeline.alerts()).containsExactly("pair@5 a1 b3", "pair@71 a8 b9");
    }
  }

  /** Nobody has looked whether what must not come has come. */
  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash", "checkpoint crash"})
  void whatTimeCompletesInAPauseIsNotTold(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + SILENCE)) {
      timeline.feed("a1@1/x a2@8/y").pause("silence").feed(between + " b@9/x time@12");
      timeline.resume("silence").feed(between + " time@19 a3@20/x time@40");
      assertThat(timeline.alerts()).containsExactly("silence@18/y a2", "silence@30/x a3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash"})
  void windowsGoOnInAPause(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + COUNT)) {
      timeline.feed("a1@1").pause(null).feed("a2@2 " + between + " a3@3").resume(null);
      assertThat(timeline.feed("a4@4").alerts()).containsExactly("many@4 a4");
    }
  }

  @Test
  void pausedTogetherTheyGoOnOneByOne() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR + SINGLE)) {
      timeline.mode("pair", "shadow").pause(null).feed("a1@1").resume("pair").feed("restart");
      assertThat(modes(timeline).isPaused("single")).isTrue();
      timeline.feed("a2@2 b2@3").resume(null).feed("a3@4 b3@5");
      assertThat(timeline.alerts())
          .containsExactly("~pair@3 a2 b2", "single@4 a3", "~pair@5 a3 b3");
    }
  }

  @Test
  void aRuleThatBeginsPausedCanBeginWarm() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES)) {
      timeline.pause(null).feed("a1@1");
      timeline.deployWarm(TYPES + PAIR);
      timeline.feed("b1@2").resume(null).feed("b2@3");
      assertThat(timeline.alerts()).containsExactly("pair@3 a1 b2");
    }
  }

  // ---- deployments

  @Test
  void aDeploymentKeepsModesUnlessItGivesOthers() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR + SINGLE)) {
      timeline.mode("pair", "shadow").pause("single");
      timeline.deploy(TYPES + PAIR + SINGLE + COUNT);
      RuleModes modes = modes(timeline);
      assertThat(modes.of("pair")).isEqualTo(RuleMode.SHADOW);
      assertThat(modes.isPaused("single")).isTrue();
      assertThat(modes.of("many")).isEqualTo(RuleMode.LIVE);
      String without = TYPES + SINGLE;
      timeline.deploy(without);
      timeline.deploy(TYPES + PAIR + SINGLE);
      assertThat(modes(timeline).of("pair")).isEqualTo(RuleMode.LIVE);
      Options sample = Options.USUAL.with(new RuleMode(1_000));
      timeline.engine().deploy("set", without, Timeline.read(without), sample);
      assertThat(modes(timeline).ofSet()).isEqualTo(new RuleMode(1_000));
      timeline.deploy(TYPES + PAIR + SINGLE);
      assertThat(modes(timeline).of("pair")).isEqualTo(new RuleMode(1_000));
      assertThat(modes(timeline).isPaused("single")).isTrue();
    }
  }

  @Test
  void theSameTextWithAnotherModeChangesTheMode() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1");
      int schema = timeline.engine().schema().id();
      String text = TYPES + PAIR;
      Options shadow = Options.USUAL.with(RuleMode.SHADOW);
      Engine.Deployment deployment =
          timeline.engine().deploy("set", text, Timeline.read(text), shadow);
      assertThat(deployment.version()).isEqualTo(1);
      assertThat(deployment.modes().of("pair")).isEqualTo(RuleMode.SHADOW);
      assertThat(timeline.engine().schema().id()).as("events stay as they are").isEqualTo(schema);
      assertThat(timeline.feed("b1@2").alerts()).containsExactly("~pair@2 a1 b1");
    }
  }

  @Test
  void aChangeThatChangesNothingIsNoEntry() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      int before = timeline.entries();
      timeline.mode(null, "live").resume("pair").mode("pair", "live");
      assertThat(timeline.entries()).isEqualTo(before);
      assertThat(timeline.engine().change("set", new RuleModes.Change.Pause("other"))).isEmpty();
      assertThat(timeline.engine().change("other", new RuleModes.Change.Pause(null))).isEmpty();
      timeline.pause("pair");
      assertThat(timeline.entries()).isEqualTo(before + 1);
    }
  }

  @Test
  void withItsRuleSetAModeIsGone() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.mode(null, "shadow").undeploy().deploy(TYPES + PAIR).feed("a1@1 b1@2");
      assertThat(timeline.alerts()).containsExactly("pair@2 a1 b1");
    }
  }
}
