package io.tripline.dsl.function;

import io.tripline.dsl.function.Documented.Example;
import io.tripline.dsl.function.Parameter.Kind;
import io.tripline.dsl.ir.Type.Simple;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** Parts of a point in time, as the calendar of a place has them. */
final class TimeFunctions {
  static final List<Function> ALL =
      List.of(
          part(
              "hour",
              "The hour, 0 to 23.",
              ZoneCalendar::hour,
              new Example("hour(timestamp '2026-01-31T23:30:00Z')", "23"),
              new Example("hour(timestamp '2026-01-31T23:30:00Z', 'Europe/Berlin')", "0"),
              new Example("hour(timestamp '2026-07-31T23:30:00Z', 'Europe/Berlin')", "1")),
          part(
              "weekday",
              "The day of the week, 1 (Monday) to 7 (Sunday).",
              ZoneCalendar::weekday,
              new Example("weekday(timestamp '2026-01-31T23:30:00Z')", "6"),
              new Example("weekday(timestamp '2026-01-31T23:30:00Z', 'Europe/Berlin')", "7")),
          part(
              "day",
              "The day of the month, 1 to 31.",
              ZoneCalendar::day,
              new Example("day(timestamp '2026-01-31T23:30:00Z')", "31"),
              new Example("day(timestamp '2026-01-31T23:30:00Z', '+01:00')", "1")),
          part(
              "month",
              "The month, 1 to 12.",
              ZoneCalendar::month,
              new Example("month(timestamp '2026-01-31T23:30:00Z')", "1"),
              new Example("month(timestamp '2026-01-31T23:30:00Z', 'Asia/Tokyo')", "2")));

  private TimeFunctions() {}

  /** What a calendar says of a point in time, ms since 1970. */
  private interface Part {
    long of(ZoneCalendar calendar, long millis);
  }

  private static Function part(String name, String doc, Part part, Example... examples) {
    Function.Declaration declaration =
        Function.declare(
                FunctionGroup.TIME,
                name,
                Parameter.of("time", Kind.TIMESTAMP),
                Parameter.constant("zone", Kind.STRING).orNothing())
            .doc(doc);
    for (Example example : examples) {
      declaration.example(example.call(), example.value());
    }
    return declaration.binds(
        Simple.INT.toString(),
        (types, constants) -> {
          ZoneId zone = ZoneOffset.UTC;
          if (constants.size() > 1 && constants.get(1) instanceof String id) {
            try {
              zone = ZoneId.of(id);
            } catch (DateTimeException e) {
              return new Binding.Refused(
                  1, "must be a time zone such as 'Europe/Berlin'", ZoneId.getAvailableZoneIds());
            }
          }
          ZoneCalendar calendar = new ZoneCalendar(zone);
          return new Binding.Bound(
              Simple.INT, new PrimitiveKernel.OfLong(millis -> part.of(calendar, millis)));
        });
  }
}
