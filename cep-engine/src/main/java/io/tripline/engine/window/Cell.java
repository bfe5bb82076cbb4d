package io.tripline.engine.window;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.expression.Kind;

/** How the value of a row is held in eight bytes. */
enum Cell {
  /** There is none: only events are counted. */
  NONE,
  /** A number, {@link io.tripline.engine.event.Nulls#LONG} for null; a bool is 0 or 1. */
  LONG,
  /** The bits of a double, of any NaN for null; 0.0 for −0.0. */
  DOUBLE,
  /**
   * A {@link io.tripline.engine.heap.TextSlot}: a text, or the 16 bytes of an address or a place.
   */
  BYTES;

  /** The cell for values of a type; a bare null is a number that is always null. */
  static Cell of(Type type) {
    return switch (Kind.of(type)) {
      case BOOL, LONG -> LONG;
      case DOUBLE -> DOUBLE;
      case TEXT -> BYTES;
      case OBJECT -> type == Type.Simple.NULL ? LONG : BYTES;
    };
  }
}
