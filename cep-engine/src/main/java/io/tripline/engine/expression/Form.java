package io.tripline.engine.expression;

import io.tripline.dsl.ir.Type;

/** How generated code holds the values of a type in local variables. */
enum Form {
  /** An int: 1, 0, or unknown. */
  BOOL,
  /** A long. */
  LONG,
  /** A double. */
  DOUBLE,
  /** Array, first byte and length; the length is negative for null. */
  TEXT,
  /** Latitude and longitude; the latitude is NaN for null. */
  GEO,
  /** An int, 1 if there is an address; its high and its low half. */
  IP;

  /** The form of a type; a bare null has any. */
  static Form of(Type type) {
    return switch (Kind.of(type)) {
      case BOOL -> BOOL;
      case LONG -> LONG;
      case DOUBLE -> DOUBLE;
      case TEXT -> TEXT;
      case OBJECT -> type == Type.Simple.IP ? IP : GEO;
    };
  }
}
