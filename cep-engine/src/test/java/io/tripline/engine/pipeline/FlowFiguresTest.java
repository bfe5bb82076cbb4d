package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.EngineStats.FlowStats;
import io.tripline.engine.pipeline.EngineStats.RuleCost;
import io.tripline.engine.pipeline.EngineStats.SourceFlow;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told of the flow through an engine: latencies, sources, what rules cost. */
final class FlowFiguresTest {
  private static FlowStats flow(Timeline timeline) {
    return timeline.engine().stats().flow();
  }

  @Test
  void eachAlertHasALatencyAndAReplayAddsNone() throws InterruptedException {
    String rules = Timeline.type("A", "") + "rule single { on A by k alert \"\" }";
    try (Timeline timeline = Timeline.of(rules)) {
      long before = System.nanoTime();
      timeline.feed("a1@1 a2@2 s:a3@3");
      timeline.engine().awaitProcessed();
      FlowStats flow = flow(timeline);
      assertThat(flow.latencies().count()).isEqualTo(3);
      assertThat(flow.latencies().longestNanos()).isBetween(1L, System.nanoTime() - before);
      assertThat(flow.sources())
          .containsExactly(new SourceFlow("default", 2), new SourceFlow("s", 1));
      timeline.feed("crash");
      assertThat(flow(timeline).latencies().count()).isZero();
      assertThat(flow(timeline).sources())
          .containsExactly(new SourceFlow("default", 0), new SourceFlow("s", 0));
    }
  }

  @Test
  void whatTheWordOfASourceCompletesHasALatencyToo() throws InterruptedException {
    String rules =
        Timeline.type("A", "")
            + "rule silence { by k pattern a -> not b within 10ms define a: A b: A alert \"\" }";
    try (Timeline timeline = Timeline.of(rules)) {
      timeline.feed("a1@1 time@100");
      timeline.engine().awaitProcessed();
      assertThat(timeline.alerts()).hasSize(1);
      assertThat(flow(timeline).latencies().count()).isEqualTo(1);
    }
  }

  @Test
  void whatRulesCostIsKnownAbout() throws InterruptedException {
    String rules =
        Timeline.type("A", "")
            + "rule many { on A by k when count() over 1h >= 1000000 alert \"\" }"
            + "rule pair { by k pattern a -> b within 1h define a: A b: A where id = \"\" alert"
            + " \"\" }";
    try (Timeline timeline = Timeline.of(rules)) {
      StringBuilder words = new StringBuilder();
      int events = 60_000;
      for (int i = 0; i < events; i++) {
        words.append(" a").append(i).append('@').append(i).append("/k").append(i % 100);
      }
      timeline.feed(words + " checkpoint");
      RuleCost pair =
          flow(timeline).costs().stream()
              .filter(each -> each.rule().equals("pair"))
              .findAny()
              .orElseThrow();
      // Some sixty samples for both rules.
      assertThat(pair.events()).isBetween(events / 4L, events * 3L);
      assertThat(pair.nanos()).isPositive();
      assertThat(pair.stateBytes()).isGreaterThan(100 * 8);
    }
  }

  @Test
  void eachWorkerTellsHowLongItStoodStillForAChangeOfRules() throws InterruptedException {
    int workers = 3;
    try (Engine engine = TestEngine.open(TestEngine.settings(workers), MemoryStorage.keeping())) {
      assertThat(engine.stats().deploymentPauses().count()).isZero();
      long before = System.nanoTime();
      TestEngine.deploy(engine, "large=80");
      TestEngine.feed(engine, List.of(TestEvent.payment("p", 1_000, "c", 1, 60)), 1);
      TestEngine.deploy(engine, "large=90");
      engine.change(TestEngine.SET, new RuleModes.Change.To(null, RuleMode.SHADOW));
      engine.undeploy(TestEngine.SET);
      long took = System.nanoTime() - before;
      EngineStats.Durations pauses = engine.stats().deploymentPauses();
      assertThat(pauses.count()).isEqualTo(4 * workers);
      assertThat(pauses.longestNanos()).isBetween(1L, took);
      assertThat(pauses.sumNanos()).isBetween(4L * workers, workers * took);
    }
  }

  @Test
  void oneInSoManyIsChosenWhateverTheStreamRepeats() {
    for (int repeats : new int[] {1, 2, 7, CostSampling.EVERY}) {
      CostSampling sampling = new CostSampling(repeats);
      int[] chosen = new int[repeats];
      int all = 4_000 * CostSampling.EVERY;
      for (int i = 0; i < all; i++) {
        if (sampling.isChosen()) {
          chosen[i % repeats]++;
        }
      }
      int sum = IntStream.of(chosen).sum();
      assertThat(sum).isBetween(3_800, 4_200);
      if (repeats <= 7) {
        for (int each : chosen) {
          assertThat(each).isBetween(3_200 / repeats, 4_800 / repeats);
        }
      } else {
        assertThat(IntStream.of(chosen).filter(each -> each > 0).count()).isGreaterThan(900);
      }
    }
  }
}
