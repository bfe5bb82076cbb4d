package io.tripline.engine.expression;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import io.tripline.engine.heap.TextSlot;
import org.jspecify.annotations.Nullable;

/** Constants and fields. */
final class Leaves {
  private Leaves() {}

  /** A constant of any kind. */
  static final class Constant extends Node {
    private final @Nullable Object value;
    private final long number;
    private final double real;
    private final @Nullable Utf8 text;

    /**
     * @param value boxed as {@link io.tripline.dsl.ir.Expr} says
     */
    Constant(@Nullable Object value) {
      this.value = value;
      this.number =
          value instanceof Long n ? n : value instanceof Boolean b ? (b ? 1 : 0) : Nulls.LONG;
      this.real = value instanceof Double d ? d : Nulls.DOUBLE;
      this.text = value instanceof String s ? Utf8.of(s) : null;
    }

    @Override
    public int test(Frame frame) {
      return value == null ? Nulls.UNKNOWN : (int) number;
    }

    @Override
    public long asLong(Frame frame) {
      return number;
    }

    @Override
    public double asDouble(Frame frame) {
      return real;
    }

    @Override
    public @Nullable Utf8 asText(Frame frame) {
      return text;
    }

    @Override
    public @Nullable Object asObject(Frame frame) {
      return value;
    }
  }

  /** A field of the tested event held as a long. */
  static final class LongField extends Node {
    final int offset;

    LongField(int offset) {
      this.offset = offset;
    }

    @Override
    public long asLong(Frame frame) {
      return frame.event.longAt(offset);
    }
  }

  /** A bool field. */
  static final class BoolField extends Node {
    private final int offset;

    BoolField(int offset) {
      this.offset = offset;
    }

    @Override
    public int test(Frame frame) {
      long value = frame.event.longAt(offset);
      return value == Nulls.LONG ? Nulls.UNKNOWN : (int) value;
    }
  }

  /** A double field. */
  static final class DoubleField extends Node {
    private final int offset;

    DoubleField(int offset) {
      this.offset = offset;
    }

    @Override
    public double asDouble(Frame frame) {
      return frame.event.doubleAt(offset);
    }
  }

  /** A string field. */
  static final class TextField extends Node {
    private final int offset;
    private final Utf8 view = new Utf8();

    TextField(int offset) {
      this.offset = offset;
    }

    @Override
    public @Nullable Utf8 asText(Frame frame) {
      return frame.event.textAt(offset, view);
    }
  }

  /** An ip field. */
  static final class IpField extends Node {
    private final int offset;

    IpField(int offset) {
      this.offset = offset;
    }

    @Override
    public @Nullable Object asObject(Frame frame) {
      return frame.event.ipAt(offset);
    }

    @Override
    public boolean asIp(Frame frame) {
      if (frame.event.longAt(offset) == Nulls.LONG) {
        return false;
      }
      frame.address(frame.event.longAt(offset + 8), frame.event.longAt(offset + 16));
      return true;
    }
  }

  /** A geo field. */
  static final class GeoField extends Node {
    private final int offset;

    GeoField(int offset) {
      this.offset = offset;
    }

    @Override
    public @Nullable Object asObject(Frame frame) {
      return frame.event.geoAt(offset);
    }
  }

  /** A register that holds a value as it is. */
  static final class Register extends Node {
    private final int offset;
    private final RegisterForm form;
    private final Utf8 view = new Utf8();

    Register(RegisterSpec spec) {
      this.offset = spec.offset();
      this.form = spec.form();
    }

    @Override
    public int test(Frame frame) {
      long value = frame.registerAt(offset);
      return value == Nulls.LONG ? Nulls.UNKNOWN : (int) value;
    }

    @Override
    public long asLong(Frame frame) {
      return frame.registerAt(offset);
    }

    @Override
    public double asDouble(Frame frame) {
      return frame.realAt(offset);
    }

    @Override
    public @Nullable Utf8 asText(Frame frame) {
      return TextSlot.text(frame.registers, frame.registersBase + offset, frame.heap, view);
    }

    @Override
    public boolean asIp(Frame frame) {
      if (frame.registerAt(offset) == Nulls.LONG) {
        return false;
      }
      frame.address(frame.registerAt(offset + 8), frame.registerAt(offset + 16));
      return true;
    }

    @Override
    public @Nullable Object asObject(Frame frame) {
      if (form == RegisterForm.ADDRESS) {
        return frame.registerAt(offset) == Nulls.LONG
            ? null
            : new IpAddress(frame.registerAt(offset + 8), frame.registerAt(offset + 16));
      }
      double lat = frame.realAt(offset);
      return Double.isNaN(lat) ? null : new Geo(lat, frame.realAt(offset + 8));
    }
  }
}
