package io.tripline.ingest.json;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventWriter;
import org.jspecify.annotations.Nullable;

/** A reader for each type of the language. The readers of one instance share what they reuse. */
final class FieldReaders {
  /** Takes nothing. */
  static final FieldReader NOTHING = new FieldReader("be nothing") {};

  private final NumberText number = new NumberText();

  FieldReader of(Type type) {
    return switch (type) {
      case Type.Decimal decimal -> new DecimalReader(number, decimal.scale());
      case Type.Enumeration symbols -> new SymbolReader(symbols);
      case Type.Simple simple ->
          switch (simple) {
            case STRING -> new TextReader();
            case BOOL -> new BoolReader();
            case INT -> new IntReader(number);
            case DOUBLE, LENGTH, SPEED -> new DoubleReader(number);
            case TIMESTAMP -> new TimestampReader(number);
            case DURATION -> new DurationReader(number);
            case IP -> new AddressReader();
            case GEO -> new GeoReader(number);
            case NULL -> throw new IllegalArgumentException("no field has the type null");
          };
    };
  }

  /** Strings. */
  static final class TextReader extends FieldReader {
    TextReader() {
      super("be a string");
    }

    @Override
    @Nullable Problem readString(char[] chars, int offset, int length, EventWriter out, int field) {
      out.setText(field, chars, offset, length);
      return null;
    }
  }

  /** Truth values. */
  private static final class BoolReader extends FieldReader {
    BoolReader() {
      super("be true or false");
    }

    @Override
    @Nullable Problem readBool(boolean value, EventWriter out, int field) {
      out.setBool(field, value);
      return null;
    }
  }

  /** Whole numbers. */
  private static final class IntReader extends FieldReader {
    private final NumberText number;

    IntReader(NumberText number) {
      super("be a whole number");
      this.number = number;
    }

    @Override
    @Nullable Problem readNumber(char[] chars, int offset, int length, EventWriter out, int field) {
      number.read(chars, offset, length);
      return number.store(0, wrongType(), out, field);
    }
  }

  /** Exact decimals, as numbers or in strings. */
  private static final class DecimalReader extends FieldReader {
    private final NumberText number;
    private final int scale;
    private final Problem tooManyDigits;

    DecimalReader(NumberText number, int scale) {
      super("be a number, or a string that holds one");
      this.number = number;
      this.scale = scale;
      String digits = scale == 1 ? " digit" : " digits";
      tooManyDigits =
          new Problem(
              "too_many_digits", "have at most " + scale + digits + " after the point", true);
    }

    @Override
    @Nullable Problem readString(char[] chars, int offset, int length, EventWriter out, int field) {
      return number.read(chars, offset, length)
          ? number.store(scale, tooManyDigits, out, field)
          : wrongType();
    }

    @Override
    @Nullable Problem readNumber(char[] chars, int offset, int length, EventWriter out, int field) {
      return readString(chars, offset, length, out, field);
    }
  }

  /** Doubles. */
  private static final class DoubleReader extends FieldReader {
    private static final Problem NOT_FINITE =
        new Problem("overflow", "be in the range of a double", true);

    private final NumberText number;

    DoubleReader(NumberText number) {
      super("be a number");
      this.number = number;
    }

    @Override
    @Nullable Problem readNumber(char[] chars, int offset, int length, EventWriter out, int field) {
      number.read(chars, offset, length);
      double value = number.toDouble();
      if (Double.isInfinite(value)) {
        return NOT_FINITE;
      }
      out.setDouble(field, value);
      return null;
    }
  }

  /** Durations: in words, or milliseconds. */
  private static final class DurationReader extends FieldReader {
    private static final String DEMAND =
        "be a duration such as \"PT10M\", \"10m\" or 600000 (milliseconds)";
    private static final Problem NOT_A_DURATION = new Problem("bad_duration", DEMAND, true);

    private final NumberText number;

    DurationReader(NumberText number) {
      super(DEMAND);
      this.number = number;
    }

    @Override
    @Nullable Problem readString(char[] chars, int offset, int length, EventWriter out, int field) {
      try {
        Long millis = DurationText.parse(new String(chars, offset, length));
        if (millis == null) {
          return NOT_A_DURATION;
        }
        if (millis == Long.MIN_VALUE) {
          return Problem.OVERFLOW; // it stands for null
        }
        out.setLong(field, millis);
        return null;
      } catch (ArithmeticException e) {
        return Problem.OVERFLOW;
      }
    }

    @Override
    @Nullable Problem readNumber(char[] chars, int offset, int length, EventWriter out, int field) {
      number.read(chars, offset, length);
      return number.store(0, NOT_A_DURATION, out, field);
    }
  }
}
