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

  /** Looks at the id of an event. */
  void of(EventView event, EventLayout layout) {
    int field = layout.type().idField();
    bytes = event.bytes();
    if (field == EventType.NO_ID) {
      form = NUMBER;
      at = event.base();
      length = 0;
      return;
    }
    int offset = layout.offset(field);
    if (layout.type().fields().get(field).type() == Type.Simple.STRING) {
      long slot = event.longAt(offset);
      form = TEXT;
      at = event.base() + (int) (slot >>> 32);
      length = (int) slot;
    } else {
      form = LONG;
      at = event.base() + offset;
      length = 8;
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
