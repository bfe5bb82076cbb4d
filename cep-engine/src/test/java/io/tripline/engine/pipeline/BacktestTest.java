package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.Backtest.Filled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules over what an engine has in its journal. */
final class BacktestTest {
  private static final String TYPES = Timeline.type("A", "") + Timeline.type("B", "");

  private static final String PAIR =
      """
      rule pair {
        by k
        pattern a -> b within 50ms
        define a: A  b: B
        alert "{a.id} {b.id}"
      }
      """;

  private static final String LISTED =
      TYPES + "list l of string\n" + "rule listed { on A by k when id in l alert \"{id}\" }";

  private static List<String> backtest(Timeline timeline, String rules, boolean contentsAsNow) {
    List<String> found = new ArrayList<>();
    try (Backtest backtest =
        timeline
            .engine()
            .backtest(
                "tried",
                1,
                Timeline.read(rules),
                contentsAsNow,
                alert -> found.add(alert.rule() + " " + alert.message()))) {
      backtest.readJournal(() -> {});
    }
    return found;
  }

  @Test
  void nothingOfTheEngineChanges() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES)) {
      timeline.feed("a1@10 b1@20 a2@30");
      long before = timeline.engine().stats().lastSequence();
      assertThat(backtest(timeline, TYPES + PAIR, false)).containsExactly("pair a1 b1");
      assertThat(timeline.alerts()).isEmpty();
      assertThat(timeline.engine().stats().lastSequence()).isEqualTo(before);
      timeline.feed("b2@40");
      assertThat(backtest(timeline, TYPES + PAIR, false))
          .containsExactly("pair a1 b1", "pair a2 b2");
    }
  }

  @Test
  void anEngineThatHasNothingYet() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES)) {
      assertThat(backtest(timeline, TYPES + PAIR, false)).isEmpty();
    }
  }

  @Test
  void theStreamDoesNotEnd() throws InterruptedException {
    String silent =
        "rule silent { by k pattern a -> not b within 50ms define a: A b: B alert \"\" }";
    try (Timeline timeline = Timeline.of(TYPES)) {
      timeline.feed("a1@10 a2@20/x");
      assertThat(backtest(timeline, TYPES + silent, false)).isEmpty();
      timeline.feed("time@65");
      assertThat(backtest(timeline, TYPES + silent, false)).containsExactly("silent ");
    }
  }

  @Test
  void listsAreAsTheyWereOrAsTheyAre() throws InterruptedException {
    try (Timeline timeline = Timeline.of(LISTED)) {
      timeline.feed("+l/a1 a1@10 a2@11 -l/a1 +l/a2 a1@12 a2@13");
      List<String> then = List.of("listed a1", "listed a2");
      assertThat(timeline.alerts()).hasSize(2);
      assertThat(backtest(timeline, LISTED, false)).isEqualTo(then);
      assertThat(backtest(timeline, LISTED, true)).containsExactly("listed a2", "listed a2");
      String other = LISTED.replace("list l", "list m").replace("in l", "in m");
      try (Backtest backtest =
          timeline.engine().backtest("tried", 1, Timeline.read(other), true, _ -> {})) {
        backtest.readJournal(() -> {});
        assertThat(backtest.filled()).containsExactly(new Filled("m", -1));
      }
    }
  }

  @Test
  void rulesOfOthersThatMakeEventsForItRunWithIt() throws InterruptedException {
    String made = "event M { time timestamp @time k string @id }\n";
    String maker =
        TYPES
            + made
            + "rule maker { on A by k when id = 'a1' emit M { k = id } alert \"not told\" }";
    String taker = made + "rule taker { on M by k alert \"{k}\" }";
    try (Timeline timeline = Timeline.of(maker)) {
      timeline.feed("a1@10 a2@20");
      assertThat(backtest(timeline, taker, false)).containsExactly("taker a1");
    }
  }

  @Test
  void whoeverSetsThePaceCanBreakItOff() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES)) {
      timeline.feed("a1@10 b1@20");
      try (Backtest backtest =
          timeline.engine().backtest("tried", 1, Timeline.read(TYPES + PAIR), false, _ -> {})) {
        assertThatThrownBy(
                () ->
                    backtest.readJournal(
                        () -> {
                          throw new IllegalStateException("enough");
                        }))
            .hasMessage("enough");
      }
      assertThat(timeline.feed("b2@30").alerts()).isEmpty();
    }
  }

  @Test
  void withoutAJournalThereIsNoPast() throws InterruptedException {
    MemoryStorage nothing = MemoryStorage.passing(_ -> {});
    try (Engine engine =
            Engine.open(TestEngine.settings(1), nothing, (_, text) -> Timeline.read(text));
        Backtest backtest =
            engine.backtest("tried", 1, Timeline.read(TYPES + PAIR), false, _ -> {})) {
      assertThatThrownBy(() -> backtest.readJournal(() -> {}))
          .isInstanceOf(DeploymentRefusedException.class)
          .hasMessage("Nothing is journaled here.");
    }
  }
}
