package io.tripline.ingest;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.pipeline.Engine;
import java.time.Duration;

/**
 * Where decoded events go: the engine, as a source sees it. What the methods promise is what {@link
 * Engine} promises.
 */
public interface EventTarget {

  Schema schema();

  Engine.Published publish(EventWriter events, int schemaId, Duration patience)
      throws InterruptedException;

  void awaitDurable() throws InterruptedException;

  /** Whether events have to bring their raw records. */
  boolean keepsRecords();

  /** The engine itself. */
  static EventTarget of(Engine engine) {
    return new EventTarget() {
      @Override
      public Schema schema() {
        return engine.schema();
      }

      @Override
      public Engine.Published publish(EventWriter events, int schemaId, Duration patience)
          throws InterruptedException {
        return engine.publish(events, schemaId, patience);
      }

      @Override
      public void awaitDurable() throws InterruptedException {
        engine.awaitDurable();
      }

      @Override
      public boolean keepsRecords() {
        return engine.keepsRecords();
      }
    };
  }
}
