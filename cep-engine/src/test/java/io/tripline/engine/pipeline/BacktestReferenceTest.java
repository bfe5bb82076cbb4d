package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.ReferenceTime.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Over the journal of a random world, with sources that fall idle, time that passes, late events
 * and lists that change, a backtest raises what an engine raised that had the rules from the
 * beginning: the same alerts with the same ids, whatever ran meanwhile, with however many workers,
 * and after checkpoints and restarts. Run more with {@code -Dbacktest.worlds=20000
 * -Dbacktest.seed=7}.
 */
final class BacktestReferenceTest {
  private static final int WORLDS = Integer.getInteger("backtest.worlds", 80);
  private static final long SEED = Long.getLong("backtest.seed", 20261123L);

  @Test
  void aBacktestRaisesWhatTheEngineRaised() throws InterruptedException {
    System.out.println("seeds " + SEED + " to " + (SEED + WORLDS - 1));
    int alerts = 0;
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      RandomWorld world = RandomWorld.of(seed, seed % 2 == 0);
      String as = "seed " + seed + "\n" + PipelineAgainstReferenceTest.text(world);
      RuleSet all = world.versions().getFirst();
      SplittableRandom random = new SplittableRandom(seed);
      int workers = 1 + random.nextInt(4);
      List<String> raised = new ArrayList<>();
      List<String> tried = run(world, all, workers, random, raised);
      assertThat(tried).as(as).isEqualTo(raised);
      // The same where the rules were never there.
      RuleSet none =
          new RuleSet(
              all.eventTypes(), all.features(), all.lists(), all.tables(), List.of(), List.of());
      assertThat(run(world, none, workers, random, new ArrayList<>())).as(as).isEqualTo(raised);
      alerts += raised.size();
    }
    System.out.println(alerts + " alerts");
    assertThat(alerts).isGreaterThan(WORLDS);
  }

  /** Has an engine with some rules live through a world; then what all of them raise over it. */
  private static List<String> run(
      RandomWorld world, RuleSet live, int workers, SplittableRandom random, List<String> raised)
      throws InterruptedException {
    RuleSet all = world.versions().getFirst();
    MemoryStorage storage = MemoryStorage.keeping();
    Engine engine = open(workers, storage, live);
    try {
      engine.deploy("set", "", live);
      for (Arrival arrival : world.arrivals()) {
        if (arrival instanceof Arrival.End) {
          break; // of the live stream there is none
        }
        PipelineAgainstReferenceTest.feed(engine, arrival);
        switch (random.nextInt(12)) {
          case 0 -> engine.checkpoint();
          case 1 -> {
            engine.close();
            engine = open(workers, storage, live);
          }
          default -> {}
        }
      }
      engine.awaitProcessed();
      storage.alerts().all().stream().map(BacktestReferenceTest::line).forEach(raised::add);
      List<String> tried = new ArrayList<>();
      try (Backtest backtest =
          engine.backtest("set", 1, all, false, alert -> tried.add(line(alert)))) {
        backtest.readJournal(() -> {});
        assertThat(backtest.progress()).isEqualTo(1);
        assertThat(backtest.events()).isEqualTo(engine.health().events());
        assertThat(backtest.coverage().complete()).isTrue();
        assertThat(backtest.rules().stream().mapToLong(rule -> rule.alerts()).sum())
            .isEqualTo(tried.size());
      }
      return tried;
    } finally {
      engine.close();
    }
  }

  private static Engine open(int workers, MemoryStorage storage, RuleSet live) {
    EngineSettings settings = new EngineSettings(workers, 64, 0, 1_000_000, 1_000, 1 << 16);
    return Engine.open(
        settings,
        PipelineAgainstReferenceTest.way(workers),
        storage,
        (_, _) -> live,
        PastRecords.NONE);
  }

  private static String line(Alert alert) {
    return alert.id() + " " + alert.ordinal() + " " + PipelineAgainstReferenceTest.line(alert);
  }
}
