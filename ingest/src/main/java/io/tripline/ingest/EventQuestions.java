package io.tripline.ingest;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.pipeline.Asked;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.engine.port.RejectedLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the rules about the event that a request body holds. Thread-safe. */
public final class EventQuestions {
  private final Engine engine;
  private final IntakeSettings settings;
  private final LongSupplier latestTime;
  private final RejectedRecords rejected;
  private final BlockingQueue<Asker> idle;

  /**
   * @param intake says which events lie too far ahead
   */
  public EventQuestions(
      Engine engine, EventIntake intake, RejectedLog rejectedLog, IntakeSettings settings) {
    this.engine = engine;
    this.settings = settings;
    this.latestTime = intake::latestTime;
    this.rejected =
        new RejectedRecords(rejectedLog, InstantSource.system(), settings.rejectedBytes());
    this.idle = new ArrayBlockingQueue<>(settings.idleDecoders());
  }

  /** What became of a body. */
  public sealed interface Outcome {
    /** The rules are asked; see {@link Engine#ask}. */
    record Answering(Asked.Taken asked) implements Outcome {}

    /** Another event of the same type with the same id was asked about before. */
    record IdReused() implements Outcome {}

    /** It is no event; it is in the log of rejected events. */
    record Rejected(EventError error) implements Outcome {}
  }

  /**
   * Asks about an event.
   *
   * @param body one JSON object; not changed, and not kept
   * @param length the body's bytes are {@code body[0]} to {@code body[length - 1]}
   * @param source that brings it; see {@link Engine#source}
   * @param sourceName where the body came from, for the log of rejected events
   * @param patience how long to wait for room in the engine
   * @throws IntakeBusyException if there was none; nothing was taken
   * @throws io.tripline.engine.pipeline.EngineFailedException if the engine has stopped
   */
  public Outcome ask(byte[] body, int length, int source, String sourceName, Duration patience)
      throws InterruptedException {
    Asker asker = idle.poll();
    if (asker == null) {
      asker = new Asker();
    }
    Outcome outcome = asker.ask(body, length, source, sourceName, patience);
    asker.letGo();
    idle.offer(asker); // where there are enough idle ones, this one goes
    return outcome;
  }

  /** A decoder whose events are not only published. Used by one thread at a time. */
  private final class Asker implements EventTarget {
    private final RecordChunk chunk =
        new RecordChunk(this, settings.source(), settings.limits(), settings.chunkBytes());
    private @Nullable Asked asked;

    Outcome ask(byte[] body, int length, int source, String sourceName, Duration patience)
        throws InterruptedException {
      chunk.start(body, RecordForm.JSON, source, latestTime.getAsLong());
      chunk.add(0, length, 0);
      if (!chunk.publish(patience)) {
        throw new IntakeBusyException("The engine has no room for more events; try again.");
      }
      List<EventError> errors = rejected.store(chunk, body, sourceName);
      if (!errors.isEmpty()) {
        return new Outcome.Rejected(errors.getFirst());
      }
      return switch (asked) {
        case Asked.Taken taken -> new Outcome.Answering(taken);
        case Asked.IdReused _ -> new Outcome.IdReused();
        case Asked.Full _ -> throw new IllegalStateException("taken, and full");
        case Asked.StaleSchema _ -> throw new IllegalStateException("taken, and stale");
        case null -> throw new IllegalStateException("an event that nobody was asked about");
      };
    }

    void letGo() {
      asked = null;
      chunk.start(new byte[0]);
    }

    @Override
    public Schema schema() {
      return engine.schema();
    }

    @Override
    public Published publish(EventWriter events, int schemaId, Duration patience)
        throws InterruptedException {
      Asked outcome = engine.ask(events, schemaId, patience);
      asked = outcome;
      return switch (outcome) {
        case Asked.Taken _ -> Published.ACCEPTED;
        case Asked.IdReused _ -> Published.ACCEPTED;
        case Asked.StaleSchema _ -> Published.STALE_SCHEMA;
        case Asked.Full _ -> Published.FULL;
      };
    }

    @Override
    public void awaitDurable() {
      throw new UnsupportedOperationException("the answer waits");
    }

    @Override
    public boolean keepsRecords() {
      return engine.keepsRecords();
    }
  }
}
