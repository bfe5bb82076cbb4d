package io.tripline.engine.expression;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.alert.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the hole of an alert's text shows its value. Not thread-safe. */
public final class ValueText {
  private static final BigDecimal METERS_PER_KM = BigDecimal.valueOf(1000);
  private static final BigDecimal KMH_PER_MS = new BigDecimal("3.6");
  private static final long[] UNIT_MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

  private final Type type;
  private final @Nullable DecimalFormat format;

  private ValueText(Type type, @Nullable DecimalFormat format) {
    this.type = type;
    this.format = format;
  }

  /**
   * @param pattern of {@link DecimalFormat}, for numbers, or null for the plain form
   */
  public static ValueText of(Type type, @Nullable String pattern) {
    if (pattern == null) {
      return new ValueText(type, null);
    }
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_UP);
    return new ValueText(type, format);
  }

  /** The text; lengths in kilometers, speeds in kilometers per hour. */
  public String show(Value value) {
    return switch (value) {
      case Value.Null() -> "null";
      case Value.Text(String text) -> text;
      case Value.Bool(boolean b) -> Boolean.toString(b);
      case Value.Int(long n) -> format == null ? Long.toString(n) : format.format(n);
      case Value.Decimal(BigDecimal d) -> format == null ? d.toPlainString() : format.format(d);
      case Value.Real(double d) -> real(d);
      case Value.Timestamp(long millis) -> Instant.ofEpochMilli(millis).toString();
      case Value.Duration(long millis) -> duration(millis);
      case Value.Place(var geo) -> plain(geo.lat(), 6) + "," + plain(geo.lon(), 6);
    };
  }

  private String real(double value) {
    if (type == Type.Simple.LENGTH) {
      BigDecimal km = new BigDecimal(value).divide(METERS_PER_KM);
      return format == null ? plain(km.doubleValue(), 1) + " km" : format.format(km);
    }
    if (type == Type.Simple.SPEED) {
      BigDecimal kmh = new BigDecimal(value).multiply(KMH_PER_MS);
      return format == null ? plain(kmh.doubleValue(), 1) + " km/h" : format.format(kmh);
    }
    return format == null ? plain(value, 6) : format.format(new BigDecimal(value));
  }

  private static String plain(double value, int digits) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** As rules write durations, largest unit first: {@code 1h 30m}. */
  private static String duration(long millis) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder(millis < 0 ? "-" : "");
    long left = Math.abs(millis);
    String gap = "";
    for (int i = 0; i < UNITS.length; i++) {
      long count = left / UNIT_MILLIS[i];
      if (count > 0) {
        text.append(gap).append(count).append(UNITS[i]);
        left %= UNIT_MILLIS[i];
        gap = " ";
      }
    }
    return text.toString();
  }
}
