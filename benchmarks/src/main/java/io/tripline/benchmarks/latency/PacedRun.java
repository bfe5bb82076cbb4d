package io.tripline.benchmarks.latency;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.state.RocksStorage;
import io.tripline.state.StoreSettings;
import io.tripline.state.Sync;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * An engine on a store of its own, and one source in the caller's thread, which decodes records and
 * gives them to the engine at a rate.
 */
final class PacedRun implements AutoCloseable {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long NAP = TimeUnit.MICROSECONDS.toNanos(50);
  private static final int BATCH_BYTES = 32 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Records records;
  private final Engine engine;
  private final TimedStorage storage;
  private JsonEventDecoder decoder;
  private final EventWriter events;
  private final byte[] record;
  private long sent;
  // Of the phase at hand; written while the engine is at rest, read by its thread for alerts.
  private volatile Phase phase = new Phase(0, 0, 1);

  /** When its events arrive, and how long it took from there. */
  private record Phase(long startNanos, long firstNumber, double rate, Histogram latencies) {
    Phase(long startNanos, long firstNumber, double rate) {
      this(startNanos, firstNumber, rate, new Histogram(TimeUnit.MINUTES.toNanos(10), 3));
    }

    long arrivalOf(long number) {
      return startNanos + (long) ((number - firstNumber) * (SECOND / rate));
    }

    void stored(long number) {
      if (number >= firstNumber) {
        latencies.recordValue(Math.max(0, System.nanoTime() - arrivalOf(number)));
      }
    }
  }

  PacedRun(Path folder, Sync sync, RuleSet rules, Records records, EngineSettings settings)
      throws InterruptedException {
    this.records = records;
    storage =
        new TimedStorage(
            RocksStorage.open(folder, StoreSettings.defaults().withSync(sync)),
            number -> phase.stored(number));
    engine =
        Engine.open(
            settings,
            storage,
            (name, text) -> {
              throw new IllegalStateException("a new store");
            });
    engine.deploy("latency", "", rules);
    Schema schema = engine.schema();
    decoder = new JsonEventDecoder(schema, 0);
    events = new EventWriter();
    record = new byte[records.longest()];
  }

  /**
   * Gives events as fast as they are taken.
   *
   * @return events a second, until all of them were matched and their alerts stored
   */
  double atPeak(int seconds) throws InterruptedException {
    phase = new Phase(0, Long.MAX_VALUE, 1);
    long start = System.nanoTime();
    long before = sent;
    while (System.nanoTime() - start < seconds * SECOND) {
      publish(Long.MAX_VALUE);
    }
    engine.awaitProcessed();
    return (sent - before) / ((System.nanoTime() - start) / (double) SECOND);
  }

  /**
   * Gives events at a rate.
   *
   * @param rate events a second
   * @return nanoseconds from the arrival of the event that completed an alert to the alert being
   *     stored
   */
  Histogram at(double rate, int seconds) throws InterruptedException {
    long end = sent + (long) (seconds * rate);
    return at(rate, end, () -> sent < end);
  }

  /** The same for as long as something holds. */
  Histogram at(double rate, BooleanSupplier goesOn) throws InterruptedException {
    return at(rate, Long.MAX_VALUE, goesOn);
  }

  private Histogram at(double rate, long end, BooleanSupplier goesOn) throws InterruptedException {
    long first = sent;
    Phase now = new Phase(System.nanoTime(), first + 1, rate);
    phase = now;
    while (goesOn.getAsBoolean()) {
      long due =
          Math.min(
              end - first, (long) ((System.nanoTime() - now.startNanos()) * (rate / SECOND)) + 1);
      if (sent - first < due) {
        publish(due - (sent - first));
      } else {
        LockSupport.parkNanos(NAP);
      }
    }
    engine.awaitProcessed();
    return now.latencies();
  }

  private void publish(long most) throws InterruptedException {
    Engine.Published outcome = Engine.Published.STALE_SCHEMA;
    while (outcome == Engine.Published.STALE_SCHEMA) {
      if (decoder.schema().id() != engine.schema().id()) {
        decoder = new JsonEventDecoder(engine.schema(), 0);
      }
      outcome = publishDecoded(most);
    }
    if (outcome != Engine.Published.ACCEPTED) {
      throw new IllegalStateException("the engine stands still");
    }
    sent += events.count();
  }

  private Engine.Published publishDecoded(long most) throws InterruptedException {
    events.clear();
    while (events.count() < most && events.length() < BATCH_BYTES) {
      int length = records.write(sent + events.count(), record);
      if (decoder.decode(record, 0, length, events) != null) {
        throw new IllegalStateException("a record is rejected");
      }
    }
    return engine.publish(events, decoder.schema().id(), PATIENCE);
  }

  /** Deploys rules beside those that are measured; any thread. */
  Engine.Deployment deploy(String name, String text) throws InterruptedException {
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile(name, text)));
    RuleSet rules =
        Objects.requireNonNull(compilation.ruleSet(), () -> compilation.diagnostics().toString());
    return engine.deploy(name, text, rules);
  }

  /** Takes rules away again, likewise. */
  void undeploy(String name) throws InterruptedException {
    if (engine.undeploy(name).isEmpty()) {
      throw new IllegalArgumentException("no rule set " + name);
    }
  }

  /** How long workers took no events, for changes of rules so far. */
  EngineStats.Durations pauses() {
    return engine.stats().deploymentPauses();
  }

  /** Events that were given so far; and are processed, between two phases. */
  long sent() {
    return sent;
  }

  /** Events that the engine has taken since the beginning. */
  long taken() {
    return engine.stats().events();
  }

  @Override
  public void close() {
    engine.close();
    storage.close();
  }
}
