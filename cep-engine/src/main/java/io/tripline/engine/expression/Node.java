package io.tripline.engine.expression;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * An expression ready to be evaluated. A node answers to the one method that its type's {@link
 * Kind} names. Not thread-safe.
 */
public abstract class Node {

  /** 1 true, 0 false, {@link Nulls#UNKNOWN}. */
  public int test(Frame frame) {
    throw wrongKind();
  }

  /** A number, or {@link Nulls#LONG}. */
  public long asLong(Frame frame) {
    throw wrongKind();
  }

  /** A number, or NaN. */
  public double asDouble(Frame frame) {
    throw wrongKind();
  }

  /** Text, or null; valid until this node is evaluated again. */
  public @Nullable Utf8 asText(Frame frame) {
    throw wrongKind();
  }

  /** An {@link io.tripline.dsl.ir.IpAddress}, a {@link io.tripline.dsl.ir.Geo}, or null. */
  public @Nullable Object asObject(Frame frame) {
    throw wrongKind();
  }

  /** A place, put into the frame; false for null. */
  public boolean asGeo(Frame frame) {
    if (asObject(frame) instanceof Geo(double lat, double lon)) {
      frame.place(lat, lon);
      return true;
    }
    return false;
  }

  /** An address, put into the frame; false for null. */
  public boolean asIp(Frame frame) {
    if (asObject(frame) instanceof IpAddress(long high, long low)) {
      frame.address(high, low);
      return true;
    }
    return false;
  }

  private IllegalStateException wrongKind() {
    return new IllegalStateException(getClass().getSimpleName() + " has no such form");
  }

  /** The value boxed as {@link io.tripline.dsl.ir.Expr} says. Allocates. */
  public final @Nullable Object box(Type type, Frame frame) {
    switch (Kind.of(type)) {
      case BOOL -> {
        int value = test(frame);
        return value == Nulls.UNKNOWN ? null : (Object) (value == 1);
      }
      case LONG -> {
        long value = asLong(frame);
        return value == Nulls.LONG ? null : (Object) value;
      }
      case DOUBLE -> {
        double value = asDouble(frame);
        return Double.isNaN(value) ? null : (Object) value;
      }
      case TEXT -> {
        Utf8 value = asText(frame);
        return value == null ? null : value.toString();
      }
      case OBJECT -> {
        return asObject(frame);
      }
    }
    throw new IllegalStateException();
  }
}
