package io.tripline.ingest.json;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads durations as ISO-8601 writes them ({@code PT10M}, {@code P1DT2H}) or as the rule language
 * does ({@code 500ms 30s 10m 2h 7d}). What is beyond the millisecond is cut off.
 */
final class DurationText {
  private static final int MAX_LENGTH = 64;

  private DurationText() {}

  /**
   * Milliseconds; null if the text is not a duration.
   *
   * @throws ArithmeticException if it is, but does not fit
   */
  static @Nullable Long parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return null;
    }
    char first = text.charAt(0);
    if (first >= '0' && first <= '9') {
      return parseLiteral(text);
    }
    try {
      return Duration.parse(text).toMillis();
    } catch (DateTimeParseException e) {
      if (e.getCause() instanceof ArithmeticException overflow) {
        throw overflow;
      }
      return null;
    }
  }

  private static @Nullable Long parseLiteral(String text) {
    long count = 0;
    int at = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      count = Math.addExact(Math.multiplyExact(count, 10L), text.charAt(at) - '0');
      at++;
    }
    long unit =
        switch (text.substring(at)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          case "d" -> 86_400_000;
          default -> 0;
        };
    return unit == 0 ? null : Math.multiplyExact(count, unit);
  }
}
