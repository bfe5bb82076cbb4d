package io.tripline.rest.endpoint;

import io.tripline.rest.http.Json;

/**
 * A form in which a body may come.
 *
 * @param mediaType without parameters
 */
public record Content(String mediaType, Schema schema) {
  public static final String TEXT = "text/plain";
  public static final String CSV = "text/csv";

  public static Content json(Schema schema) {
    return new Content(Json.CONTENT_TYPE, schema);
  }

  /** A record that is answered; see {@link RecordSchemas#answer}. */
  public static Content json(Class<? extends Record> type) {
    return json(RecordSchemas.answer(type));
  }

  /** A record that is asked for; see {@link RecordSchemas#request}. */
  public static Content asked(Class<? extends Record> type) {
    return json(RecordSchemas.request(type));
  }

  /** JSON values, one a line. */
  public static Content lines() {
    return new Content(Json.LINES_CONTENT_TYPE, Schema.raw());
  }

  public static Content text() {
    return new Content(TEXT, Schema.raw());
  }

  public static Content csv() {
    return new Content(CSV, Schema.raw());
  }
}
