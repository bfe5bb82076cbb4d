package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.memory.MemoryStorage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What time completes: once it is past the end, for every key, also for those that are silent. */
final class TimersTest {
  private static final String TYPES = Timeline.type("A", "") + Timeline.type("B", "");

  private static final String UNANSWERED =
      TYPES
          + """
          rule unanswered {
            severity low
            by k
            pattern a -> not b within 10ms
            define a: A  b: B
            alert "no b"
          }
          """;

  @Test
  void theAlertComesWhenTimeIsPastTheEnd() throws InterruptedException {
    try (Timeline timeline = Timeline.of(UNANSWERED)) {
      assertThat(timeline.feed("a1@100 b1@111/other").alerts())
          .containsExactly("unanswered@110 a1");
    }
    try (Timeline timeline = Timeline.of(UNANSWERED)) {
      assertThat(timeline.feed("a1@100 b1@110/other").alerts()).as("not at the end").isEmpty();
      assertThat(timeline.feed("b2@110").alerts()).as("which still counts").isEmpty();
      assertThat(timeline.feed("b3@200").alerts()).isEmpty();
      assertThat(timeline.engine().stats().keys().states()).isZero();
    }
  }

  @Test
  void timeIsToldByAnyEventOfAnyType() throws InterruptedException {
    String rules = UNANSWERED + Timeline.type("C", "");
    assertThat(Timeline.alerts(rules, "a1@100 c1@111")).containsExactly("unanswered@110 a1");
  }

  @Test
  void timeIsToldWithoutAnEvent() throws InterruptedException {
    assertThat(Timeline.alerts(UNANSWERED, "a1@100 time@110")).isEmpty();
    assertThat(Timeline.alerts(UNANSWERED, "a1@100 time@111")).containsExactly("unanswered@110 a1");
    assertThat(Timeline.alerts(UNANSWERED, "a1@100 other:time@111"))
        .containsExactly("unanswered@110 a1");
  }

  @Test
  void theEndOfTheInputIsPastEveryEnd() throws InterruptedException {
    try (Timeline timeline = Timeline.of(UNANSWERED)) {
      assertThat(timeline.feed("a1@100 a2@200/x a3@200/y b1@201/y end").alerts())
          .containsExactly("unanswered@110 a1", "unanswered@210/x a2");
      assertThat(timeline.engine().stats().keys().states()).isZero();
    }
  }

  @Test
  void timeZeroAndTimesBefore1970AreTimesLikeOthers() throws InterruptedException {
    assertThat(Timeline.alerts(UNANSWERED, "a1@-10 a2@0/x a3@1/y"))
        .containsExactly("unanswered@0 a1");
    assertThat(Timeline.alerts(UNANSWERED, "a1@-10 a2@0/x")).isEmpty();
    assertThat(Timeline.alerts(UNANSWERED, "a1@-1000000 a2@-999989/x"))
        .containsExactly("unanswered@-999990 a1");
    assertThat(Timeline.alerts(UNANSWERED, "a1@-10 b1@0 end")).isEmpty();
  }

  @Test
  void whatOneEventLetsPassStandsInTheOrderOfItsEnds() throws InterruptedException {
    String rules =
        UNANSWERED
            + """
            rule all {
              severity low
              on B by k when true
              alert "b"
            }
            rule brief {
              severity low
              by k
              pattern a -> not b within 5ms
              define a: A  b: B
              alert "no b"
            }
            """;
    assertThat(Timeline.alerts(rules, "a1@100/z a2@100/y a3@103/x b1@150/w"))
        .containsExactly(
            "brief@105/y a2",
            "brief@105/z a1",
            "brief@108/x a3",
            "unanswered@110/y a2",
            "unanswered@110/z a1",
            "unanswered@113/x a3",
            "all@150/w b1");
  }

  @Test
  void theAlertIsOfTheArrivalThatLetTimePass() throws InterruptedException {
    try (Timeline timeline = Timeline.of(UNANSWERED)) {
      timeline.feed("a1@100 a2@105/x b1@150/y");
      List<Alert> alerts = timeline.storage().alerts().all();
      // The deployment is entry 0.
      assertThat(alerts).extracting(Alert::sequence).containsExactly(3L, 3L);
      assertThat(alerts).extracting(Alert::time).containsExactly(110L, 115L);
    }
  }

  @Test
  void oncePerCountsFromTheEnd() throws InterruptedException {
    String rules = UNANSWERED.replace("\"no b\"", "\"no b\" once per 20ms");
    // The ends are 110, 130 and 131: the second is within 20 ms of the first, the third is not.
    assertThat(
            Timeline.alerts(rules, "a1@100 c1@111 a2@120 a3@121 time@1000".replace("c1@111", "")))
        .containsExactly("unanswered@110 a1", "unanswered@131 a3");
  }

  @Test
  void aLateEventStillCountsAtTheTimeItIsMatchedAt() throws InterruptedException {
    // b1 comes late: it is matched at 109, which is before the end.
    assertThat(Timeline.alerts(UNANSWERED, "a1@100 b9@109/x b1@50 end")).isEmpty();
    assertThat(Timeline.alerts(UNANSWERED, "a1@100 b9@111/x b1@50 end"))
        .containsExactly("unanswered@110 a1");
  }

  @Test
  void aStateThatWasPutAwayStillHasItsTime() throws InterruptedException {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      words.append("a").append(i).append('@').append(100 + i).append("/k").append(i).append(' ');
    }
    String expected = Timeline.alerts(UNANSWERED, words + " time@1000").toString();
    assertThat(expected).contains("unanswered@110/k0 a0", "unanswered@159/k49 a49");
    for (String then : List.of("checkpoint", "checkpoint restart", "checkpoint crash", "crash")) {
      EngineSettings small = new EngineSettings(2, 64, 0, 1_000, 1, 1 << 16);
      try (Timeline timeline = Timeline.of(UNANSWERED, small)) {
        timeline.feed(words.toString()).feed(then).feed("a99@105/k99").feed("time@1000");
        assertThat(timeline.alerts().stream().filter(a -> !a.contains("a99")).toList())
            .as(then)
            .hasToString(expected);
        assertThat(timeline.engine().stats().keys().states()).isZero();
        timeline.engine().checkpoint();
        assertThat(TestEngine.states(timeline.storage())).as("stored").isZero();
      }
    }
  }

  @Test
  void nothingIsLeftOfKeysThatHaveComeAndGone() throws InterruptedException {
    MemoryStorage storage;
    try (Timeline timeline = Timeline.of(UNANSWERED)) {
      StringBuilder words = new StringBuilder();
      for (int i = 0; i < 3_000; i++) {
        words.append("a@").append(i).append("/k").append(i).append(' ');
        if (i % 2 == 0) {
          words.append("b@").append(i).append("/k").append(i).append(' ');
        }
        words.append(i % 500 == 0 ? "checkpoint " : "");
      }
      timeline.feed(words.toString());
      assertThat(timeline.engine().stats().keys().states()).isLessThan(20);
      timeline.feed("time@4000 checkpoint");
      assertThat(timeline.engine().stats().keys().states()).isZero();
      assertThat(timeline.alerts()).hasSize(1_500);
      storage = timeline.storage();
      assertThat(TestEngine.states(storage)).isZero();
    }
  }
}
