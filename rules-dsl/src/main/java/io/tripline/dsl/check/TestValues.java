package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.TestDeclaration.Cell;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the values of tests: what stands in a cell, as a value of a type. */
final class TestValues {
  private static final int LONGEST_NUMBER = 40;
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");
  private static final Pattern EXACT = Pattern.compile("[-+]?\\d+(\\.\\d+)?");
  private static final Pattern REAL = Pattern.compile("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d{1,3})?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,18})(ms|s|m|h|d)");
  private static final Pattern GEO =
      Pattern.compile(
          "\\(?\\s*([-+]?\\d{1,3}(?:\\.\\d+)?)\\s*[, ]\\s*([-+]?\\d{1,3}(?:\\.\\d+)?)\\s*\\)?");
  private static final IpAddress NO_ADDRESS = IpAddress.parse("0.0.0.0").orElseThrow();

  private TestValues() {}

  /** What became of a text. */
  sealed interface Read {
    /** A value, boxed as {@link io.tripline.dsl.ir.Expr} has it. */
    record Value(Object value) implements Read {}

    /**
     * It is no value of the type.
     *
     * @param why as a sentence about it
     */
    record Wrong(String why, @Nullable String hint) implements Read {}
  }

  /** The value that a field has if a test does not give it, and it cannot be null. */
  static Object neutral(Type type) {
    return switch (type) {
      case Type.Decimal decimal -> 0L;
      case Type.Enumeration symbols -> 0L;
      case Type.Simple simple ->
          switch (simple) {
            case STRING, NULL -> "";
            case BOOL -> false;
            case INT, TIMESTAMP, DURATION -> 0L;
            case DOUBLE, LENGTH, SPEED -> 0.0;
            case IP -> NO_ADDRESS;
            case GEO -> new Geo(0, 0);
          };
    };
  }

  /** Reads a value; the cell is neither empty nor {@code null}, unless it is quoted. */
  static Read read(Type type, Cell cell) {
    if (cell.quoted() && !mayBeQuoted(type)) {
      return new Read.Wrong(
          "quotes make a text, but this is to be " + Operators.article(type),
          "write it without quotes");
    }
    String text = cell.text();
    return switch (type) {
      case Type.Decimal(int scale) -> decimal(text, scale);
      case Type.Enumeration(List<String> symbols) -> symbol(text, symbols);
      case Type.Simple simple ->
          switch (simple) {
            case STRING, LENGTH, SPEED, NULL -> new Read.Value(text);
            case BOOL -> bool(text);
            case INT -> whole(text);
            case DOUBLE -> real(text);
            case TIMESTAMP -> time(text);
            case DURATION -> duration(text);
            case IP -> ip(text);
            case GEO -> geo(text);
          };
    };
  }

  private static boolean mayBeQuoted(Type type) {
    return type == Type.Simple.STRING
        || type == Type.Simple.TIMESTAMP
        || type == Type.Simple.IP
        || type == Type.Simple.LENGTH
        || type == Type.Simple.SPEED;
  }

  private static Read whole(String text) {
    if (WHOLE.matcher(text).matches()) {
      try {
        long value = Long.parseLong(text);
        if (value != Long.MIN_VALUE) {
          return new Read.Value(value);
        }
      } catch (NumberFormatException e) {
        // said below
      }
      return new Read.Wrong("`" + text + "` is outside of the range of an int", null);
    }
    return new Read.Wrong("`" + text + "` is no whole number", null);
  }

  private static Read decimal(String text, int scale) {
    if (!EXACT.matcher(text).matches() || text.length() > LONGEST_NUMBER) {
      return new Read.Wrong("`" + text + "` is no number", comma(text));
    }
    BigDecimal number = new BigDecimal(text);
    if (number.signum() != 0 && number.stripTrailingZeros().scale() > scale) {
      return new Read.Wrong(
          "`" + text + "` has more digits after the point than a decimal(" + scale + ")", null);
    }
    try {
      long unscaled = number.setScale(scale).unscaledValue().longValueExact();
      if (unscaled != Long.MIN_VALUE) {
        return new Read.Value(unscaled);
      }
    } catch (ArithmeticException e) {
      // said below
    }
    return new Read.Wrong("`" + text + "` is outside of the range of a decimal", null);
  }

  private static @Nullable String comma(String text) {
    return text.matches("[-+]?\\d+,\\d+") ? "decimals have a point: `2.50`" : null;
  }

  private static Read real(String text) {
    if (REAL.matcher(text).matches() && text.length() <= LONGEST_NUMBER) {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return new Read.Value(value);
      }
    }
    return new Read.Wrong("`" + text + "` is no number", comma(text));
  }

  private static Read bool(String text) {
    return switch (text) {
      case "true" -> new Read.Value(true);
      case "false" -> new Read.Value(false);
      default -> new Read.Wrong("`" + text + "` is neither `true` nor `false`", null);
    };
  }

  private static Read symbol(String text, List<String> symbols) {
    int index = symbols.indexOf(text);
    return index >= 0
        ? new Read.Value((long) index)
        : new Read.Wrong(
            "`" + text + "` is none of " + String.join(", ", symbols),
            DidYouMean.hint(text, symbols));
  }

  private static Read time(String text) {
    Long millis = TestTimes.millis(text);
    return millis != null
        ? new Read.Value(millis)
        : new Read.Wrong(
            "`" + text + "` is no time",
            "a time is `10:00:00`, `2026-01-31 10:00:00` or `2026-01-31T10:00:00Z`");
  }

  private static Read duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      return new Read.Wrong("`" + text + "` is no duration", "a duration is `500ms` or `10m`");
    }
    long unit =
        switch (parts.group(2)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          default -> 86_400_000;
        };
    try {
      return new Read.Value(Math.multiplyExact(Long.parseLong(parts.group(1)), unit));
    } catch (ArithmeticException e) {
      return new Read.Wrong("the duration `" + text + "` is too long", null);
    }
  }

  private static Read ip(String text) {
    return IpAddress.parse(text)
        .<Read>map(Read.Value::new)
        .orElseGet(() -> new Read.Wrong("`" + text + "` is no address", null));
  }

  private static Read geo(String text) {
    Matcher parts = GEO.matcher(text);
    if (text.startsWith("(") != text.endsWith(")") || !parts.matches()) {
      return new Read.Wrong(
          "`" + text + "` is no place", "a place is its latitude and longitude: `52.52 13.40`");
    }
    double lat = Double.parseDouble(parts.group(1));
    double lon = Double.parseDouble(parts.group(2));
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180
        ? new Read.Value(new Geo(lat, lon))
        : new Read.Wrong(
            "`" + text + "` is nowhere on earth",
            "the latitude (-90 to 90) comes first, then the longitude (-180 to 180)");
  }
}
