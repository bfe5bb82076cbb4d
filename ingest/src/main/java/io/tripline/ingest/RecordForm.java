package io.tripline.ingest;

import io.tripline.engine.event.EventWriter;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.ingest.json.Rejection;
import org.jspecify.annotations.Nullable;

/** How one record is written that holds an event. */
@FunctionalInterface
public interface RecordForm {
  /** A JSON object, as {@code docs/events.md} says. */
  RecordForm JSON = json -> json::decode;

  /** A decoder of such records, which hands them on as JSON. */
  Decoder decoder(JsonEventDecoder json);

  /** Decodes records. Not thread-safe. */
  @FunctionalInterface
  interface Decoder {
    /**
     * Decodes one record.
     *
     * @param buffer not changed, and not kept
     * @param out gets one more event; or nothing if rejected
     * @return null if the event was taken, else why not
     */
    @Nullable Rejection decode(byte[] buffer, int offset, int length, EventWriter out);
  }
}
