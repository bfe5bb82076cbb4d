package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.Deployment.Kind;
import io.tripline.engine.pipeline.ReferenceTime.Arrival;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Rules that are deployed somewhere in a random world, and start warm, raise from there on what
 * they would raise had they been there from the beginning: with one to four workers, after
 * checkpoints and crashes before and behind, alone and among others that went before. Run more with
 * {@code -Dwarm.worlds=20000 -Dwarm.seed=7}.
 */
final class WarmStartReferenceTest {
  private static final int WORLDS = Integer.getInteger("warm.worlds", 140);
  private static final long SEED = Long.getLong("warm.seed", 20261122L);
  private static final int WORKERS = 4;

  /** What a run has told behind a place. */
  private record Told(List<String> lines, MemoryStorage storage) {}

  @Test
  void whatStartsWarmIsAsIfItHadBeenThere() throws InterruptedException {
    System.out.println("seeds " + SEED + " to " + (SEED + WORLDS - 1));
    int alerts = 0;
    int carried = 0;
    int notAll = 0;
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      RandomWorld world = RandomWorld.of(seed, seed % 2 == 0);
      World of = new World(world, new SplittableRandom(seed));
      List<String> expected = of.undisturbed();
      alerts += expected.size();
      for (int workers = 1; workers <= WORKERS; workers++) {
        String as =
            "seed "
                + seed
                + ", "
                + workers
                + " workers, at "
                + of.at
                + ", "
                + of.early.rules().size()
                + " rules before\n"
                + PipelineAgainstReferenceTest.text(world);
        try {
          assertThat(of.warm(workers, new SplittableRandom(seed + workers)))
              .as(as)
              .isEqualTo(expected);
        } catch (StorageException | EngineFailedException e) {
          throw new AssertionError(as, e);
        }
        carried += of.keys;
        notAll += of.sinceLater;
      }
    }
    System.out.printf(
        "%d alerts, %d states carried over, %d starts not from the beginning%n",
        alerts, carried, notAll);
    assertThat(alerts).isGreaterThan(WORLDS);
    assertThat(carried).isGreaterThan(WORLDS);
    assertThat(notAll).isGreaterThan(WORLDS / 20);
  }

  /** A world, and where in it some of its rules are deployed. */
  private static final class World {
    private final RandomWorld world;
    private final int at;
    private final RuleSet early;
    private final RuleSet all;
    private final Map<String, RuleSet> texts = new HashMap<>();
    private long keys;
    private int sinceLater;
    // To die with the deployment in the journal, and nothing more.
    private volatile boolean armed;
    private volatile @Nullable MemoryStorage crashed;

    World(RandomWorld of, SplittableRandom random) {
      world = of;
      at = random.nextInt(world.arrivals().size() - 1);
      List<Rule> rules =
          world.versions().getFirst().rules().stream().map(World::withoutOncePer).toList();
      List<Rule> before = new ArrayList<>(rules);
      before.removeIf(_ -> random.nextBoolean());
      early = with(random.nextInt(3) == 0 ? List.of() : before);
      all = with(rules);
      texts.put("early", early);
      texts.put("all", all);
    }

    private RuleSet with(List<Rule> rules) {
      RuleSet of = world.versions().getFirst();
      return new RuleSet(
          of.eventTypes(), of.features(), of.lists(), of.tables(), rules, of.tests());
    }

    /** What is held back is not known from before. */
    private static Rule withoutOncePer(Rule rule) {
      AlertSpec alert = Objects.requireNonNull(rule.alert());
      return rule.withAlert(
          new AlertSpec(alert.message(), alert.score(), alert.with(), AlertSpec.NO_LIMIT));
    }

    /** All rules from the beginning; the alerts behind the place. */
    List<String> undisturbed() throws InterruptedException {
      MemoryStorage storage = MemoryStorage.keeping();
      int before = 0;
      try (Engine engine = open(1, storage)) {
        engine.deploy("set", "all", all);
        for (int i = 0; i < world.arrivals().size(); i++) {
          if (i == at) {
            engine.awaitProcessed();
            before = storage.alerts().all().size();
          }
          PipelineAgainstReferenceTest.feed(engine, world.arrivals().get(i));
        }
        engine.awaitProcessed();
      }
      return lines(storage, before);
    }

    /** Some of the rules from the beginning, and all from the place on; likewise. */
    List<String> warm(int workers, SplittableRandom random) throws InterruptedException {
      MemoryStorage storage = MemoryStorage.keeping();
      Engine engine = open(workers, storage);
      int before = 0;
      boolean recomputes = random.nextBoolean();
      try {
        engine.deploy("set", "early", early);
        for (int i = 0; i < world.arrivals().size(); i++) {
          if (i == at) {
            engine.awaitProcessed();
            before = storage.alerts().all().size();
            crashed = null;
            armed = recomputes;
            Deployment deployment =
                engine.deploy("set", "all", all, Engine.Options.USUAL.with(Engine.Start.WARM));
            assertThat(deployment.rules().stream().filter(c -> c.kind() == Kind.NEW).count())
                .isEqualTo(all.rules().size() - early.rules().size());
            keys = deployment.warm() == null ? 0 : deployment.warm().states();
            sinceLater = 0;
            if (deployment.warm() != null) {
              assertThat(deployment.warm().complete()).isTrue();
              sinceLater = deployment.warm().since().isPresent() ? 1 : 0;
            }
            armed = false;
            if (crashed != null) {
              engine.close();
              storage = crashed;
              engine = open(1 + random.nextInt(WORKERS), storage);
            }
          }
          Arrival arrival = world.arrivals().get(i);
          PipelineAgainstReferenceTest.feed(engine, arrival);
          if (!(arrival instanceof Arrival.End)) {
            switch (random.nextInt(12)) {
              case 0 -> engine.checkpoint();
              case 1 -> {
                engine.close();
                engine = open(1 + random.nextInt(WORKERS), storage);
              }
              case 2 -> {
                engine.awaitProcessed();
                storage = storage.copy();
                engine.close();
                engine = open(workers, storage);
              }
              default -> {}
            }
          }
        }
        engine.awaitProcessed();
      } finally {
        engine.close();
      }
      return lines(storage, before);
    }

    private Engine open(int workers, MemoryStorage storage) {
      EngineSettings settings =
          new EngineSettings(workers, 64, 0, 1_000_000, workers % 2 == 0 ? 1 : 1_000, 1 << 16);
      return Engine.open(
          settings,
          PipelineAgainstReferenceTest.way(workers),
          new RecordingStorage(storage, (write, done) -> onWrite(storage, write, done)),
          (name, text) -> Objects.requireNonNull(texts.get(text)),
          PastRecords.NONE);
    }

    private void onWrite(MemoryStorage storage, String write, boolean done) {
      if (armed && done && write.equals("journal") && crashed == null) {
        crashed = storage.copy();
      }
    }

    private static List<String> lines(MemoryStorage storage, int from) {
      return storage.alerts().all().stream()
          .skip(from)
          .map(PipelineAgainstReferenceTest::line)
          .toList();
    }
  }
}
