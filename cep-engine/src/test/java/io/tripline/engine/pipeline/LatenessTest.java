package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.pipeline.EngineStats.LaneStats;
import io.tripline.engine.pipeline.EngineStats.SourceStats;
import org.junit.jupiter.api.Test;

/** Events out of order: held, matched in the order (time, arrival), late, diverted, dropped. */
final class LatenessTest {
  private static String each(String name, String type) {
    return "rule %s { severity low  on %s by k when true  alert \"x\" }\n".formatted(name, type);
  }

  /** A rule for every A, of which events may come 10 ms late; what comes later is matched. */
  private static final String ACCEPT =
      Timeline.type("A", "(lateness 10ms, late accept)") + each("r", "A");

  private static final String DIVERT = Timeline.type("A", "(lateness 10ms)") + each("r", "A");

  private static final String SEQUENCE =
      Timeline.type("A", "(lateness 10ms)")
          + Timeline.type("B", "")
          + """
          rule pair {
            severity low
            by k
            pattern a => b within 100ms
            define a: A  b: B
            alert "x"
          }
          """;

  @Test
  void eventsAreMatchedInTheOrderOfTheirTimes() throws InterruptedException {
    assertThat(Timeline.alerts(ACCEPT, "a1@105 a2@103 a3@104 a4@120"))
        .containsExactly("r@103 a2", "r@104 a3", "r@105 a1");
    assertThat(Timeline.alerts(ACCEPT, "a1@105 a2@103 a3@104 a4@120 end"))
        .containsExactly("r@103 a2", "r@104 a3", "r@105 a1", "r@120 a4");
  }

  @Test
  void eventsOfEqualTimesAreMatchedAsTheyCame() throws InterruptedException {
    assertThat(Timeline.alerts(ACCEPT, "a1@105 a2@100 a3@105 a4@100 end"))
        .containsExactly("r@100 a2", "r@100 a4", "r@105 a1", "r@105 a3");
  }

  @Test
  void anEventIsReleasedWhenTheWatermarkHasComeToItsTime() throws InterruptedException {
    assertThat(Timeline.alerts(ACCEPT, "a1@100 a2@109")).isEmpty();
    assertThat(Timeline.alerts(ACCEPT, "a1@100 a2@110")).containsExactly("r@100 a1");
    // At the watermark it is not late, and nobody has to wait for it.
    assertThat(Timeline.alerts(ACCEPT, "a1@110 a2@100")).containsExactly("r@100 a2");
  }

  @Test
  void otherTypesOfARuleWaitWithIt() throws InterruptedException {
    // b1 comes first, and belongs behind a1.
    assertThat(Timeline.alerts(SEQUENCE, "b1@105 a1@100 b2@130")).containsExactly("pair@105 a1 b1");
    assertThat(Timeline.alerts(SEQUENCE, "b1@100 a1@105 b2@130")).isEmpty();
  }

  @Test
  void theTimeOfAnAlertIsItsEventsAndItsPlaceThatOfTheArrivalThatReleasedIt()
      throws InterruptedException {
    try (Timeline timeline = Timeline.of(SEQUENCE)) {
      timeline.feed("b1@105 a1@100 b2@130");
      Alert alert = timeline.storage().alerts().all().getFirst();
      assertThat(alert.sequence()).isEqualTo(3);
      assertThat(alert.match().getFirst().numbers()).containsExactly(2L);
      assertThat(alert.match().getLast().numbers()).containsExactly(1L);
    }
  }

  @Test
  void rulesWithoutLatenessDoNotWait() throws InterruptedException {
    String rules = SEQUENCE + each("now", "B");
    assertThat(Timeline.alerts(rules, "b1@105 a1@100 b2@101 b3@130"))
        .containsExactly("now@105 b1", "now@101 b2", "pair@101 a1 b2", "now@130 b3");
  }

  @Test
  void whatOneArrivalReleasesInManyLanesStandsInTheOrderOfTime() throws InterruptedException {
    String rules =
        Timeline.type("A", "(lateness 10ms)")
            + Timeline.type("B", "(lateness 30ms)")
            + each("tens", "A")
            + each("thirties", "B");
    assertThat(Timeline.alerts(rules, "b1@100 a1@103 b2@104 a2@105 a3@101 end"))
        .containsExactly(
            "thirties@100 b1", "tens@101 a3", "tens@103 a1", "thirties@104 b2", "tens@105 a2");
  }

  @Test
  void anEventOlderThanTheWatermarkIsMatchedAtOnce() throws InterruptedException {
    String rules = ACCEPT.replace("\"x\"", "\"x\" once per 5ms");
    // The watermark is 110: a3 is matched at 110, so once per holds back what comes until 115.
    assertThat(Timeline.alerts(rules, "a1@120 a2@50 a3@115 a4@116 end"))
        .containsExactly("r@50 a2", "r@116 a4");
  }

  @Test
  void whatComesTooLateIsDivertedOrDropped() throws InterruptedException {
    try (Timeline timeline = Timeline.of(DIVERT)) {
      timeline.feed("a1@120 a2@110 a3@109 a4@50");
      assertThat(timeline.time().late()).isEqualTo(2);
      assertThat(timeline.time().diverted()).isEqualTo(2);
      assertThat(timeline.engine().stats().events()).isEqualTo(4);
      assertThat(timeline.feed("end").alerts()).containsExactly("r@110 a2", "r@120 a1");
    }
    try (Timeline timeline = Timeline.of(DIVERT.replace("10ms", "10ms, late drop"))) {
      timeline.feed("a1@120 a2@110 a3@109 a4@50");
      assertThat(timeline.time().dropped()).isEqualTo(2);
      assertThat(timeline.time().diverted()).isZero();
      assertThat(timeline.feed("end").alerts()).containsExactly("r@110 a2", "r@120 a1");
    }
    try (Timeline timeline = Timeline.of(ACCEPT)) {
      timeline.feed("a1@120 a2@110 a3@109 a4@50");
      assertThat(timeline.time().late()).isEqualTo(2);
      assertThat(timeline.feed("end").alerts())
          .containsExactly("r@110 a2", "r@109 a3", "r@50 a4", "r@120 a1");
    }
  }

  @Test
  void withoutLatenessTooThePolicyHolds() throws InterruptedException {
    String rules = Timeline.type("A", "(late drop)") + each("r", "A");
    assertThat(Timeline.alerts(rules, "a1@100 a2@99 a3@100"))
        .containsExactly("r@100 a1", "r@100 a3");
  }

  @Test
  void anEventThatReachesNoRuleSaysNothingAboutTime() throws InterruptedException {
    String rules = DIVERT + Timeline.type("B", "(late drop)");
    try (Timeline timeline = Timeline.of(rules)) {
      timeline.feed("x:a1@100 y:a2@200 y:b1@90");
      assertThat(timeline.time().dropped()).isEqualTo(1);
      assertThat(timeline.time().sources().get(2)).isEqualTo(new SourceStats("y", 200, false));
    }
  }

  @Test
  void theSlowestSourceHoldsBackTheOthers() throws InterruptedException {
    try (Timeline timeline = Timeline.of(DIVERT)) {
      timeline.feed("x:a1@100 y:a2@200 y:a3@300");
      assertThat(timeline.alerts()).isEmpty();
      assertThat(timeline.time().held()).isEqualTo(3);
      assertThat(timeline.time().sources())
          .containsExactly(
              new SourceStats("default", Long.MIN_VALUE, false),
              new SourceStats("x", 100, false),
              new SourceStats("y", 300, false));
      assertThat(timeline.time().lanes()).containsExactly(new LaneStats(10, 90, 3));
      assertThat(timeline.feed("x:a4@215").alerts()).containsExactly("r@100 a1", "r@200 a2");
      assertThat(timeline.time().late()).isZero();
    }
  }

  @Test
  void aNewSourceHoldsBackWhatIsStillThere() throws InterruptedException {
    // y comes with what is late by then: the watermark does not go back for it, but stays.
    assertThat(Timeline.alerts(ACCEPT, "x:a1@100 x:a2@120 y:a3@50 x:a4@200 y:a5@111"))
        .containsExactly("r@100 a1", "r@50 a3");
  }

  @Test
  void anIdleSourceHoldsNothingBack() throws InterruptedException {
    assertThat(Timeline.alerts(DIVERT, "x:a1@100 y:a2@200 x:idle")).containsExactly("r@100 a1");
    assertThat(Timeline.alerts(DIVERT, "x:a1@100 y:a2@200 x:idle y:a3@215"))
        .containsExactly("r@100 a1", "r@200 a2");
  }

  @Test
  void anIdleSourceThatBringsAnEventCountsAgain() throws InterruptedException {
    try (Timeline timeline = Timeline.of(ACCEPT)) {
      timeline.feed("x:a1@100 y:a2@200 x:idle x:a3@150 y:a4@300");
      assertThat(timeline.alerts()).containsExactly("r@100 a1", "r@150 a3");
      assertThat(timeline.time().sources().get(1).idle()).isFalse();
    }
  }

  @Test
  void ifAllAreIdleNothingIsWaitedFor() throws InterruptedException {
    assertThat(Timeline.alerts(DIVERT, "x:a1@100 y:a2@200 x:idle y:idle"))
        .containsExactly("r@100 a1", "r@200 a2");
    // Afterwards what is not late by its type's lateness is matched, at the time of the watermark.
    assertThat(Timeline.alerts(DIVERT, "a1@100 idle a2@95 a3@89"))
        .containsExactly("r@100 a1", "r@95 a2");
  }

  @Test
  void whatComesAtTheTimeOfTheWatermarkIsMatchedThoughTheSourcesHaveFallenBack()
      throws InterruptedException {
    // All idle: the watermark is 100. With a2 the source is back, and by itself would be at 90.
    assertThat(Timeline.alerts(DIVERT, "a1@100 idle a2@100"))
        .containsExactly("r@100 a1", "r@100 a2");
    try (Timeline timeline = Timeline.of(DIVERT)) {
      timeline.feed("a1@100 idle a2@100 checkpoint crash");
      assertThat(timeline.time().held()).isZero();
      assertThat(timeline.feed("end").alerts()).containsExactly("r@100 a1", "r@100 a2");
    }
  }

  @Test
  void aSourceCanSayHowFarItIs() throws InterruptedException {
    assertThat(Timeline.alerts(DIVERT, "x:a1@100 y:a2@105 x:time@200 y:time@114"))
        .containsExactly("r@100 a1");
    assertThat(Timeline.alerts(DIVERT, "x:a1@100 y:a2@105 x:time@200 y:time@115"))
        .containsExactly("r@100 a1", "r@105 a2");
  }

  @Test
  void timersGoByTheWatermark() throws InterruptedException {
    String rules =
        Timeline.type("A", "(lateness 10ms)")
            + Timeline.type("B", "")
            + """
            rule quiet {
              severity low
              by k
              pattern a -> not b within 20ms
              define a: A  b: B
              alert "x"
            }
            """;
    // a1 ends at 120: that is past once the watermark is, which is 10 ms later.
    assertThat(Timeline.alerts(rules, "a1@100 time@130")).isEmpty();
    assertThat(Timeline.alerts(rules, "a1@100 time@131")).containsExactly("quiet@120 a1");
    // b1 comes when the clock is past the end, and is still in time.
    assertThat(Timeline.alerts(rules, "a1@100 a2@125/x b1@120 end"))
        .containsExactly("quiet@145/x a2");
    assertThat(Timeline.alerts(rules, "a1@100 a2@125/x b1@121 end"))
        .containsExactly("quiet@120 a1", "quiet@145/x a2");
  }

  @Test
  void pastTheLimitTheOldestGoFirst() throws InterruptedException {
    EngineSettings three = TestEngine.settings(2).withTime(0, 3);
    try (Timeline timeline = Timeline.of(ACCEPT, three)) {
      timeline.feed("a1@105 a2@104 a3@103");
      assertThat(timeline.time().releasedEarly()).isZero();
      assertThat(timeline.alerts()).isEmpty();
      timeline.feed("a4@106");
      assertThat(timeline.alerts()).containsExactly("r@103 a3");
      assertThat(timeline.time().releasedEarly()).isEqualTo(1);
      assertThat(timeline.time().held()).isEqualTo(3);
      // It is as if the watermark had come to 103.
      assertThat(timeline.feed("a5@102 end").alerts())
          .containsExactly("r@103 a3", "r@102 a5", "r@104 a2", "r@105 a1", "r@106 a4");
    }
  }

  @Test
  void heldEventsAreStoredOnceAndGoneAfterwards() throws InterruptedException {
    try (Timeline timeline = Timeline.of(ACCEPT)) {
      timeline.feed("a1@105 a2@104 checkpoint");
      assertThat(TestEngine.states(timeline.storage())).isEqualTo(2);
      timeline.feed("a3@103 checkpoint");
      assertThat(TestEngine.states(timeline.storage())).isEqualTo(3);
      assertThat(timeline.storage().states().lastCheckpoint().orElseThrow().changes())
          .filteredOn(change -> change.stateId() == StateIds.HELD)
          .hasSize(1);
      timeline.feed("crash");
      assertThat(timeline.time().held()).isEqualTo(3);
      timeline.feed("a4@114 checkpoint");
      assertThat(timeline.alerts()).containsExactly("r@103 a3", "r@104 a2");
      assertThat(TestEngine.states(timeline.storage())).isEqualTo(2);
      timeline.feed("time@200 checkpoint");
      assertThat(TestEngine.states(timeline.storage())).isZero();
    }
  }

  @Test
  void sourcesAndTheirTimesOutliveARestart() throws InterruptedException {
    for (String how : new String[] {"restart", "crash", "checkpoint crash"}) {
      try (Timeline timeline = Timeline.of(DIVERT)) {
        timeline.feed("x:a1@100 y:a2@200 z:time@300 z:idle").feed(how);
        assertThat(timeline.time().sources())
            .as(how)
            .containsExactly(
                new SourceStats("default", Long.MIN_VALUE, false),
                new SourceStats("x", 100, false),
                new SourceStats("y", 200, false),
                new SourceStats("z", 300, true));
        assertThat(timeline.engine().source("y")).isEqualTo(2);
        assertThat(timeline.feed("x:a3@150").alerts()).containsExactly("r@100 a1");
      }
    }
  }

  @Test
  void aDeploymentKeepsWhatIsHeld() throws InterruptedException {
    // Another rule on another key changes how events are laid out.
    String more = SEQUENCE + "rule z { severity low  on B by (k, id) when true  alert \"x\" }\n";
    for (String then : new String[] {"", "checkpoint crash", "crash"}) {
      try (Timeline timeline = Timeline.of(SEQUENCE)) {
        timeline.feed("b1@105 checkpoint a1@100").deploy(more).feed(then);
        assertThat(timeline.time().held()).isEqualTo(2);
        timeline.feed("time@200");
        assertThat(timeline.alerts()).as(then).containsExactly("pair@105 a1 b1");
      }
    }
  }

  @Test
  void aLaneThatGoesReleasesWhatItHolds() throws InterruptedException {
    try (Timeline timeline = Timeline.of(SEQUENCE)) {
      timeline.feed("b1@105 a1@100").deploy(SEQUENCE.replace("(lateness 10ms)", ""));
      assertThat(timeline.alerts()).containsExactly("pair@105 a1 b1");
      assertThat(timeline.time().lanes()).isEmpty();
      assertThat(timeline.time().held()).isZero();
      assertThat(timeline.feed("a2@110 b2@111").alerts())
          .containsExactly("pair@105 a1 b1", "pair@111 a2 b2");
    }
    try (Timeline timeline = Timeline.of(SEQUENCE)) {
      timeline.feed("b1@105 a1@100").undeploy().feed("checkpoint");
      assertThat(timeline.alerts()).containsExactly("pair@105 a1 b1");
      assertThat(TestEngine.states(timeline.storage())).isZero();
    }
  }

  @Test
  void aRuleThatComesToAnotherLaneBringsItsTimeAlong() throws InterruptedException {
    String now = SEQUENCE.replace("(lateness 10ms)", "");
    try (Timeline timeline = Timeline.of(now)) {
      timeline.feed("a1@100").deploy(SEQUENCE);
      assertThat(timeline.time().lanes()).containsExactly(new LaneStats(10, 100, 0));
      // Older than the rule's time: matched at once, at 100.
      assertThat(timeline.feed("b1@95").alerts()).containsExactly("pair@95 a1 b1");
      assertThat(timeline.feed("b2@115 a2@112 time@200").alerts())
          .containsExactly("pair@95 a1 b1", "pair@115 a2 b2");
    }
  }

  @Test
  void aRehearsalDoesTheSame() throws InterruptedException {
    String words = "b1@105 a1@100 b2@130 a2@128 b3@90 a3@131 b4@132 end";
    try (Timeline timeline = Timeline.of(SEQUENCE)) {
      timeline.feed(words);
      assertThat(timeline.alerts())
          .containsExactly("pair@105 a1 b1", "pair@130 a2 b2", "pair@132 a3 b4");
      RehearsalSession session = TimeStream.rehearse(SEQUENCE, words);
      assertThat(session.alerts()).isEqualTo(timeline.storage().alerts().all());
    }
  }
}
