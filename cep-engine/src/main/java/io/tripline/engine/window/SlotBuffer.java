package io.tripline.engine.window;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Kind;
import io.tripline.engine.expression.Node;
import java.util.Arrays;

/** The slots and the texts of an event that is made of values, in a growing array. */
final class SlotBuffer {
  private byte[] bytes;
  private int end;

  /**
   * @param slots bytes before the texts
   */
  SlotBuffer(int slots) {
    this.bytes = new byte[slots + 64];
    this.end = slots;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the texts end. */
  int end() {
    return end;
  }

  /** Forgets the texts. */
  void clear(int slots) {
    end = slots;
  }

  /** Adds bytes behind the others; where they begin. */
  int append(byte[] source, int from, int length) {
    if (end + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end + length, 2 * bytes.length));
    }
    System.arraycopy(source, from, bytes, end, length);
    end += length;
    return end - length;
  }

  /** Puts the value of a node into a slot; null if it fails, which the frame notes. */
  void put(int offset, Type type, Node node, Frame frame) {
    frame.reset();
    switch (Kind.of(type)) {
      case BOOL -> {
        int value = node.test(frame);
        putLong(offset, value == Nulls.UNKNOWN ? Nulls.LONG : value, frame);
      }
      case LONG -> putLong(offset, node.asLong(frame), frame);
      case DOUBLE -> {
        double value = node.asDouble(frame);
        Bytes.putDouble(bytes, offset, frame.failedAt() == null ? value : Nulls.DOUBLE);
      }
      case TEXT -> {
        Utf8 text = node.asText(frame);
        long slot = Nulls.NO_STRING;
        if (text != null && frame.failedAt() == null) {
          int at = append(text.bytes(), text.offset(), text.length());
          slot = EventWriter.textSlot(at, text.length());
        }
        Bytes.putLong(bytes, offset, slot);
      }
      case OBJECT -> {
        if (type == Type.Simple.IP) {
          boolean given = node.asIp(frame) && frame.failedAt() == null;
          Bytes.putLong(bytes, offset, given ? 1 : Nulls.LONG);
          Bytes.putLong(bytes, offset + 8, given ? frame.high() : 0);
          Bytes.putLong(bytes, offset + 16, given ? frame.low() : 0);
        } else {
          boolean given = node.asGeo(frame) && frame.failedAt() == null;
          Bytes.putDouble(bytes, offset, given ? frame.latitude() : Nulls.DOUBLE);
          Bytes.putDouble(bytes, offset + 8, given ? frame.longitude() : 0);
        }
      }
    }
  }

  private void putLong(int offset, long value, Frame frame) {
    Bytes.putLong(bytes, offset, frame.failedAt() == null ? value : Nulls.LONG);
  }
}
