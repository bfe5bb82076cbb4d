package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.ingest.BodyForm;
import io.tripline.ingest.cloudevents.Envelope;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** In what form a request sends events, by its headers. */
sealed interface EventForm {
  String CLOUD_EVENT = "application/cloudevents+json";
  String CLOUD_EVENTS = "application/cloudevents-batch+json";

  /** Record by record, for as long as the caller likes. */
  record Streamed(EventParts parts) implements EventForm {}

  /**
   * A body that is read as a whole.
   *
   * @param declared null if the headers do not say how it holds its events
   */
  record Whole(@Nullable BodyForm declared) implements EventForm {
    BodyForm of(byte[] body, int length) {
      return declared != null ? declared : FormatDetection.detect(body, length);
    }
  }

  /**
   * The form of a request.
   *
   * @throws ProblemException 415 if it is none that is taken
   */
  static EventForm of(Context ctx) {
    String type = ctx.header("Content-Type");
    if (!MediaTypes.isUtf8(type)) {
      throw unsupported("Events are taken in UTF-8 only.");
    }
    String essence = MediaTypes.essence(type);
    return switch (essence) {
      case CLOUD_EVENT, CLOUD_EVENTS -> new Whole(BodyForm.CLOUD_EVENTS);
      case String other when ctx.header("ce-specversion") != null ->
          new Whole(BodyForm.dataOf(envelope(ctx, type)));
      case "" -> new Whole(null);
      case "application/json" -> new Whole(BodyForm.JSON);
      case "application/x-ndjson", "application/ndjson", "application/jsonl" ->
          new Streamed(EventParts.lines());
      case "text/csv" -> new Streamed(EventParts.csv());
      default ->
          throw unsupported(
              "Events come as application/json, application/x-ndjson, text/csv or CloudEvents; say"
                  + " so in Content-Type.");
    };
  }

  /** Attributes in headers (HTTP Protocol Binding for CloudEvents 1.0, section 3.1). */
  private static Envelope envelope(Context ctx, @Nullable String contentType) {
    return new Envelope(
        header(ctx, "ce-specversion"),
        header(ctx, "ce-id"),
        header(ctx, "ce-source"),
        header(ctx, "ce-type"),
        header(ctx, "ce-time"),
        contentType);
  }

  private static @Nullable String header(Context ctx, String name) {
    String value = ctx.header(name);
    try {
      // A plus is one there, unlike in a query.
      return value == null
          ? null
          : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value; // not encoded, as by callers who do not know of it
    }
  }

  private static ProblemException unsupported(String why) {
    return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, why)
        .withHeader(
            "Accept",
            "application/json, application/x-ndjson, text/csv, "
                + CLOUD_EVENT
                + ", "
                + CLOUD_EVENTS)
        .exception();
  }
}
