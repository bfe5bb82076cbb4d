package io.tripline.engine.expression;

import io.tripline.dsl.ir.Type;

/** In which form the values of a type are computed. */
public enum Kind {
  /** Three-valued: {@link Node#test}. */
  BOOL,
  /** int, decimal (unscaled), timestamp, duration, enum (index): {@link Node#asLong}. */
  LONG,
  /** double, length, speed: {@link Node#asDouble}. */
  DOUBLE,
  /** string: {@link Node#asText}. */
  TEXT,
  /** ip, geo: {@link Node#asObject}. */
  OBJECT;

  /** The form of a type; a bare null counts as an object. */
  public static Kind of(Type type) {
    return switch (type) {
      case Type.Decimal d -> LONG;
      case Type.Enumeration e -> LONG;
      case Type.Simple s ->
          switch (s) {
            case BOOL -> BOOL;
            case INT, TIMESTAMP, DURATION -> LONG;
            case DOUBLE, LENGTH, SPEED -> DOUBLE;
            case STRING -> TEXT;
            case IP, GEO, NULL -> OBJECT;
          };
    };
  }
}
