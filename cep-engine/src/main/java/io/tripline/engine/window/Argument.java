package io.tripline.engine.window;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Kind;
import io.tripline.engine.expression.Node;
import org.jspecify.annotations.Nullable;

/** The value of a series' argument at the event that was looked at last. Not thread-safe. */
final class Argument {
  private static final byte[] NOTHING = {};
  private static final long NULL_DOUBLE = Double.doubleToRawLongBits(Nulls.DOUBLE);

  private final Cell cell;
  private final Type type;
  private final @Nullable Node node;
  private final Frame frame;
  private final WindowErrors errors;
  private final byte[] pair = new byte[16];

  private long word;
  private byte[] bytes = NOTHING;
  private int from;
  private int length;

  /**
   * @param node null if there is no argument, or it is always null
   */
  Argument(Cell cell, Type type, @Nullable Node node, Frame frame, WindowErrors errors) {
    this.cell = cell;
    this.type = type;
    this.node = node;
    this.frame = frame;
    this.errors = errors;
  }

  /** Evaluates it. After an error, which is reported, it is null. */
  void look(EventView event) {
    if (node == null) {
      word = Nulls.LONG;
      return;
    }
    frame.event(event);
    frame.reset();
    switch (Kind.of(type)) {
      case BOOL -> {
        int value = node.test(frame);
        word = value == Nulls.UNKNOWN ? Nulls.LONG : value;
      }
      case LONG -> word = node.asLong(frame);
      case DOUBLE -> word = bits(node.asDouble(frame));
      case TEXT -> {
        Utf8 text = node.asText(frame);
        if (text == null) {
          length = -1;
        } else {
          set(text.bytes(), text.offset(), text.length());
        }
      }
      case OBJECT -> pair(node);
    }
    if (frame.failedAt() != null) {
      errors.evaluationError(frame.failedAt(), frame.failure());
      setNull();
    }
  }

  private void pair(Node of) {
    boolean given;
    if (type == Type.Simple.IP) {
      given = of.asIp(frame);
      Bytes.putLong(pair, 0, frame.high());
      Bytes.putLong(pair, 8, frame.low());
    } else {
      given = of.asGeo(frame);
      Bytes.putDouble(pair, 0, frame.latitude());
      Bytes.putDouble(pair, 8, frame.longitude());
    }
    set(pair, 0, given ? 16 : -1);
  }

  private void set(byte[] of, int offset, int count) {
    bytes = of;
    from = offset;
    length = count;
  }

  private void setNull() {
    word = cell == Cell.DOUBLE ? NULL_DOUBLE : Nulls.LONG;
    length = -1;
  }

  /** A double's bits: one zero, and one null. */
  private static long bits(double value) {
    return value == 0 ? 0 : Double.isNaN(value) ? NULL_DOUBLE : Double.doubleToRawLongBits(value);
  }

  boolean isNull() {
    return switch (cell) {
      case NONE -> false;
      case LONG -> word == Nulls.LONG;
      case DOUBLE -> word == NULL_DOUBLE;
      case BYTES -> length < 0;
    };
  }

  /** The value, unless it is of {@link Cell#BYTES}. */
  long word() {
    return word;
  }

  /** In what the value lies, if it is of {@link Cell#BYTES} and not null. */
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int length() {
    return length;
  }
}
