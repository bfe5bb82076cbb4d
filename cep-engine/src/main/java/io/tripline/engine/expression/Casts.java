package io.tripline.engine.expression;

import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Nulls;

/** Coercions between numbers. */
final class Casts {
  private Casts() {}

  /** Digits after the point: of a decimal its scale, otherwise 0. */
  static int scale(Type type) {
    return type instanceof Type.Decimal d ? d.scale() : 0;
  }

  static double toDouble(long unscaled, int scale) {
    // One correctly rounded division, as both sides are exact up to 2^53.
    return unscaled == Nulls.LONG ? Nulls.DOUBLE : unscaled / (double) Decimals.power(scale);
  }

  /** Int or decimal to a decimal of a larger scale. */
  static final class Rescale extends Node {
    private final Node operand;
    private final int digits;
    private final Place place;

    Rescale(Node operand, int digits, Place place) {
      this.operand = operand;
      this.digits = digits;
      this.place = place;
    }

    @Override
    public long asLong(Frame frame) {
      return LongCode.rescale(operand.asLong(frame), digits, frame, place);
    }
  }

  /** Int or decimal to double. */
  static final class ToDouble extends Node {
    private final Node operand;
    private final int scale;

    ToDouble(Node operand, int scale) {
      this.operand = operand;
      this.scale = scale;
    }

    @Override
    public double asDouble(Frame frame) {
      return toDouble(operand.asLong(frame), scale);
    }
  }
}
