package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.memory.MemoryStorage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An error in any handler stops the engine, tells every caller, and harms nothing that is stored.
 */
final class FailureTest {
  private static final List<TestEvent> EVENTS = TestEvent.stream(21, 300);
  private volatile String failing = "";

  private Engine open(MemoryStorage storage) {
    return TestEngine.open(
        TestEngine.settings(2),
        new RecordingStorage(
            storage,
            (write, done) -> {
              if (write.equals(failing)) {
                throw new IllegalStateException("no " + write);
              }
            }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal", "alerts", "checkpoint", "rules"})
  void aWriteThatFailsStopsTheEngine(String write) throws InterruptedException {
    List<Alert> expected = TestEngine.alerts(TestEngine.settings(1), EVENTS);
    MemoryStorage storage = MemoryStorage.keeping();
    Engine engine = open(storage);
    TestEngine.deploy(engine, TestEngine.ALL_RULES);
    TestEngine.feed(engine, EVENTS.subList(0, 100), 3);
    engine.awaitProcessed();
    failing = write;
    assertThatThrownBy(
            () -> {
              TestEngine.feed(engine, EVENTS.subList(100, 200), 3);
              engine.checkpoint();
              engine.deploy("other", "all", TestRules.read("other", "all"));
            })
        .isInstanceOf(EngineFailedException.class)
        .hasMessageContaining("no " + write)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(engine.stats().failure()).contains("no " + write);
    assertThatThrownBy(() -> TestEngine.feed(engine, EVENTS, 1))
        .isInstanceOf(EngineFailedException.class);
    assertThatThrownBy(engine::awaitDurable).isInstanceOf(EngineFailedException.class);
    assertThatThrownBy(engine::awaitProcessed).isInstanceOf(EngineFailedException.class);
    assertThatThrownBy(engine::checkpoint).isInstanceOf(EngineFailedException.class);
    assertThatThrownBy(() -> TestEngine.deploy(engine, "large=3"))
        .isInstanceOf(EngineFailedException.class);
    engine.close();

    failing = "";
    try (Engine again = open(storage)) {
      TestEngine.feed(again, EVENTS.subList((int) again.stats().events(), EVENTS.size()), 3);
      again.awaitProcessed();
    }
    assertThat(ids(storage.alerts().all())).isEqualTo(ids(expected));
  }

  private static List<String> ids(List<Alert> alerts) {
    return alerts.stream()
        .filter(alert -> alert.ruleSet().equals(TestEngine.SET))
        .map(Alert::id)
        .toList();
  }

  @Test
  void theLastCheckpointFailingIsTold() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    Engine engine = open(storage);
    TestEngine.deploy(engine, TestEngine.ALL_RULES);
    failing = "checkpoint";
    assertThatThrownBy(engine::close).isInstanceOf(EngineFailedException.class);
    engine.close(); // once is enough
    assertThat(storage.states().lastCheckpoint()).isEmpty();
  }

  @Test
  void aClosedEngineTakesNothing() throws InterruptedException {
    Engine engine = open(MemoryStorage.keeping());
    TestEngine.deploy(engine, TestEngine.ALL_RULES);
    engine.close();
    engine.close();
    assertThatThrownBy(() -> TestEngine.feed(engine, EVENTS, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The engine is closed.");
    assertThatThrownBy(() -> TestEngine.deploy(engine, "all"))
        .isInstanceOf(IllegalStateException.class);
    engine.awaitDurable();
    engine.awaitProcessed();
  }

  @Test
  void aListenerThatFailsStopsTheEngine() throws InterruptedException {
    Engine engine = open(MemoryStorage.keeping());
    engine.onAlertsStored(
        () -> {
          throw new IllegalStateException("no listening");
        });
    TestEngine.deploy(engine, "large=0");
    assertThatThrownBy(
            () -> {
              TestEngine.feed(engine, EVENTS, 300);
              engine.awaitProcessed();
            })
        .isInstanceOf(EngineFailedException.class)
        .hasMessageContaining("no listening");
    engine.close();
  }
}
