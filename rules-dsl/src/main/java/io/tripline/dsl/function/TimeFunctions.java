package io.tripline.dsl.function;

import static io.tripline.dsl.function.Function.example;

import io.tripline.dsl.function.Parameter.Kind;
import io.tripline.dsl.ir.Type.Simple;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.ToLongFunction;

/** Parts of a point in time, as the calendar of a place has them. */
final class TimeFunctions {
  private static final String MORNING = "(timestamp '2026-01-31T23:30:00Z', 'Europe/Berlin')";

  static final List<Function> ALL =
      List.of(
          part("hour", "The hour, 0 to 23", "0", ZonedDateTime::getHour),
          part(
              "weekday",
              "The day of the week, 1 (Monday) to 7 (Sunday)",
              "7",
              t -> t.getDayOfWeek().getValue()),
          part("day", "The day of the month, 1 to 31", "1", ZonedDateTime::getDayOfMonth),
          part("month", "The month, 1 to 12", "2", ZonedDateTime::getMonthValue));

  private TimeFunctions() {}

  private static Function part(
      String name, String doc, String result, ToLongFunction<ZonedDateTime> part) {
    return Function.bound(
        name,
        List.of(
            Parameter.of("time", Kind.TIMESTAMP),
            Parameter.constant("zone", Kind.STRING).orNothing()),
        Simple.INT.toString(),
        doc + ", in a time zone (UTC if left out).",
        example(name + MORNING, result),
        (types, constants) -> {
          ZoneId zone = ZoneOffset.UTC;
          if (constants.size() > 1 && constants.get(1) instanceof String id) {
            try {
              zone = ZoneId.of(id);
            } catch (DateTimeException e) {
              return new Binding.Refused(1, "must be a time zone such as 'Europe/Berlin'");
            }
          }
          ZoneId chosen = zone;
          return new Binding.Bound(
              Simple.INT, a -> part.applyAsLong(Instant.ofEpochMilli((Long) a[0]).atZone(chosen)));
        });
  }
}
