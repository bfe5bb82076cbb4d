package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.engine.port.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Short ways to set up and feed an engine. */
final class TestEngine {
  static final String SET = "test";
  static final String ALL_RULES = "rising large=80,3000 takeover=50 burst=3 all";
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Set<Long> OF_THE_STREAM = Set.of(StateIds.MARKS, StateIds.ALERT_REACHES);

  private TestEngine() {}

  static EngineSettings settings(int workers) {
    return new EngineSettings(workers, 64, 0, 1_000, 1L << 30, 1 << 16);
  }

  static EngineSettings cached(int workers, long stateBytes) {
    return new EngineSettings(workers, 64, 0, 1_000, stateBytes, 1 << 16);
  }

  static Engine open(EngineSettings settings, Storage storage) {
    return Engine.open(settings, storage, TestRules::read);
  }

  static Engine.Deployment deploy(Engine engine, String text) throws InterruptedException {
    return engine.deploy(SET, text, TestRules.read(SET, text));
  }

  /** How many states are stored, without what is remembered of the stream at checkpoints. */
  static long states(MemoryStorage storage) {
    AtomicLong count = new AtomicLong();
    storage.states().forEach((id, _, _) -> count.addAndGet(OF_THE_STREAM.contains(id) ? 0 : 1));
    storage.states().forEachKey((_, _, _) -> count.incrementAndGet());
    return count.get();
  }

  /** Publishes in calls of {@code batch} events. */
  static void feed(Engine engine, List<TestEvent> events, int batch) throws InterruptedException {
    EventWriter writer = new EventWriter();
    for (int from = 0; from < events.size(); from += batch) {
      List<TestEvent> part = events.subList(from, Math.min(events.size(), from + batch));
      Published outcome = Published.STALE_SCHEMA;
      while (outcome == Published.STALE_SCHEMA) {
        Schema schema = engine.schema();
        writer.clear();
        part.forEach(event -> event.write(writer, schema));
        outcome = engine.publish(writer, schema.id(), LONG);
      }
      assertThat(outcome).isEqualTo(Published.ACCEPTED);
    }
  }

  /** The alerts of a run that nothing disturbs. */
  static List<Alert> alerts(
      EngineSettings settings, String rules, List<TestEvent> events, int batch)
      throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = open(settings, storage)) {
      deploy(engine, rules);
      feed(engine, events, batch);
      engine.awaitProcessed();
    }
    return storage.alerts().all();
  }

  static List<Alert> alerts(EngineSettings settings, List<TestEvent> events)
      throws InterruptedException {
    return alerts(settings, ALL_RULES, events, 7);
  }
}
