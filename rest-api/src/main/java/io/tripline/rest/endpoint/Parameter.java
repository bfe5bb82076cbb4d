package io.tripline.rest.endpoint;

import io.javalin.http.Context;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A parameter after the {@code ?} of a request: how it is named, read and described. Its value is
 * checked; one that is wrong is a problem, never ignored. Immutable.
 *
 * @param <T> what it is read as
 */
public final class Parameter<T> {
  private final String name;
  private final String meaning;
  private final Schema schema;
  private final Reading<T> reading;
  private final @Nullable T usual;

  /** Makes a value of a text that is not empty. */
  private interface Reading<T> {
    /** The value, or null if the text is none. */
    @Nullable T read(String text);
  }

  private Parameter(
      String name, String meaning, Schema schema, Reading<T> reading, @Nullable T usual) {
    this.name = name;
    this.meaning = meaning;
    this.schema = schema;
    this.reading = reading;
    this.usual = usual;
  }

  public static Parameter<String> text(String name, String meaning) {
    return new Parameter<>(name, meaning, Schema.text(), text -> text, null);
  }

  /** A whole number within bounds, both inclusive. */
  public static Parameter<Long> number(String name, long least, long most, String meaning) {
    return new Parameter<>(
        name,
        meaning,
        Schema.integer(least, most),
        text -> {
          try {
            long number = Long.parseLong(text);
            return number >= least && number <= most ? number : null;
          } catch (NumberFormatException e) {
            return null;
          }
        },
        null);
  }

  /** A time in ISO 8601 with a zone, in milliseconds since 1970. */
  public static Parameter<Long> time(String name, String meaning) {
    return new Parameter<>(
        name,
        meaning,
        Schema.time(),
        text -> {
          try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
          } catch (DateTimeException | ArithmeticException e) {
            return null;
          }
        },
        null);
  }

  /** One of a few words, the first of which stands where none is given. */
  public static Parameter<String> oneOf(String name, String meaning, String... words) {
    List<String> all = List.of(words);
    return new Parameter<>(
        name, meaning, Schema.words(all), text -> all.contains(text) ? text : null, all.getFirst());
  }

  /** {@code true} or {@code false}. */
  public static Parameter<Boolean> flag(String name, String meaning) {
    return new Parameter<>(
        name,
        meaning,
        Schema.flag(),
        text -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null,
        null);
  }

  /** This parameter, with what stands where it is not given. */
  public Parameter<T> usually(T value) {
    return new Parameter<>(name, meaning, schema, reading, value);
  }

  public String name() {
    return name;
  }

  /** A sentence for the API's document. */
  public String meaning() {
    return meaning;
  }

  /** The form of a value, with what is usual. */
  public Schema schema() {
    return usual == null ? schema : schema.usually(usual);
  }

  /**
   * The value that a request gives, or the usual one.
   *
   * @throws ProblemException 400 if it is none
   */
  public T of(Context ctx) {
    return or(ctx, Objects.requireNonNull(usual, name));
  }

  /**
   * The value that a request gives, or another.
   *
   * @throws ProblemException 400 if it is none
   */
  public T or(Context ctx, T otherwise) {
    T value = find(ctx);
    return value == null ? otherwise : value;
  }

  /**
   * The value that a request gives; null if it gives none, or an empty one.
   *
   * @throws ProblemException 400 if it is none
   */
  public @Nullable T find(Context ctx) {
    String text = ctx.queryParam(name);
    if (text == null || text.isEmpty()) {
      return null;
    }
    T value = reading.read(text);
    if (value == null) {
      throw wrong(name, mustBe());
    }
    return value;
  }

  private String mustBe() {
    Object words = schema.keywords().get("enum");
    if (words instanceof List<?> list) {
      return "must be one of " + String.join(", ", list.stream().map(String::valueOf).toList());
    }
    return switch (String.valueOf(schema.keywords().get("type"))) {
      case "integer" ->
          "must be a whole number from "
              + schema.keywords().get("minimum")
              + " to "
              + schema.keywords().get("maximum");
      case "boolean" -> "must be true or false";
      default -> "must be a time such as " + Instant.EPOCH;
    };
  }

  /** What is answered to a wrong parameter. */
  static ProblemException wrong(String name, String what) {
    return Problem.of(ProblemType.BAD_REQUEST, "The parameter " + name + " " + what + ".")
        .with("parameter", name)
        .exception();
  }
}
