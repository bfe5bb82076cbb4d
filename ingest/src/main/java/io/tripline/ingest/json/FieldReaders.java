package io.tripline.ingest.json;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A reader for each type of the language. The readers of one instance share what they reuse. */
final class FieldReaders {
  private static final Problem NOT_A_STRING = Problem.wrongType("be a string");
  private static final Problem NOT_A_BOOL = Problem.wrongType("be true or false");
  private static final Problem NOT_WHOLE = Problem.wrongType("be a whole number");
  private static final Problem NOT_A_NUMBER = Problem.wrongType("be a number");
  private static final Problem NOT_DECIMAL =
      Problem.wrongType("be a number, or a string that holds one");
  private static final Problem NOT_FINITE =
      new Problem("overflow", "be in the range of a double", true);
  private static final Problem NOT_A_DURATION =
      new Problem(
          "bad_duration",
          "be a duration such as \"PT10M\", \"10m\" or 600000 (milliseconds)",
          true);

  private final NumberText number = new NumberText();

  FieldReader of(Type type) {
    return switch (type) {
      case Type.Decimal decimal -> decimal(decimal.scale());
      case Type.Enumeration symbols -> new SymbolReader(symbols);
      case Type.Simple simple ->
          switch (simple) {
            case STRING -> FieldReaders::readText;
            case BOOL -> FieldReaders::readBool;
            case INT -> this::readInt;
            case DOUBLE, LENGTH, SPEED -> this::readDouble;
            case TIMESTAMP -> new TimestampReader(number);
            case DURATION -> this::readDuration;
            case IP -> new AddressReader();
            case GEO -> new GeoReader(number);
            case NULL -> throw new IllegalArgumentException("no field has the type null");
          };
    };
  }

  private static @Nullable Problem readText(
      JsonParser parser, JsonToken token, EventWriter out, int field) {
    if (token != JsonToken.VALUE_STRING) {
      return NOT_A_STRING;
    }
    // The characters first: they finish the token, and the offset is only right then.
    char[] chars = parser.getStringCharacters();
    out.setText(field, chars, parser.getStringOffset(), parser.getStringLength());
    return null;
  }

  private static @Nullable Problem readBool(
      JsonParser parser, JsonToken token, EventWriter out, int field) {
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      return NOT_A_BOOL;
    }
    out.setBool(field, token == JsonToken.VALUE_TRUE);
    return null;
  }

  private @Nullable Problem readInt(
      JsonParser parser, JsonToken token, EventWriter out, int field) {
    if (!token.isNumeric() || !readNumber(parser)) {
      return NOT_WHOLE;
    }
    return switch (number.toScaled(0)) {
      case EXACT -> set(out, field);
      case OVERFLOW -> Problem.OVERFLOW;
      case TOO_MANY_DIGITS -> NOT_WHOLE;
    };
  }

  private FieldReader decimal(int scale) {
    Problem tooManyDigits =
        new Problem(
            "too_many_digits",
            "have at most " + scale + (scale == 1 ? " digit" : " digits") + " after the point",
            true);
    return (parser, token, out, field) -> {
      if (!(token.isNumeric() || token == JsonToken.VALUE_STRING) || !readNumber(parser)) {
        return NOT_DECIMAL;
      }
      return switch (number.toScaled(scale)) {
        case EXACT -> set(out, field);
        case OVERFLOW -> Problem.OVERFLOW;
        case TOO_MANY_DIGITS -> tooManyDigits;
      };
    };
  }

  private @Nullable Problem readDouble(
      JsonParser parser, JsonToken token, EventWriter out, int field) {
    if (!token.isNumeric() || !readNumber(parser)) {
      return NOT_A_NUMBER;
    }
    double value = number.toDouble();
    if (Double.isInfinite(value)) {
      return NOT_FINITE;
    }
    out.setDouble(field, value);
    return null;
  }

  private @Nullable Problem readDuration(
      JsonParser parser, JsonToken token, EventWriter out, int field) {
    if (token == JsonToken.VALUE_STRING) {
      try {
        Long millis = DurationText.parse(parser.getString());
        if (millis == null) {
          return NOT_A_DURATION;
        }
        if (millis == Long.MIN_VALUE) {
          return Problem.OVERFLOW;
        }
        out.setLong(field, millis);
        return null;
      } catch (ArithmeticException e) {
        return Problem.OVERFLOW;
      }
    }
    if (!token.isNumeric()) {
      return Problem.wrongType(NOT_A_DURATION.demand());
    }
    readNumber(parser);
    return switch (number.toScaled(0)) {
      case EXACT -> set(out, field);
      case OVERFLOW -> Problem.OVERFLOW;
      case TOO_MANY_DIGITS -> NOT_A_DURATION;
    };
  }

  private boolean readNumber(JsonParser parser) {
    char[] chars = parser.getStringCharacters();
    return number.read(chars, parser.getStringOffset(), parser.getStringLength());
  }

  private @Nullable Problem set(EventWriter out, int field) {
    out.setLong(field, number.scaled());
    return null;
  }
}
