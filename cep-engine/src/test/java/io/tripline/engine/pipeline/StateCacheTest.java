package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.memory.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A bound on the states in memory changes nothing but memory. */
final class StateCacheTest {

  @Test
  void theSameAlertsWithRoomForTwoStates() throws InterruptedException {
    List<TestEvent> events = TestEvent.stream(3, 2_000);
    List<Alert> expected = TestEngine.alerts(TestEngine.settings(1), events);
    for (int workers = 1; workers <= 3; workers++) {
      MemoryStorage storage = MemoryStorage.keeping();
      AtomicInteger checkpoints = new AtomicInteger();
      RecordingStorage counting =
          new RecordingStorage(
              storage,
              (write, done) -> checkpoints.addAndGet(done && write.equals("checkpoint") ? 1 : 0));
      try (Engine engine = TestEngine.open(TestEngine.cached(workers, 200), counting)) {
        TestEngine.deploy(engine, TestEngine.ALL_RULES);
        TestEngine.feed(engine, events.subList(0, 1_000), 5);
        engine.awaitProcessed();
        Awaitility.await("asked for by full caches").until(() -> checkpoints.get() > 0);
        TestEngine.feed(engine, events.subList(1_000, 2_000), 5);
        engine.awaitProcessed();
      }
      assertThat(storage.alerts().all()).isEqualTo(expected);
    }
  }

  @Test
  void aBacktestThatKeepsNothingHasTheSameBound() throws InterruptedException {
    List<TestEvent> events = TestEvent.stream(4, 2_000);
    List<Alert> expected = TestEngine.alerts(TestEngine.settings(1), events);
    List<Alert> alerts = new java.util.concurrent.CopyOnWriteArrayList<>();
    MemoryStorage storage = MemoryStorage.passing(alerts::add);
    try (Engine engine = TestEngine.open(TestEngine.cached(2, 200), storage)) {
      TestEngine.deploy(engine, TestEngine.ALL_RULES);
      TestEngine.feed(engine, events, 5);
      engine.endOfInput();
    }
    assertThat(alerts).isEqualTo(expected);
    assertThat(storage.states().lastCheckpoint()).as("room was made").isPresent();
  }

  /** How many stored states are those of rules. */
  private static long ofRules(MemoryStorage storage) {
    long[] count = {0};
    storage.states().forEachKey((key, stateId, state) -> count[0]++);
    return count[0];
  }

  @Test
  void statesThatDoNotFitAreReadWhenTheyAreNeeded() throws InterruptedException {
    List<TestEvent> events = TestEvent.stream(5, 1_000);
    List<Alert> expected = TestEngine.alerts(TestEngine.settings(1), events);
    MemoryStorage storage = MemoryStorage.keeping();
    for (int from = 0; from < events.size(); from += 100) {
      try (Engine engine = TestEngine.open(TestEngine.cached(2, 1), storage)) {
        if (from == 0) {
          TestEngine.deploy(engine, TestEngine.ALL_RULES);
        } else {
          assertThat(engine.stats().keys().states()).isEqualTo(ofRules(storage));
        }
        TestEngine.feed(engine, events.subList(from, from + 100), 10);
      }
    }
    assertThat(storage.alerts().all()).isEqualTo(expected);
  }

  @Test
  void theStatesThatASlotNeedsAreReadInOneGo() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    List<TestEvent> first = new ArrayList<>();
    List<TestEvent> second = new ArrayList<>();
    for (int card = 0; card < 50; card++) {
      first.add(TestEvent.payment("a" + card, 1_000, "card" + card, 1, 10));
      second.add(TestEvent.payment("b" + card, 2_000, "card" + card, 1, 20));
      second.add(TestEvent.payment("c" + card, 2_000, "card" + card, 1, 30));
    }
    try (Engine engine = TestEngine.open(TestEngine.settings(1), storage)) {
      TestEngine.deploy(engine, "rising");
      TestEngine.feed(engine, first, 100);
    }
    assertThat(TestEngine.states(storage)).isEqualTo(50);
    List<String> loads = new ArrayList<>();
    RecordingStorage recording =
        new RecordingStorage(
            storage,
            (what, done) -> {
              if (done && what.startsWith("load")) {
                loads.add(what);
              }
            });
    try (Engine engine = TestEngine.open(TestEngine.cached(1, 1), recording)) {
      TestEngine.feed(engine, second, 100);
      engine.awaitProcessed();
    }
    // One may have been kept.
    assertThat(loads).hasSize(1).first().isIn("load 49", "load 50");
    assertThat(storage.alerts().all()).hasSize(50);
  }

  @Test
  void timeRemovesWhatIsPendingAlsoFromTheStore() throws InterruptedException {
    for (long stateBytes : new long[] {1, 1_000_000}) {
      MemoryStorage storage = MemoryStorage.keeping();
      try (Engine engine = TestEngine.open(TestEngine.cached(2, stateBytes), storage)) {
        TestEngine.deploy(engine, TestEngine.ALL_RULES);
        List<TestEvent> events = TestEvent.stream(6, 500);
        TestEngine.feed(engine, events, 20);
        engine.checkpoint();
        assertThat(engine.stats().keys().states()).isPositive();
        assertThat(runs(engine)).isPositive();
        awaitStoreAsCounted(engine, storage);

        // Silence for those keys; one event of no key and type that matters moves the time on.
        long later = engine.stats().watermark() + 10_000_000;
        TestEngine.feed(engine, List.of(TestEvent.payment("z", later, null, 99, 1)), 1);
        Awaitility.await("but the global key's")
            .until(
                () -> {
                  engine.checkpoint();
                  return engine.stats().keys().states() <= 1;
                });
        awaitStoreAsCounted(engine, storage);
        engine.endOfInput();
        Awaitility.await().until(() -> engine.stats().keys().states() == 0);
        assertThat(runs(engine)).isZero();
      }
      assertThat(TestEngine.states(storage)).isZero();
    }
  }

  /**
   * A worker hears after a checkpoint which keys that it put away are over: it counts them no
   * longer at once, and they leave the store with the next checkpoint.
   */
  private static void awaitStoreAsCounted(Engine engine, MemoryStorage storage) {
    Awaitility.await()
        .untilAsserted(
            () -> {
              engine.checkpoint();
              assertThat(ofRules(storage)).isEqualTo(engine.stats().keys().states());
            });
  }

  private static long runs(Engine engine) {
    return engine.stats().rules().stream().mapToLong(EngineStats.RuleStats::runs).sum();
  }
}
