package io.tripline.rest.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** JSON bodies of this API: records, with names in snake case, absent values as null. */
public final class Json {
  public static final String CONTENT_TYPE = "application/json";
  public static final String LINES_CONTENT_TYPE = "application/x-ndjson";

  private static final Logger LOG = LoggerFactory.getLogger(Json.class);

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // What is kept as it came keeps its numbers as they were written.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .withCoercionConfig(LogicalType.Textual, Json::textsAreInQuotes)
          .build();

  private Json() {}

  /** A number or a truth value where a text is expected is a mistake: 007 would be 7. */
  private static void textsAreInQuotes(MutableCoercionConfig config) {
    config
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  /** JSON that is known to be such. */
  public static JsonNode tree(String text) {
    return MAPPER.readTree(text);
  }

  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** With line breaks, for documents that people read. */
  public static byte[] pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
  }

  /** Answers with a record as JSON. */
  public static void answer(Context ctx, int status, Object value) {
    ctx.status(status).contentType(CONTENT_TYPE).result(bytes(value));
  }

  /**
   * Answers 200 with JSON for which somebody waits, straight into the connection's buffer. The
   * usual way copies an answer of any length through 32 KB made for it, and packs it for callers
   * that take gzip, which of two kilobytes saves less than a packet.
   */
  public static void answerAtOnce(Context ctx, byte[] json) {
    HttpServletResponse response = ctx.status(200).contentType(CONTENT_TYPE).res();
    response.setContentLength(json.length);
    try {
      response.getOutputStream().write(json);
    } catch (IOException e) {
      LOG.debug("The caller has gone before the answer was written", e);
    }
  }

  private static String wrongKind(InvalidFormatException e) {
    String member =
        e.getPath().isEmpty() ? null : String.valueOf(e.getPath().getLast().getPropertyName());
    boolean isText = e.getTargetType() == String.class;
    return (member == null ? "The value" : "The member \"" + member + "\"")
        + (isText ? " must be a text, in quotes." : " has a value of another kind than expected.");
  }

  /**
   * Reads a body.
   *
   * @throws ProblemException if it is no JSON of this shape, with a sentence that says where
   */
  public static <T> T read(Body body, Class<T> type) {
    T value;
    try {
      value = MAPPER.readValue(body.bytes(), 0, body.length(), type);
    } catch (UnrecognizedPropertyException e) {
      throw Problem.of(
              ProblemType.BAD_REQUEST, "There is no member \"" + e.getPropertyName() + "\" here.")
          .exception();
    } catch (InvalidFormatException e) {
      throw Problem.of(ProblemType.BAD_REQUEST, wrongKind(e)).exception();
    } catch (JacksonException e) {
      // The original message alone: the full one quotes the source, which may hold a secret.
      String where =
          e.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw Problem.of(
              ProblemType.BAD_REQUEST,
              "The body is not the JSON that is expected here" + where + ".")
          .exception();
    }
    if (value == null) {
      throw Problem.of(ProblemType.BAD_REQUEST, "The body must be a JSON object.").exception();
    }
    return value;
  }
}
