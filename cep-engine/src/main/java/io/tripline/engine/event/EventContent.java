package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hash of what an event says: of the names and values of its fields that are not null. It does
 * not depend on where fields lie, nor on how the record was written, nor on fields that the type
 * got later.
 */
public final class EventContent {
  private EventContent() {}

  /** The hash; never 0. Of fields without a slot nothing is known. */
  public static long hash(EventLayout layout, EventView event) {
    List<EventType.Field> fields = layout.type().fields();
    Utf8 text = new Utf8();
    long hash = 1;
    for (int f = 0; f < fields.size(); f++) {
      if (layout.hasSlot(f)) {
        EventType.Field field = fields.get(f);
        long value = hash(field.type(), event, layout.offset(f), text);
        if (value != 0) {
          byte[] name = field.name().getBytes(StandardCharsets.UTF_8);
          byte[] both = new byte[2 * Long.BYTES];
          Bytes.putLong(both, 0, Bytes.hash(name, 0, name.length));
          Bytes.putLong(both, Long.BYTES, value);
          // A sum: the order of declarations does not matter.
          hash += Bytes.hash(both, 0, both.length);
        }
      }
    }
    return hash == 0 ? 1 : hash;
  }

  /** Of a value; 0 for null. */
  private static long hash(Type type, EventView event, int offset, Utf8 text) {
    if (type == Type.Simple.STRING) {
      @Nullable Utf8 value = event.textAt(offset, text);
      return value == null ? 0 : Bytes.hash(value.bytes(), value.offset(), value.length());
    }
    int length = EventLayout.slotBytes(type);
    byte[] blank = new byte[length];
    EventLayout.putNull(blank, 0, type);
    int from = event.base() + offset;
    boolean isNull = Arrays.equals(event.bytes(), from, from + Long.BYTES, blank, 0, Long.BYTES);
    return isNull ? 0 : Bytes.hash(event.bytes(), from, length);
  }
}
