package io.tripline.ingest.json;

import io.tripline.engine.event.EventWriter;
import org.jspecify.annotations.Nullable;

/** Reads timestamps: ISO-8601 with an offset, or whole milliseconds since 1970. */
final class TimestampReader extends FieldReader {
  private static final String CODE = "bad_timestamp";
  private static final Problem NOT_A_TIME =
      new Problem(
          CODE, "be a time such as \"2026-01-31T10:00:00Z\" or milliseconds since 1970", true);
  private static final Problem NO_OFFSET =
      new Problem(CODE, "end with Z or an offset such as +01:00", true);
  private static final Problem NOT_WHOLE = new Problem(CODE, "be whole milliseconds", true);
  private static final Problem OUT_OF_RANGE = new Problem(CODE, "lie in the years 1 to 9999", true);

  private final NumberText number;

  TimestampReader(NumberText number) {
    super(NOT_A_TIME.demand());
    this.number = number;
  }

  @Override
  @Nullable Problem readString(char[] chars, int offset, int length, EventWriter out, int field) {
    long millis = TimestampText.parse(chars, offset, length);
    if (millis == TimestampText.NONE) {
      return TimestampText.lacksOffset(chars, offset, length) ? NO_OFFSET : NOT_A_TIME;
    }
    return set(out, field, millis);
  }

  @Override
  @Nullable Problem readNumber(char[] chars, int offset, int length, EventWriter out, int field) {
    number.read(chars, offset, length);
    return switch (number.toScaled(0)) {
      case EXACT -> set(out, field, number.scaled());
      case OVERFLOW -> OUT_OF_RANGE;
      case TOO_MANY_DIGITS -> NOT_WHOLE;
    };
  }

  private static @Nullable Problem set(EventWriter out, int field, long millis) {
    if (millis < TimestampText.MIN || millis > TimestampText.MAX) {
      return OUT_OF_RANGE;
    }
    out.setLong(field, millis);
    return null;
  }
}
