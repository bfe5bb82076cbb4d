package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.Deployment.Kind;
import io.tripline.engine.pipeline.Engine.Deployment.Pending;
import io.tripline.engine.pipeline.Engine.Deployment.RuleChange;
import io.tripline.engine.pipeline.EngineStats.DrainStats;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of an earlier version complete what they have begun, and begin nothing more. */
final class DrainTest {
  private static final String TYPES = Timeline.type("A", "") + Timeline.type("B", "");
  private static final String PAIR =
      "rule pair { by k  pattern a -> b within 50ms  define a: A  b: B  alert \"\" }\n";
  private static final String TRIPLE = PAIR.replace("a -> b", "a -> a -> b");
  private static final String OTHER = "rule other { on A by k alert \"\" }\n";

  private static RuleChange change(String rule, Kind kind, long pending) {
    return new RuleChange(rule, kind, false, new Pending(pending, pending), null);
  }

  /** Alerts with the version that raised them. */
  private static List<String> alerts(Timeline timeline) {
    List<Alert> all = timeline.storage().alerts().all();
    List<String> texts = timeline.alerts();
    return IntStream.range(0, all.size())
        .mapToObj(i -> texts.get(i) + " v" + all.get(i).version())
        .toList();
  }

  private static List<DrainStats> draining(Timeline timeline) {
    return timeline.engine().stats().draining();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash", "checkpoint crash", "checkpoint restart crash"})
  void aChangedRuleCompletesWhatHasBegun(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1/x a2@2/y " + between);
      assertThat(timeline.deployDraining(TYPES + TRIPLE).rules())
          .containsExactly(change("pair", Kind.DRAINING, 2));
      timeline.feed(between);
      assertThat(draining(timeline)).containsExactly(new DrainStats("set", "pair", 1, 2, 2));
      assertThat(timeline.engine().stats().rules()).hasSize(1);
      assertThat(timeline.engine().ruleSets()).hasSize(1);
      timeline.feed("a3@3/x a4@4/x a5@5/z " + between + " b1@6/x b2@7/y b3@8/z " + between);
      assertThat(alerts(timeline))
          .containsExactly("pair@6/x a1 b1 v1", "pair@6/x a3 a4 b1 v2", "pair@7/y a2 b2 v1");
      timeline.engine().endDrained();
      assertThat(draining(timeline)).isEmpty();
      timeline.feed(between + " a6@9/x a7@10/x b4@11/x " + between);
      assertThat(alerts(timeline)).hasSize(4).last().isEqualTo("pair@11/x a6 a7 b4 v2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "crash", "checkpoint crash"})
  void aRemovedRuleCompletesWhatHasBegun(String between) throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1/x " + between);
      assertThat(timeline.deployDraining(TYPES + OTHER).rules())
          .containsExactly(change("other", Kind.NEW, 0), change("pair", Kind.DRAINING, 1));
      timeline.feed(between + " a2@2/y " + between + " b1@3/x b2@4/y");
      assertThat(alerts(timeline)).containsExactly("other@2/y a2 v2", "pair@3/x a1 b1 v1");
    }
  }

  @Test
  void itEndsOnlyWhenNothingIsLeft() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1/x");
      timeline.deployDraining(TYPES + TRIPLE);
      int before = timeline.entries();
      timeline.engine().endDrained();
      assertThat(timeline.entries()).isEqualTo(before);
      timeline.feed("time@100"); // its time is over
      timeline.engine().endDrained();
      timeline.engine().endDrained();
      assertThat(draining(timeline)).isEmpty();
      assertThat(timeline.entries()).isEqualTo(before + 2);
      assertThat(timeline.alerts()).isEmpty();
    }
  }

  @Test
  void itEndsByTheClock() throws InterruptedException {
    EngineSettings settings = new EngineSettings(2, 64, 60_000, 1_000, 1 << 20, 1 << 16);
    try (Timeline timeline = Timeline.of(TYPES + PAIR, settings)) {
      timeline.feed("a1@1/x");
      timeline.deployDraining(TYPES + TRIPLE);
      timeline.feed("b1@2/x");
      Awaitility.await().until(() -> draining(timeline).isEmpty());
      assertThat(alerts(timeline)).containsExactly("pair@2/x a1 b1 v1");
    }
  }

  /** Its key is nobody else's: events are laid out for it until the next deployment. */
  @ParameterizedTest
  @ValueSource(strings = {"restart", "crash", "checkpoint crash"})
  void itsKeyCanBeItsOwn(String between) throws InterruptedException {
    String byId = PAIR.replace("by k", "by id");
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1/x");
      timeline.deployDraining(TYPES + byId);
      timeline.feed(between + " a2@2/y b1@3/x " + between);
      assertThat(alerts(timeline)).containsExactly("pair@3/x a1 b1 v1");
      timeline.engine().endDrained();
      timeline.feed(between + " a3@4/x " + between);
      assertThat(draining(timeline)).isEmpty();
      timeline.deploy(TYPES + byId + OTHER).feed(between + " a4@5/x " + between);
      assertThat(alerts(timeline)).last().isEqualTo("other@5/x a4 v3");
    }
  }

  /** Nobody else waits for late events: with it goes what held them. */
  @ParameterizedTest
  @ValueSource(strings = {"restart", "crash", "checkpoint crash"})
  void itsLatenessCanBeItsOwn(String between) throws InterruptedException {
    String types =
        Timeline.type("A", "(lateness 5ms)")
            + Timeline.type("B", "(lateness 5ms)")
            + Timeline.type("C", "");
    String other = types + "rule other { on C by k alert \"\" }\n";
    try (Timeline timeline = Timeline.of(types + PAIR)) {
      timeline.feed("a1@1/x a2@10/y " + between); // a2 waits, so it begins nothing
      timeline.deployDraining(other);
      timeline.feed(between + " b1@12/x b2@12/y c1@13/x time@30 " + between);
      assertThat(alerts(timeline)).containsExactly("other@13/x c1 v2", "pair@12/x a1 b1 v1");
      timeline.engine().endDrained();
      assertThat(draining(timeline)).isEmpty();
      timeline.feed(between + " a3@31/x b3@32/x c2@40/x " + between);
      assertThat(alerts(timeline)).hasSize(3).last().isEqualTo("other@40/x c2 v2");
    }
  }

  @Test
  void severalVersionsDrainAtOnce() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1/x");
      timeline.deployDraining(TYPES + TRIPLE).rules();
      timeline.feed("a2@2/x a3@3/x checkpoint");
      assertThat(timeline.deployDraining(TYPES + PAIR).rules())
          .containsExactly(new RuleChange("pair", Kind.DRAINING, false, new Pending(1, 2), null));
      timeline.feed("checkpoint crash a4@4/x b1@5/x restart");
      assertThat(alerts(timeline))
          .containsExactly("pair@5/x a1 b1 v1", "pair@5/x a2 a3 b1 v2", "pair@5/x a4 b1 v3");
    }
  }

  @Test
  void itGoesOnOverOtherDeployments() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1/x");
      timeline.deployDraining(TYPES + TRIPLE);
      timeline.deploy(TYPES + TRIPLE + OTHER).feed("crash b1@2/x");
      assertThat(alerts(timeline)).containsExactly("pair@2/x a1 b1 v1");
    }
  }

  @Test
  void itEndsWithItsRuleSet() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1/x");
      timeline.deployDraining(TYPES + TRIPLE);
      Deployment gone = timeline.engine().undeploy("set").orElseThrow();
      assertThat(gone.rules())
          .containsExactly(change("pair", Kind.GONE, 0), change("pair@1", Kind.GONE, 1));
      assertThat(draining(timeline)).isEmpty();
      timeline.deploy(TYPES + TRIPLE).feed("crash b1@2/x");
      assertThat(alerts(timeline)).isEmpty();
    }
  }

  @Test
  void itEndsWhereItsEventsAreDeclaredOtherwise() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1/x");
      timeline.deployDraining(TYPES + TRIPLE);
      String later = TYPES.replace("k string", "k string  l int?");
      assertThat(timeline.deployed(later + TRIPLE).rules())
          .contains(change("pair@1", Kind.GONE, 1));
      assertThat(draining(timeline)).isEmpty();
    }
  }

  @Test
  void oncePerHoldsBackAsBefore() throws InterruptedException {
    String once = PAIR.replace("alert \"\"", "alert \"\" once per 1s");
    String then = once.replace("a -> b", "a -> a -> b");
    try (Timeline timeline = Timeline.of(TYPES + once)) {
      timeline.feed("a1@1/x b1@2/x a2@3/x a3@4/y");
      timeline.deployDraining(TYPES + then);
      // The alert of a1 holds back what either finds; that of a3, raised later, the earlier's only.
      timeline.feed("checkpoint crash a4@5/x a5@6/x b2@7/x a6@8/y a7@9/y b3@10/y");
      assertThat(alerts(timeline))
          .containsExactly("pair@2/x a1 b1 v1", "pair@10/y a3 b3 v1", "pair@10/y a6 a7 b3 v2");
      assertThat(timeline.storage().alerts().suppressed()).containsEntry(1L, 2L).hasSize(1);
    }
  }

  @Test
  void itIsPausedWithItsRuleSet() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@1/x a2@1/y");
      timeline.deployDraining(TYPES + TRIPLE);
      timeline.pause(null).feed("b1@2/x crash").resume(null).feed("b2@3/y");
      assertThat(alerts(timeline)).containsExactly("pair@3/y a2 b2 v1");
      timeline.mode(null, "shadow").feed("b3@4/x");
      assertThat(alerts(timeline)).last().isEqualTo("~pair@4/x a1 b3 v1");
    }
  }

  @Test
  void whatMakesOrTakesEventsOfRulesDoesNotDrain() throws InterruptedException {
    String made = "event M { id string @id  time timestamp @time  k string }\n";
    String maker = PAIR.replace("alert \"\"", "emit M { k = a.k }");
    String taker =
        "rule taker { by k  pattern m -> a within 50ms  define m: M  a: A  alert \"\" }\n";
    try (Timeline timeline = Timeline.of(TYPES + made + maker + taker)) {
      timeline.feed("a1@1/x");
      assertRefused(
          timeline,
          TYPES + made + taker,
          "The rule pair of version 1 cannot drain: it makes events.");
      assertRefused(
          timeline,
          TYPES + made + maker,
          "The rule taker of version 1 cannot drain: it takes events that rules make.");
      // Nothing has happened.
      timeline.feed("b1@2/x a2@3/x");
      assertThat(alerts(timeline))
          .singleElement()
          .asString()
          .startsWith("taker@3/x ")
          .endsWith(" a2 v1");
    }
  }

  @Test
  void whatIsDeclaredOtherwiseDoesNotDrain() throws InterruptedException {
    String list = "list bad of string\nrule uses { on A by k when k in bad alert \"\" }\n";
    String looks = PAIR.replace("b: B", "b: B where k in bad");
    try (Timeline timeline = Timeline.of(TYPES + list + looks)) {
      timeline.feed("a1@1/x +bad/x");
      assertRefused(
          timeline,
          TYPES.replace("k string", "k string  l int?") + list + TRIPLE,
          "it takes the event A, which is no longer declared as it was.");
      assertRefused(
          timeline,
          TYPES + TRIPLE,
          "it looks things up in the list bad, which is no longer declared as it was.");
      timeline.deployDraining(TYPES + list + TRIPLE);
      timeline.feed("checkpoint crash b1@2/x");
      assertThat(alerts(timeline)).containsExactly("pair@2/x a1 b1 v1");
      // While it drains, the list is what it asks, also of later rules.
      assertThat(timeline.deployed(TYPES + TRIPLE).rules())
          .contains(change("pair@1", Kind.GONE, 0));
    }
  }

  private static void assertRefused(Timeline timeline, String rules, String sentence) {
    assertThatThrownBy(() -> timeline.deployDraining(rules))
        .isInstanceOf(DeploymentRefusedException.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining("Leave the rule as it is, or deploy without start=drain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"restart", "crash", "checkpoint crash"})
  void oneThatFailsIsOver(String between) throws InterruptedException {
    String sick = PAIR.replace("b: B", "b: B where upper(b.id) != a.id");
    try (Timeline timeline = Timeline.of(TYPES + sick + OTHER)) {
      timeline.feed("a1@1/x a2@2/y");
      timeline.deployDraining(TYPES + TRIPLE + OTHER);
      timeline.feed("a3@3/x a4@4/x b!@5/x");
      Awaitility.await().until(() -> draining(timeline).isEmpty());
      timeline.feed(between + " b1@6/x b2@7/y a5@8/z");
      assertThat(timeline.alerts())
          .doesNotContain("pair@5/x a1 b!", "pair@6/x a1 b1", "pair@7/y a2 b2")
          .contains("pair@5/x a3 a4 b!", "other@8/z a5");
    }
  }
}
