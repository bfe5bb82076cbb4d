package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that the store alone has: nothing of them is in memory, and nothing else is different. */
final class KeysPutAwayTest {
  private static final String TYPES = TestRules.PAYMENT_TEXT + TestRules.LOGIN_TEXT;
  private static final String LATE_TYPES =
      TYPES.replace("@time\n  card    string?", "@time(lateness 5s)\n  card    string?");
  private static final int KEYS = 20_000;
  private static final long SMALL = 1 << 18;

  /** What tables and the like take of themselves: much less than a thousand keys. */
  private static final long BARE = 1 << 15;

  private static String rule(String name, String key, String pattern) {
    return """
    rule %s {
      by %s
      pattern %s
      define
        a: Payment where amount < 50
        b: Payment where amount >= 50
      alert "x"
    }
    """
        .formatted(name, key, pattern);
  }

  private static final String PAIR = rule("pair", "card", "a -> b  within 1h");
  private static final String WINDOW =
      "rule often { on Payment by card when count() over 2h >= 2 alert \"{count() over 2h}\" }\n";

  private static List<TestEvent> payments(int from, int to, long time, long amount) {
    return IntStream.range(from, to)
        .mapToObj(k -> TestEvent.payment("p" + k + "at" + time, time, "card-" + k, k, amount))
        .toList();
  }

  private static RuleSet compile(String text) {
    return Objects.requireNonNull(
        RuleCompiler.compile(List.of(new SourceFile("t.trip", text))).ruleSet());
  }

  private static void deploy(Engine engine, String text) throws InterruptedException {
    engine.deploy("set", text, compile(text));
  }

  private static Engine open(int workers, long stateBytes, MemoryStorage storage) {
    return Engine.open(TestEngine.cached(workers, stateBytes), storage, (_, text) -> compile(text));
  }

  /** Once the store has all, all but what fits is put away. */
  private static void putAway(Engine engine, long most) {
    Awaitility.await()
        .until(
            () -> {
              engine.checkpoint();
              TestEngine.feed(
                  engine,
                  List.of(TestEvent.payment("none", engine.stats().watermark(), null, 1, 1)),
                  1);
              engine.awaitProcessed();
              return engine.stats().keys().bytes() <= most;
            });
  }

  @Test
  void memoryIsBoundedWhateverTheNumberOfKeys() throws InterruptedException {
    List<String> expected = run(1, 1L << 30, MemoryStorage.keeping(), false);
    assertThat(expected).hasSize(2 * KEYS);
    for (int workers = 1; workers <= 2; workers++) {
      assertThat(run(workers, SMALL, MemoryStorage.keeping(), true)).isEqualTo(expected);
    }
  }

  private static List<String> run(
      int workers, long stateBytes, MemoryStorage storage, boolean bounded)
      throws InterruptedException {
    try (Engine engine = open(workers, stateBytes, storage)) {
      deploy(engine, TYPES + PAIR + WINDOW);
      for (int from = 0; from < KEYS; from += 1_000) {
        TestEngine.feed(engine, payments(from, from + 1_000, 1_000_000 + from, 10_00), 100);
        engine.checkpoint();
      }
      assertThat(engine.stats().keys().states()).as("counted all the same").isEqualTo(KEYS);
      if (bounded) {
        // The tables take something, too.
        putAway(engine, 2 * SMALL);
      }
      TestEngine.feed(engine, payments(0, KEYS, 2_000_000, 60_00), 500);
      engine.awaitProcessed();
      assertThat(engine.stats().keys().states()).as("pairs are complete").isZero();
    }
    return storage.alerts().all().stream()
        .map(alert -> alert.rule() + " " + alert.key() + " " + alert.message())
        .toList();
  }

  /** Keys come faster than a slow disk takes them in: without waiting there would be 10 MB. */
  @Test
  void whereMemoryIsFullEventsWaitForTheDisk() throws InterruptedException {
    int batch = 50;
    for (int workers = 1; workers <= 2; workers++) {
      MemoryStorage storage = MemoryStorage.keeping();
      RecordingStorage slow = new RecordingStorage(storage, KeysPutAwayTest::writeSlowly);
      try (Engine engine =
          Engine.open(TestEngine.cached(workers, SMALL), slow, (_, text) -> compile(text))) {
        deploy(engine, TYPES + PAIR + WINDOW);
        long most = 0;
        for (int from = 0; from < 2 * KEYS; from += batch) {
          TestEngine.feed(engine, payments(from, from + batch, 1_000_000, 10_00), batch);
          most = Math.max(most, engine.stats().keys().bytes());
        }
        engine.awaitProcessed();
        assertThat(engine.stats().keys().states()).isEqualTo(2 * KEYS);
        assertThat(most).as("bytes, by " + workers + " workers").isLessThan(8 * SMALL);
        assertThat(engine.stats().keys().memoryWaits().count()).isPositive();
        assertThat(engine.stats().keys().partly()).isTrue();
        TestEngine.feed(engine, payments(0, 2 * KEYS, 2_000_000, 60_00), 500);
        engine.awaitProcessed();
      }
      assertThat(storage.alerts().all()).hasSize(4 * KEYS);
    }
  }

  private static void writeSlowly(String write, boolean done) {
    if (write.equals("checkpoint") && !done) {
      LockSupport.parkNanos(300_000_000);
    }
  }

  @Test
  void aStartReadsWhatFits() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = open(2, 1L << 30, storage)) {
      deploy(engine, TYPES + PAIR + WINDOW);
      TestEngine.feed(engine, payments(0, KEYS, 1_000_000, 10_00), 500);
    }
    try (Engine engine = open(1, SMALL, storage)) {
      assertThat(engine.stats().keys().states()).isEqualTo(KEYS);
      assertThat(engine.stats().rules().stream().mapToLong(EngineStats.RuleStats::runs).sum())
          .isEqualTo(KEYS);
      assertThat(engine.stats().keys().bytes()).isLessThan(2 * SMALL);
      TestEngine.feed(engine, payments(0, KEYS, 2_000_000, 60_00), 500);
      engine.awaitProcessed();
    }
    assertThat(storage.alerts().all()).hasSize(2 * KEYS);
  }

  /** With more states than are on their way between threads. */
  @Test
  @Timeout(60)
  void aStartThatCannotReadOneStateOfManyFails() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = open(1, 1L << 30, storage)) {
      deploy(engine, TYPES + PAIR + WINDOW);
      TestEngine.feed(engine, payments(0, KEYS, 1_000_000, 10_00), 500);
    }
    KeyChange[] first = new KeyChange[1];
    storage
        .states()
        .forEachKey(
            (key, id, state) -> {
              if (first[0] == null) {
                KeyState damaged = new KeyState(state.deadline(), state.runs(), new byte[] {77});
                first[0] = new KeyChange(id, key, damaged, true);
              }
            });
    Checkpoint last = storage.states().lastCheckpoint().orElseThrow();
    storage
        .states()
        .commit(
            new Checkpoint(last.sequence(), last.meta(), List.of(), List.of(first[0]), List.of()));
    for (int workers = 1; workers <= 2; workers++) {
      int count = workers;
      assertThatThrownBy(() -> open(count, 1L << 30, storage).close())
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("cannot be read");
    }
  }

  /** Rules that wait for something that does not come are woken by time, not by events. */
  @Test
  void whatWaitsForTimeStaysAndIsOnTime() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = open(1, 1, storage)) {
      deploy(engine, TYPES + rule("silent", "card", "a -> not b  within 1m") + WINDOW);
      TestEngine.feed(engine, payments(0, 100, 1_000_000, 10_00), 10);
    }
    try (Engine engine = open(1, 1, storage)) {
      TestEngine.feed(engine, payments(0, 1, 1_030_000, 60_00), 1);
      engine.checkpoint();
      TestEngine.feed(engine, List.of(TestEvent.payment("z", 1_100_000, null, 99, 1)), 1);
      engine.awaitProcessed();
    }
    List<String> rules = storage.alerts().all().stream().map(Alert::rule).toList();
    assertThat(rules).filteredOn("silent"::equals).hasSize(99);
    assertThat(rules).filteredOn("often"::equals).hasSize(1);
  }

  @Test
  void aRuleThatChangesItsGroupTakesAlongWhatWasPutAway() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    String rules = PAIR + rule("other", "card", "a -> b  within 2h");
    try (Engine engine = open(2, 1, storage)) {
      deploy(engine, TYPES + rules);
      TestEngine.feed(engine, payments(0, 1_000, 1_000_000, 10_00), 100);
      putAway(engine, BARE);
      deploy(engine, LATE_TYPES + rules);
      // Some come back before the next deployment, some after it, some after a start.
      TestEngine.feed(engine, payments(0, 300, 1_100_000, 60_00), 100);
      deploy(engine, TYPES + rules);
      TestEngine.feed(engine, payments(300, 600, 1_200_000, 60_00), 100);
      engine.awaitProcessed();
    }
    try (Engine engine = open(1, 1, storage)) {
      TestEngine.feed(engine, payments(600, 1_000, 1_300_000, 60_00), 100);
      engine.awaitProcessed();
      assertThat(engine.stats().keys().states()).isZero();
    }
    assertThat(storage.alerts().all()).hasSize(2_000);
  }

  @Test
  void whatWasCompletedIsNotFoundInTheStoreAgain() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = open(1, 1, storage)) {
      deploy(engine, TYPES + PAIR);
      TestEngine.feed(engine, payments(0, 1_000, 1_000_000, 10_00), 100);
      putAway(engine, BARE);
      List<TestEvent> twice = new ArrayList<>(payments(0, 1_000, 1_100_000, 60_00));
      twice.addAll(payments(0, 1_000, 1_200_000, 60_00));
      TestEngine.feed(engine, twice, 50);
      engine.awaitProcessed();
    }
    assertThat(storage.alerts().all()).hasSize(1_000);
  }

  @Test
  void whatIsOverIsRemovedFromTheStore() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = open(2, 1, storage)) {
      deploy(engine, TYPES + PAIR + WINDOW);
      TestEngine.feed(engine, payments(0, 1_000, 1_000_000, 10_00), 50);
      putAway(engine, BARE);
      long later = 1_000_000 + 90 * 60_000;
      TestEngine.feed(engine, payments(0, 1, later, 10_00), 1);
      Awaitility.await("pairs are over, windows are not")
          .until(
              () -> {
                engine.checkpoint();
                return engine.stats().keys().states() == 1
                    && storage.states().count() <= 1_001 + 10;
              });
    }
  }
}
