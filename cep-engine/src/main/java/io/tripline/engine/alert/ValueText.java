package io.tripline.engine.alert;

import java.time.Duration;
import java.time.Instant;

/** Values as text. Pure functions; thread-safe. */
public final class ValueText {
  private ValueText() {}

  /** As JSON has a value, but without the quotes; a place as {@code lat,lon}. */
  public static String of(Value value) {
    return switch (value) {
      case Value.Null() -> "null";
      case Value.Text(var text) -> text;
      case Value.Bool(var flag) -> Boolean.toString(flag);
      case Value.Int(var number) -> Long.toString(number);
      case Value.Decimal(var number) -> number.toPlainString();
      case Value.Real(var number) -> real(number);
      case Value.Timestamp(var millis) -> Instant.ofEpochMilli(millis).toString();
      case Value.Duration(var millis) -> Duration.ofMillis(millis).toString();
      case Value.Place(var geo) -> real(geo.lat()) + "," + real(geo.lon());
    };
  }

  /** The shortest digits that read back as the same double; a valid JSON number. */
  public static String real(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no " + value);
    }
    return Double.toString(value);
  }
}
