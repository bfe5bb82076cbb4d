package io.tripline.dsl.ir;

import java.util.List;

/** The type of a field or an expression (language reference, section 3). */
public sealed interface Type {

  /** Types without parameters. */
  enum Simple implements Type {
    STRING,
    BOOL,
    /** 64-bit, less the least value: {@code Long.MIN_VALUE} is not in the domain. */
    INT,
    DOUBLE,
    /** Milliseconds since 1970-01-01T00:00:00Z. */
    TIMESTAMP,
    /** Milliseconds. */
    DURATION,
    IP,
    GEO,
    /** A distance, a double in meters. */
    LENGTH,
    /** A double in meters per second. */
    SPEED,
    /** The type of the literal {@code null} alone; the checker casts it away where it can. */
    NULL;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * An exact decimal number, held as a 64-bit unscaled value.
   *
   * @param scale digits after the point, 0 to 9
   */
  record Decimal(int scale) implements Type {
    /** The most digits after the point that the language has. */
    public static final int MAX_SCALE = 9;

    public Decimal {
      if (scale < 0 || scale > MAX_SCALE) {
        throw new IllegalArgumentException("decimal scale " + scale);
      }
    }

    @Override
    public String toString() {
      return "decimal(" + scale + ")";
    }
  }

  /**
   * One of a few symbols; a value is held as the index of its symbol.
   *
   * @param symbols in the order of declaration
   */
  record Enumeration(List<String> symbols) implements Type {
    public Enumeration {
      symbols = List.copyOf(symbols);
    }

    @Override
    public String toString() {
      return "enum(" + String.join(", ", symbols) + ")";
    }
  }

  /** True for int, double and decimal. */
  default boolean isNumeric() {
    return this == Simple.INT || this == Simple.DOUBLE || this instanceof Decimal;
  }
}
