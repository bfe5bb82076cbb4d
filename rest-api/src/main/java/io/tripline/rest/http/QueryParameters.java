package io.tripline.rest.http;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, checked: a wrong or unknown one is a problem, never ignored. */
public final class QueryParameters {
  private final Map<String, List<String>> values;

  /**
   * @throws ProblemException if the request has a parameter that is not known here, or one twice
   */
  public QueryParameters(Context ctx, Set<String> known) {
    values = ctx.queryParamMap();
    values.forEach(
        (name, list) -> {
          if (name.isEmpty()) {
            return; // from "?&a=1", which means no more than "?a=1"
          }
          if (!known.contains(name)) {
            throw wrong(
                name, "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
          }
          if (list.size() > 1) {
            throw wrong(name, "is given " + list.size() + " times");
          }
        });
  }

  public @Nullable String text(String name) {
    List<String> list = values.get(name);
    return list == null || list.isEmpty() || list.getFirst().isEmpty() ? null : list.getFirst();
  }

  public long number(String name, long least, long most, long otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(name, "must be a whole number from " + least + " to " + most);
  }

  /** A time in ISO 8601 with a zone, in milliseconds since 1970. */
  public long time(String name, long otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong(name, "must be a time such as " + Instant.EPOCH);
    }
  }

  /** One of a few words. */
  public String oneOf(String name, List<String> words, String otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    if (!words.contains(text)) {
      throw wrong(name, "must be one of " + String.join(", ", words));
    }
    return text;
  }

  private static ProblemException wrong(String name, String what) {
    return Problem.of(ProblemType.BAD_REQUEST, "The parameter " + name + " " + what + ".")
        .with("parameter", name)
        .exception();
  }
}
