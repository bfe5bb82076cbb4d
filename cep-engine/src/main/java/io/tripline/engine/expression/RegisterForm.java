package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;

/** What lies in the slots of a register. */
public enum RegisterForm {
  /** A bool, a long, or the bits of a double. */
  NUMBER(1),
  /** A sum and how many values it is of. */
  AVERAGE(2),
  /** How many values, their mean, the sum of the squared differences from it. */
  DEVIATION(3),
  /** A latitude and a longitude; without a place the latitude is NaN. */
  PLACE(2),
  /** 1, and the two halves of an address; without one {@link io.tripline.engine.event.Nulls}. */
  ADDRESS(3),
  /**
   * The handle of a block with UTF-8 bytes (0 for the empty text) in the upper half, their number
   * in the lower; without a text {@link io.tripline.engine.event.Nulls#NO_STRING}.
   */
  TEXT(1),
  /** The handle of a block, see {@link DistinctSets}; 0 for the empty set. */
  SET(1);

  /** Bytes of a slot. */
  public static final int SLOT = 8;

  private final int slots;

  RegisterForm(int slots) {
    this.slots = slots;
  }

  /** How many slots it takes. */
  public int slots() {
    return slots;
  }

  /** Whether it may name a block of the heap. */
  public boolean hasBlock() {
    return this == TEXT || this == SET;
  }

  /** The form of an aggregate over values of a type. */
  static RegisterForm of(Expr.AggregateKind kind, Type type) {
    return switch (kind) {
      case COUNT, SUM -> NUMBER;
      case AVG -> AVERAGE;
      case STDDEV -> DEVIATION;
      case DISTINCT -> SET;
      case MEDIAN, PERCENTILE, SEEN -> throw new IllegalStateException("over a window only");
      case MIN, MAX, FIRST, LAST ->
          switch (Kind.of(type)) {
            case BOOL, LONG, DOUBLE -> NUMBER;
            case TEXT -> TEXT;
            case OBJECT -> type == Type.Simple.IP ? ADDRESS : PLACE;
          };
    };
  }
}
