package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.Storage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** An engine that is opened again after a crash at any point raises the same alerts, none twice. */
final class CrashReplayTest {
  private static final List<TestEvent> EVENTS = TestEvent.stream(11, 400);
  private static final String CHANGED_RULES = "rising large=70,3000 takeover=50 all burst=3";

  private static final int PART = 50;
  private static final int HALF = 200;
  private static final int CHANGES = 5;

  /** What a run is judged by. */
  private record Outcome(List<Alert> alerts, Map<Long, Long> suppressed) {
    static Outcome of(MemoryStorage storage) {
      return new Outcome(storage.alerts().all(), storage.alerts().suppressed());
    }
  }

  /**
   * Feeds what the engine does not have yet: rules, half of the events, other rules, the rest; and
   * between them changes of modes.
   */
  private static void goOn(Engine engine, int batch, boolean checkpoints)
      throws InterruptedException {
    for (int at : List.of(0, PART, 2 * PART, HALF, 3 * HALF / 2, EVENTS.size())) {
      feedUpTo(engine, at, batch, checkpoints);
      change(engine, at);
    }
    engine.awaitProcessed();
  }

  /** What is changed after so many events, unless it has been. */
  private static void change(Engine engine, int at) throws InterruptedException {
    boolean isFirst =
        !engine.ruleSets().isEmpty()
            && engine.ruleSets().getFirst().text().equals(TestEngine.ALL_RULES);
    if (at == 0 && engine.ruleSets().isEmpty()) {
      TestEngine.deploy(engine, TestEngine.ALL_RULES);
    } else if (at == PART && modes(engine).equals(RuleModes.LIVE)) {
      RuleMode half = new RuleMode(RuleMode.ALL / 2);
      engine.change(TestEngine.SET, new RuleModes.Change.To(null, half));
    } else if (at == 2 * PART && isFirst) {
      engine.change(TestEngine.SET, new RuleModes.Change.Pause("rising"));
    } else if (at == HALF && isFirst) {
      TestEngine.deploy(engine, CHANGED_RULES);
    } else if (at == 3 * HALF / 2) {
      engine.change(TestEngine.SET, new RuleModes.Change.Resume("rising"));
    }
  }

  private static RuleModes modes(Engine engine) {
    return engine.ruleSets().getFirst().modes();
  }

  private static void feedUpTo(Engine engine, int end, int batch, boolean checkpoints)
      throws InterruptedException {
    engine.awaitProcessed();
    int at = (int) engine.stats().events();
    while (at < end) {
      int next = Math.min(end, at + batch);
      TestEngine.feed(engine, EVENTS.subList(at, next), batch);
      at = next;
      if (checkpoints && at % 40 < batch) {
        engine.checkpoint();
      }
    }
  }

  /** The ring is small, so that there are many small writes. */
  private static void goOnInManyWrites(Storage storage) throws InterruptedException {
    EngineSettings small = new EngineSettings(2, 4, 0, 1_000, 1L << 30, 1 << 16);
    try (Engine engine = TestEngine.open(small, storage)) {
      goOn(engine, 3, true);
    }
  }

  private static Outcome undisturbed() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = TestEngine.open(TestEngine.settings(1), storage)) {
      goOn(engine, 50, false);
    }
    return Outcome.of(storage);
  }

  @Test
  void aCrashBetweenAnyTwoWritesChangesNothing() throws InterruptedException {
    Outcome expected = undisturbed();
    assertThat(expected.alerts()).hasSizeGreaterThan(50);
    assertThat(expected.alerts()).extracting(Alert::inShadow).contains(true, false);
    assertThat(expected.suppressed()).isNotEmpty();

    Set<String> writes = new HashSet<>();
    List<MemoryStorage> crashes = new CopyOnWriteArrayList<>();
    MemoryStorage storage = MemoryStorage.keeping();
    RecordingStorage recording =
        new RecordingStorage(
            storage,
            (write, done) -> {
              writes.add(write);
              crashes.add(storage.copy());
            });
    goOnInManyWrites(recording);
    assertThat(writes).containsExactlyInAnyOrder("journal", "alerts", "checkpoint", "rules");
    assertThat(crashes.size()).isGreaterThan(100);

    for (int i = 0; i < crashes.size(); i++) {
      MemoryStorage crashed = crashes.get(i);
      try (Engine engine = TestEngine.open(TestEngine.settings(1 + i % 3), crashed)) {
        goOn(engine, 29, false);
      }
      assertThat(Outcome.of(crashed)).as("crash %d", i).isEqualTo(expected);
    }
  }

  /**
   * Without syncs, a loss of power takes more of the journal than of what came of it: alerts, rule
   * versions, even a checkpoint. Once the lost events are given again, all is as if nothing had
   * been.
   */
  @Test
  void aLossOfPowerWithoutSyncsLeavesWhatWasThereAtSomeMomentBefore() throws InterruptedException {
    Outcome expected = undisturbed();
    List<MemoryStorage> losses = new CopyOnWriteArrayList<>();
    MemoryStorage storage = MemoryStorage.keeping();
    RecordingStorage recording =
        new RecordingStorage(
            storage,
            (write, done) -> {
              if (done) {
                losses.add(storage.copyAfterLossOfPower(losses.size() % 9));
              }
            });
    goOnInManyWrites(recording);
    int withLostAlerts = 0;
    int withLostRules = 0;
    int endedBeforeTheCheckpoint = 0;
    for (int i = 0; i < losses.size(); i++) {
      MemoryStorage loss = losses.get(i);
      long alerts = loss.alerts().lastOrdinal();
      long versions = loss.ruleVersions().versions(TestEngine.SET).size();
      long lastBlock = lastBlock(loss);
      long checkpoint = loss.states().lastCheckpoint().map(Checkpoint::sequence).orElse(-1L);
      try (Engine engine = TestEngine.open(TestEngine.settings(1 + i % 3), loss)) {
        long left = engine.stats().alerts() + engine.stats().shadowAlerts();
        assertThat(loss.alerts().lastOrdinal()).isEqualTo(left);
        withLostAlerts += left < alerts ? 1 : 0;
        withLostRules += loss.ruleVersions().versions(TestEngine.SET).size() < versions ? 1 : 0;
        endedBeforeTheCheckpoint += lastBlock < checkpoint ? 1 : 0;
        goOn(engine, 29, i % 2 == 0);
      }
      assertThat(Outcome.of(loss)).as("loss %d", i).isEqualTo(expected);
    }
    assertThat(withLostAlerts).isPositive();
    assertThat(withLostRules).isPositive();
    assertThat(endedBeforeTheCheckpoint).isPositive();
  }

  private static long lastBlock(MemoryStorage storage) {
    long[] last = {-1};
    storage.journal().read(0, (first, block) -> last[0] = first);
    return last[0];
  }

  @Test
  void aCheckpointAndARestartBetweenAnyTwoEventsChangeNothing() throws InterruptedException {
    Outcome expected = undisturbed();
    MemoryStorage storage = MemoryStorage.keeping();
    List<Integer> recovered = new ArrayList<>();
    for (int i = 0; i <= EVENTS.size(); i++) {
      try (Engine engine = TestEngine.open(TestEngine.settings(1 + i % 2), storage)) {
        recovered.add((int) engine.stats().recoveredEntries());
        change(engine, i);
        if (i < EVENTS.size()) {
          TestEngine.feed(engine, EVENTS.subList(i, i + 1), 1);
        }
      }
    }
    assertThat(Outcome.of(storage)).isEqualTo(expected);
    assertThat(recovered).as("a clean stop leaves nothing to replay").containsOnly(0);
  }

  @Test
  void everythingIsReplayedWithoutACheckpoint() throws InterruptedException {
    Outcome expected = undisturbed();
    MemoryStorage storage = MemoryStorage.keeping();
    MemoryStorage crashed;
    try (Engine engine = TestEngine.open(TestEngine.settings(2), storage)) {
      goOn(engine, 10, false);
      crashed = storage.copy();
    }
    try (Engine engine = TestEngine.open(TestEngine.settings(1), crashed)) {
      assertThat(engine.stats().recoveredEntries()).isEqualTo(EVENTS.size() + CHANGES);
      assertThat(engine.stats().events()).isEqualTo(EVENTS.size());
    }
    assertThat(Outcome.of(crashed)).isEqualTo(expected);
  }
}
