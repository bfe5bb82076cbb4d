package io.tripline.engine.expression;

import io.tripline.dsl.function.Kernel;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import org.jspecify.annotations.Nullable;

/** A function of the registry. Boxes its arguments: functions are not the hot part of a rule. */
final class CallNode extends Node {
  private final Kernel kernel;
  private final Node[] arguments;
  private final Type[] types;
  private final Place place;

  CallNode(Kernel kernel, Node[] arguments, Type[] types, Place place) {
    this.kernel = kernel;
    this.arguments = arguments;
    this.types = types;
    this.place = place;
  }

  private @Nullable Object call(Frame frame) {
    Object[] values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      Object value = arguments[i].box(types[i], frame);
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    try {
      return kernel.apply(values);
    } catch (ArithmeticException e) {
      CallCode.fail(e, frame, place);
      return null;
    }
  }

  @Override
  public int test(Frame frame) {
    Boolean value = (Boolean) call(frame);
    return value == null ? Nulls.UNKNOWN : value ? 1 : 0;
  }

  @Override
  public long asLong(Frame frame) {
    Long value = (Long) call(frame);
    return value == null ? Nulls.LONG : value;
  }

  @Override
  public double asDouble(Frame frame) {
    Double value = (Double) call(frame);
    return value == null ? Nulls.DOUBLE : value;
  }

  @Override
  public @Nullable Utf8 asText(Frame frame) {
    String value = (String) call(frame);
    return value == null ? null : Utf8.of(value);
  }

  @Override
  public @Nullable Object asObject(Frame frame) {
    return call(frame);
  }
}
