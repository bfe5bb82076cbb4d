package io.tripline.ingest.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;

/**
 * Reads ISO-8601 times with an offset. The usual forms, {@code
 * 2026-01-31T10:00:00[.123](Z|+01:00)}, are read by hand; for the others (no seconds, {@code
 * +0100}, a space for the T) java.time is asked. Digits beyond the millisecond are cut off.
 */
final class TimestampText {
  /** Not a time. */
  static final long NONE = Long.MIN_VALUE;

  /** 0001-01-01T00:00:00Z. */
  static final long MIN = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();

  /** 9999-12-31T23:59:59.999Z. */
  static final long MAX = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /** Longer than any that is meant seriously; the slow way is not taken for it. */
  private static final int MAX_LENGTH = 64;

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT)
          .withChronology(IsoChronology.INSTANCE);

  private static final DateTimeFormatter WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(LOCAL)
          .parseLenient() // +01 too
          .appendOffsetId()
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT)
          .withChronology(IsoChronology.INSTANCE);

  private TimestampText() {}

  /** Milliseconds since 1970, or {@link #NONE}; may lie outside {@link #MIN} to {@link #MAX}. */
  static long parse(char[] text, int offset, int length) {
    long fast = parseUsual(text, offset, length);
    if (fast != NONE || length > MAX_LENGTH) {
      return fast;
    }
    try {
      return WITH_OFFSET
          .parse(normal(text, offset, length), OffsetDateTime::from)
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return NONE;
    }
  }

  /** Whether the text is a time of day on a date, but of no particular zone. */
  static boolean lacksOffset(char[] text, int offset, int length) {
    try {
      LOCAL.parse(normal(text, offset, Math.min(length, MAX_LENGTH)));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** With the T and the colon of the offset that java.time wants. */
  private static String normal(char[] text, int offset, int length) {
    StringBuilder iso = new StringBuilder(length + 1).append(text, offset, length);
    if (length > 10 && iso.charAt(10) == ' ') {
      iso.setCharAt(10, 'T');
    }
    int sign = length - 5;
    if (sign > 10
        && (iso.charAt(sign) == '+' || iso.charAt(sign) == '-')
        && two(text, offset + sign + 1) >= 0
        && two(text, offset + sign + 3) >= 0) {
      iso.insert(sign + 3, ':');
    }
    return iso.toString();
  }

  private static long parseUsual(char[] c, int at, int length) {
    if (length < 20
        || c[at + 4] != '-'
        || c[at + 7] != '-'
        || c[at + 10] != 'T'
        || c[at + 13] != ':'
        || c[at + 16] != ':') {
      return NONE;
    }
    int century = two(c, at);
    int yearOfCentury = two(c, at + 2);
    int month = two(c, at + 5);
    int day = two(c, at + 8);
    int hour = two(c, at + 11);
    int minute = two(c, at + 14);
    int second = two(c, at + 17);
    // two() is negative for what is not two digits, and negative numbers stay so under "or".
    if ((century | yearOfCentury | month | day | hour | minute | second) < 0) {
      return NONE;
    }
    int year = 100 * century + yearOfCentury;
    if (year == 0
        || month < 1
        || month > 12
        || day < 1
        || day > daysOf(year, month)
        || hour > 23
        || minute > 59
        || second > 59) {
      return NONE;
    }
    long seconds = 86_400L * epochDay(year, month, day) + 3_600 * hour + 60 * minute + second;
    return withFractionAndOffset(c, at + 19, at + length, 1_000 * seconds);
  }

  private static long withFractionAndOffset(char[] c, int from, int end, long wholeSeconds) {
    int at = from;
    long millis = wholeSeconds;
    if (c[at] == '.') {
      int start = ++at;
      for (int weight = 100; at < end && c[at] >= '0' && c[at] <= '9'; at++, weight /= 10) {
        millis += weight * (c[at] - '0');
      }
      if (at == start || at == end) {
        return NONE;
      }
    }
    if (c[at] == 'Z') {
      return at + 1 == end ? millis : NONE;
    }
    if (at + 6 != end || (c[at] != '+' && c[at] != '-') || c[at + 3] != ':') {
      return NONE;
    }
    int hours = two(c, at + 1);
    int minutes = two(c, at + 4);
    if ((hours | minutes) < 0 || minutes > 59 || 60 * hours + minutes > 18 * 60) {
      return NONE;
    }
    long offset = 60_000L * (60 * hours + minutes);
    return c[at] == '+' ? millis - offset : millis + offset;
  }

  private static int two(char[] c, int at) {
    int tens = c[at] - '0';
    int ones = c[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
  }

  private static int daysOf(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days since 1970; years are counted from March, so that the leap day is a year's last. */
  private static long epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int fromMarch = month <= 2 ? month + 9 : month - 3;
    int dayOfYear = (153 * fromMarch + 2) / 5 + day - 1;
    return 365L * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
  }
}
