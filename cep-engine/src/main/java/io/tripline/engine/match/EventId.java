package io.tripline.engine.match;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import java.nio.charset.StandardCharsets;

/** A view on the id of an event, as it is kept with bound events. Reused; not thread-safe. */
final class EventId {
  /** The event has no id but its number. */
  static final int NUMBER = 0;

  /** Eight bytes: a number. */
  static final int LONG = 1;

  /** UTF-8. */
  static final int TEXT = 2;

  int form;
  byte[] bytes = {};
  int at;
  int length;

  /**
   * Where in the events of a type their id is.
   *
   * @param form of the id
   * @param offset of its slot
   */
  record Source(int form, int offset) {
    static Source of(EventLayout layout) {
      int field = layout.type().idField();
      if (field == EventType.NO_ID) {
        return new Source(NUMBER, 0);
      }
      boolean isText = layout.type().fields().get(field).type() == Type.Simple.STRING;
      return new Source(isText ? TEXT : LONG, layout.offset(field));
    }
  }

  /** Looks at the id of an event. */
  void of(EventView event, Source source) {
    bytes = event.bytes();
    form = source.form;
    int slotAt = event.base() + source.offset;
    if (form == TEXT) {
      long slot = Bytes.getLong(bytes, slotAt);
      at = event.base() + (int) (slot >>> 32);
      length = (int) slot;
    } else {
      at = slotAt;
      length = form == LONG ? 8 : 0;
    }
  }

  /** Looks at a stored one. */
  void wrap(int of, byte[] page, int from, int count) {
    form = of;
    bytes = page;
    at = from;
    length = count;
  }

  /**
   * As alerts show it.
   *
   * @param number the event's
   */
  String text(long number) {
    return switch (form) {
      case NUMBER -> Long.toString(number);
      case LONG -> Long.toString(Bytes.getLong(bytes, at));
      default -> new String(bytes, at, length, StandardCharsets.UTF_8);
    };
  }
}
