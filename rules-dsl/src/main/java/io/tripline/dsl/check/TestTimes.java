package io.tripline.dsl.check;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times in tests: {@code 10:00}, {@code 10:00:00.250} (on the first day of 2026, UTC), {@code
 * 2026-01-02 10:00:00} (UTC), {@code 2026-01-02T10:00:00+01:00}.
 */
final class TestTimes {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
  private static final Pattern TIME =
      Pattern.compile(
          "(?:(\\d{4}-\\d{2}-\\d{2})[ T])?(\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?)"
              + "(Z|[-+]\\d{2}:\\d{2})?");

  private TestTimes() {}

  /** Milliseconds since 1970, or null if it is no time. */
  static @Nullable Long millis(String text) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String date = parts.group(1);
    String clock = parts.group(2);
    String zone = parts.group(3);
    try {
      LocalTime time = LocalTime.parse(clock.indexOf(':') == 1 ? "0" + clock : clock);
      LocalDateTime local = (date == null ? DAY : LocalDate.parse(date)).atTime(time);
      ZoneOffset offset = zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
      return OffsetDateTime.of(local, offset).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
