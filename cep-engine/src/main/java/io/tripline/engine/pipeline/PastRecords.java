package io.tripline.engine.pipeline;

import io.tripline.engine.event.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads records as they arrived under another declaration of their type: the engine knows nothing
 * of their format. Thread-safe; its readers are not.
 */
@FunctionalInterface
public interface PastRecords {
  /** Nothing can be read but as it was read then. */
  PastRecords NONE = () -> (_, _, _, _) -> null;

  /** A reader for one who goes through the past. */
  Reader reader();

  /** Reads record after record. */
  @FunctionalInterface
  interface Reader {
    /**
     * The event that a record is.
     *
     * @param schema under which it is wanted
     * @param type of the event
     * @param record as it arrived
     * @param source the number of the one that brought it
     * @return a flat event of the schema, or null if the record is no event of that type
     */
    byte @Nullable [] read(Schema schema, String type, byte[] record, int source);
  }
}
