package io.tripline.ingest.json;

import io.tripline.engine.event.EventWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the JSON value of a field of one type into the event begun. */
interface FieldReader {
  /**
   * @param token the parser's current one, the first of the value, never null's
   * @return null if the value is fine; the parser stands at its last token then
   */
  @Nullable Problem read(JsonParser parser, JsonToken token, EventWriter out, int field);
}
