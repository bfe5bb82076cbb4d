package io.tripline.ingest.json;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import org.jspecify.annotations.Nullable;

/** Decodes JSON objects to flat events, one after another. Not thread-safe. */
public final class JsonEventDecoder {
  private final Schema schema;
  private final int source;
  private final DecodeLimits limits;

  public JsonEventDecoder(Schema schema, int source) {
    this(schema, source, DecodeLimits.defaults());
  }

  /**
   * @param source number that the events carry as their source
   */
  public JsonEventDecoder(Schema schema, int source, DecodeLimits limits) {
    this.schema = schema;
    this.source = source;
    this.limits = limits;
  }

  /** The schema it decodes against. */
  public Schema schema() {
    return schema;
  }

  /**
   * Decodes one JSON object. White space around it, and a byte order mark before it, are left away.
   *
   * @param buffer not changed, and not kept
   * @param out gets one more event, whose raw record is the object's bytes; or nothing if rejected
   * @return null if the event was taken, else why not
   */
  public @Nullable Rejection decode(byte[] buffer, int offset, int length, EventWriter out) {
    throw new UnsupportedOperationException(source + " " + limits);
  }
}
