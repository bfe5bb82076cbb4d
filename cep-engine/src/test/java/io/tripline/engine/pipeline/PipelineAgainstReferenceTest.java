package io.tripline.engine.pipeline;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleSetPrinter;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.match.reference.Words;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine.Deployment.RuleChange;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.engine.pipeline.ReferenceTime.Arrival;
import io.tripline.engine.port.StorageException;
import io.tripline.engine.predicate.PredicateSet;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * From arrivals to alerts: the engine with one to four workers, restarted and crashed on its way,
 * gives the alerts that sections 6 and 7 of the language reference say, in their order. Run more
 * with {@code -Dpipeline.worlds=20000 -Dpipeline.seed=7}.
 */
final class PipelineAgainstReferenceTest {
  private static final int WORLDS = Integer.getInteger("pipeline.worlds", 150);
  private static final long SEED = Long.getLong("pipeline.seed", 20261121L);

  private static final int WORKERS = 4;

  /** The rules of one world in so many ask for windows and features. */
  private static final int VALUES = 2;

  private static final Duration LONG = Duration.ofMinutes(5);

  /** What came of all worlds. */
  private static final class Sum {
    int alerts;
    int suppressed;
    int byTime;
    int late;
    int duplicates;
    int reordered;
    int acrossVersions;
    int inShadow;
    int unseen;
    int drained;
    int beyondReference;

    void add(ReferenceAlerts expected) {
      alerts += expected.lines.size();
      suppressed += expected.suppressed;
      byTime += expected.byTime;
      late += expected.time().late();
      duplicates += expected.time().duplicates();
      reordered += expected.reordered;
      acrossVersions += expected.acrossVersions;
      inShadow += expected.inShadow;
      unseen += expected.unseen;
      drained += expected.drained;
    }

    void print() {
      System.out.printf(
          "%d alerts, %d held back, %d by time, %d across versions, %d by rules that drain; %d in"
              + " shadow; %d events too late, %d duplicates, %d passed over by paused rules, %d"
              + " matched out of their order; %d worlds left out as beyond the reference%n",
          alerts,
          suppressed,
          byTime,
          acrossVersions,
          drained,
          inShadow,
          late,
          duplicates,
          unseen,
          reordered,
          beyondReference);
      assertThat(beyondReference).isLessThanOrEqualTo(1 + WORLDS / 100);
      assertThat(List.of(alerts, byTime, reordered)).allMatch(n -> n > WORLDS);
      assertThat(List.of(suppressed, late, duplicates)).allMatch(n -> n > WORLDS / 10);
    }
  }

  @Test
  void alertsAreThoseOfTheReference() throws InterruptedException {
    System.out.println("seeds " + SEED + " to " + (SEED + WORLDS - 1));
    Sum sum = new Sum();
    int withValues = 0;
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      RandomWorld world = RandomWorld.of(seed, seed % VALUES == 0);
      List<Alert> alerts = compare(seed, world, sum);
      if (alerts != null) {
        // Without a journal, events hold what the rules read of them.
        assertThat(backtest(world, Math.min(WORKERS, 1 + (int) (seed & 1))))
            .as("seed %d", seed)
            .isEqualTo(alerts);
        withValues += seed % VALUES == 0 ? alerts.size() : 0;
      }
    }
    sum.print();
    assertThat(withValues).as("alerts of rules that ask for windows").isGreaterThan(WORLDS);
  }

  @Test
  void alertsAreThoseOfTheReferenceWhereRulesChangeOnTheWay() throws InterruptedException {
    System.out.println("seeds " + SEED + " to " + (SEED + WORLDS - 1) + ", with changes");
    Sum sum = new Sum();
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      compare(seed, RandomWorld.changing(seed), sum);
    }
    sum.print();
    assertThat(sum.acrossVersions).as("matches across versions").isGreaterThan(WORLDS / 10);
    assertThat(sum.inShadow).as("matches in shadow").isGreaterThan(WORLDS);
    assertThat(sum.unseen).as("events passed over").isGreaterThan(WORLDS);
  }

  @Test
  void alertsAreThoseOfTheReferenceWhereRulesDrain() throws InterruptedException {
    System.out.println("seeds " + SEED + " to " + (SEED + WORLDS - 1) + ", with drains");
    Sum sum = new Sum();
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      compare(seed, RandomWorld.draining(seed), sum);
    }
    sum.print();
    assertThat(sum.drained).as("matches of rules that drain").isGreaterThan(WORLDS / 10);
  }

  /**
   * Compares engines of all numbers of workers with the reference.
   *
   * @return the alerts; null if the world is beyond the reference
   */
  private static @Nullable List<Alert> compare(long seed, RandomWorld world, Sum sum)
      throws InterruptedException {
    ReferenceAlerts expected;
    try {
      expected = new ReferenceAlerts(world);
    } catch (Words.TooManyException e) {
      sum.beyondReference++;
      return null;
    }
    List<Alert> first = List.of();
    for (int workers = 1; workers <= WORKERS; workers++) {
      // The others are disturbed on their way.
      SplittableRandom disturbances = workers == 1 ? null : new SplittableRandom(seed + workers);
      String as = "seed " + seed + ", " + workers + " workers\n" + text(world);
      Outcome outcome = run(as, world, expected.versions(), workers, disturbances);
      List<Alert> all = outcome.storage.alerts().all();
      assertThat(all.stream().map(PipelineAgainstReferenceTest::line))
          .as(as)
          .isEqualTo(expected.lines);
      assertThat(all.stream().map(Alert::version)).as(as).isEqualTo(expected.ofVersions);
      assertThat(outcome.late).as(as).isEqualTo(expected.time().late());
      assertThat(outcome.duplicates).as(as).isEqualTo(expected.time().duplicates());
      assertThat(outcome.storage.alerts().suppressed().values().stream().mapToLong(n -> n).sum())
          .as(as)
          .isEqualTo(expected.suppressed);
      if (workers == 1) {
        first = all;
      }
      if (world.isInOrder() && expected.versions().drain()) {
        // Of those that are disturbed, entries tell the end of drains.
        assertThat(all).usingRecursiveComparison().ignoringFields("sequence").isEqualTo(first);
      } else {
        assertThat(all).as(as).isEqualTo(first);
      }
    }
    sum.add(expected);
    return first;
  }

  // ------------------------------------------------------------------ texts

  static String line(Alert alert) {
    List<Long> key =
        alert.key().stream()
            .map(part -> part.value() instanceof Value.Int(long value) ? value : -1L)
            .toList();
    List<String> bindings =
        alert.match().stream().map(binding -> binding.variable() + binding.numbers()).toList();
    StringBuilder told = new StringBuilder();
    alert
        .with()
        .forEach(v -> told.append(' ').append(v.name()).append('=').append(text(v.value())));
    return alert.rule()
        + alert.message()
        + " "
        + key
        + " at "
        + alert.time()
        + " "
        + bindings
        + told
        + (alert.inShadow() ? " in shadow" : "");
  }

  private static String text(Value value) {
    return switch (value) {
      case Value.Null() -> "null";
      case Value.Bool(boolean b) -> Boolean.toString(b);
      case Value.Int(long n) -> Long.toString(n);
      case Value.Decimal(BigDecimal n) -> n.toString();
      case Value.Real(double d) -> Double.toString(d);
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  static String text(RandomWorld world) {
    StringBuilder text = new StringBuilder();
    for (RuleSet version : world.versions()) {
      text.append(RuleSetPrinter.print(version)).append('\n');
    }
    for (Arrival arrival : world.arrivals()) {
      text.append(
          arrival instanceof Arrival.Event e
              ? e.number()
                  + " "
                  + e.type().name()
                  + Arrays.toString(e.fields())
                  + " of "
                  + e.source()
              : arrival.toString());
      text.append('\n');
    }
    return text.toString();
  }

  // ------------------------------------------------------------------ the engine

  private record Outcome(MemoryStorage storage, long late, long duplicates) {}

  /**
   * Feeds a world to an engine; with disturbances it is stopped, left and opened again now and
   * then.
   */
  private static Outcome run(
      String as,
      RandomWorld world,
      ReferenceVersions versions,
      int workers,
      @Nullable SplittableRandom disturbances)
      throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    Engine engine = open(world, workers, storage);
    try {
      deploy(engine, world, versions, new Arrival.Deploy(0, null, false));
      for (Arrival arrival : world.arrivals()) {
        if (arrival instanceof Arrival.Deploy deploy) {
          deploy(engine, world, versions, deploy);
        } else {
          feed(engine, arrival);
        }
        if (disturbances == null || arrival instanceof Arrival.End) {
          continue;
        }
        // More of them around deployments.
        boolean changes = arrival instanceof Arrival.Deploy || arrival instanceof Arrival.Modes;
        switch (disturbances.nextInt(changes ? 5 : 12)) {
          case 0 -> engine.checkpoint();
          case 3 -> {
            if (world.isInOrder()) { // else a later rule could find the lane of one that drains
              engine.awaitProcessed();
              engine.endDrained();
            }
          }
          case 1 -> {
            engine.close();
            engine = open(world, 1 + disturbances.nextInt(WORKERS), storage);
          }
          case 2 -> {
            engine.awaitProcessed();
            storage = storage.copy();
            engine.close();
            engine = open(world, workers, storage);
          }
          default -> {}
        }
      }
      EngineStats.TimeStats time = engine.stats().time();
      return new Outcome(storage, time.late(), time.duplicates());
    } catch (StorageException | EngineFailedException e) {
      throw new AssertionError(as, e);
    } finally {
      engine.close();
    }
  }

  /** The alerts of an engine that keeps nothing. */
  private static List<Alert> backtest(RandomWorld world, int workers) throws InterruptedException {
    List<Alert> alerts = new ArrayList<>();
    try (Engine engine = open(world, workers, MemoryStorage.passing(alerts::add))) {
      engine.deploy("set", "0", world.versions().getFirst());
      for (Arrival arrival : world.arrivals()) {
        feed(engine, arrival);
      }
      engine.awaitProcessed();
    }
    return alerts;
  }

  private static Engine open(RandomWorld world, int workers, MemoryStorage storage) {
    EngineSettings settings =
        new EngineSettings(workers, 64, 0, 1_000_000, workers % 2 == 0 ? 1 : 1_000, 1 << 16);
    return Engine.open(
        settings,
        way(workers),
        storage,
        (name, text) -> world.versions().get(Integer.parseInt(text)),
        PastRecords.NONE);
  }

  /** Every world meets both ways, whatever the number of its rules. */
  static PredicateSet.Way way(int workers) {
    return workers % 2 == 0 ? PredicateSet.Way.INDEX : PredicateSet.Way.STRAIGHT;
  }

  /** Deploys a version, which says of each rule what becomes of it. */
  private static void deploy(
      Engine engine, RandomWorld world, ReferenceVersions versions, Arrival.Deploy deploy)
      throws InterruptedException {
    int version = deploy.version();
    RuleSet rules = world.versions().get(version);
    Engine.Options options = Engine.Options.USUAL.with(deploy.mode());
    if (deploy.drain()) {
      options = options.with(Engine.Start.DRAIN);
    }
    Engine.Deployment deployment = engine.deploy("set", Integer.toString(version), rules, options);
    assertThat(deployment.rules().stream().collect(toMap(RuleChange::rule, RuleChange::kind)))
        .isEqualTo(versions.changes(version));
  }

  static void feed(Engine engine, Arrival arrival) throws InterruptedException {
    switch (arrival) {
      case Arrival.Event event -> {
        EventWriter writer = new EventWriter();
        writer.begin(engine.schema().get(event.type().name()));
        for (int f = 0; f < event.fields().length; f++) {
          writer.setLong(f, event.fields()[f]);
        }
        byte[] raw = {'e'};
        writer.end(engine.source(RandomWorld.SOURCES.get(event.source())), raw, 0, raw.length);
        assertThat(engine.publish(writer, engine.schema().id(), LONG))
            .isEqualTo(Published.ACCEPTED);
      }
      case Arrival.Time(int source, long time) ->
          assertThat(engine.timePasses(engine.source(RandomWorld.SOURCES.get(source)), time, LONG))
              .isTrue();
      case Arrival.Idle(int source) -> engine.idle(engine.source(RandomWorld.SOURCES.get(source)));
      case Arrival.Modes(RuleModes.Change change) ->
          // Of a rule that there is not, it changes nothing.
          assertThat(engine.change("set", change).isPresent() || change.rule() != null).isTrue();
      case Arrival.Deploy deploy -> throw new IllegalArgumentException("rules do not arrive");
      case Arrival.End end -> engine.endOfInput();
    }
  }
}
