package io.tripline.engine.expression;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.alert.Value;
import java.math.BigDecimal;

/** Reads an expression's value in the form that alerts show. */
public final class ValueReader {
  private final Node node;
  private final Type type;

  public ValueReader(Node node, Type type) {
    this.node = node;
    this.type = type;
  }

  /** The value in this frame; null after a run-time error, which the frame notes. */
  public Value read(Frame frame) {
    Object value = node.box(type, frame);
    return value == null ? new Value.Null() : of(value, type);
  }

  /**
   * A boxed value.
   *
   * @param value as {@link io.tripline.dsl.ir.Expr} says, except that an enum may be its symbol
   */
  public static Value of(Object value, Type type) {
    return switch (type) {
      case Type.Decimal(int scale) -> new Value.Decimal(BigDecimal.valueOf((Long) value, scale));
      case Type.Enumeration e ->
          new Value.Text(
              value instanceof Long index ? e.symbols().get(index.intValue()) : (String) value);
      case Type.Simple s ->
          switch (s) {
            case STRING, IP -> new Value.Text(value.toString());
            case BOOL -> new Value.Bool((Boolean) value);
            case INT -> new Value.Int((Long) value);
            case DOUBLE, LENGTH, SPEED -> real((Double) value);
            case TIMESTAMP -> new Value.Timestamp((Long) value);
            case DURATION -> new Value.Duration((Long) value);
            case GEO -> new Value.Place((Geo) value);
            case NULL -> new Value.Null();
          };
    };
  }

  private static Value real(double value) {
    // An infinite speed (two places at one time) has no JSON form.
    return Double.isFinite(value) ? new Value.Real(value) : new Value.Null();
  }
}
