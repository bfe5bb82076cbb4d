package io.tripline.engine.match;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Schema;
import io.tripline.engine.event.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of events that the registers of a rule are made of. It copies their slots out of an
 * event, with the lengths alone in those of texts, and then the texts; and makes an event of them
 * again that has those fields alone. Not thread-safe.
 */
final class Projection {
  private static final byte[] NOTHING = {};

  private final List<EventLayout> layouts = new ArrayList<>();
  private final List<int[]> fields = new ArrayList<>();
  private final List<EventId.Source> ids = new ArrayList<>();
  private final EventWriter writer = new EventWriter(false);
  private final EventView view = new EventView();
  private final Utf8 text = new Utf8();

  Projection(Program program, Schema schema) {
    for (Variable variable : program.rule().variables()) {
      EventLayout layout = schema.get(variable.type().name());
      if (!layouts.contains(layout)) {
        layouts.add(layout);
        ids.add(EventId.Source.of(layout));
        fields.add(program.keptFields(variable.type()));
      }
    }
  }

  /** How many types there are. */
  int types() {
    return layouts.size();
  }

  /** The index of an event's type; −1 if none of the rule's variables takes it. */
  int typeOf(EventView event) {
    for (int i = 0; i < layouts.size(); i++) {
      if (layouts.get(i).typeId() == event.typeId()) {
        return i;
      }
    }
    return -1;
  }

  /** Where the id of a type's events is. */
  EventId.Source id(int type) {
    return ids.get(type);
  }

  private static int slotBytes(Type type) {
    return type == Type.Simple.GEO ? 16 : type == Type.Simple.IP ? 24 : 8;
  }

  /** Whether anything of its events is taken. */
  boolean hasFields(int type) {
    return fields.get(type).length > 0;
  }

  /** Bytes that were taken of an event. */
  int taken(int type, byte[] source, int from) {
    int at = from;
    List<EventType.Field> all = layouts.get(type).type().fields();
    for (int field : fields.get(type)) {
      Type of = all.get(field).type();
      if (of == Type.Simple.STRING) {
        long length = Bytes.getLong(source, at);
        at += length == Nulls.NO_STRING ? 0 : (int) length;
      }
      at += slotBytes(of);
    }
    return at - from;
  }

  /** Whether some bytes can have been taken of an event. */
  boolean isTaken(int type, byte[] source, int from, int end) {
    int at = from;
    List<EventType.Field> all = layouts.get(type).type().fields();
    for (int field : fields.get(type)) {
      Type of = all.get(field).type();
      if (end - at < slotBytes(of)) {
        return false;
      }
      long length = of == Type.Simple.STRING ? Bytes.getLong(source, at) : Nulls.NO_STRING;
      at += slotBytes(of);
      if (length != Nulls.NO_STRING) {
        if (length < 0 || length > end - at) {
          return false;
        }
        at += (int) length;
      }
    }
    return at == end;
  }

  /** Bytes that the fields of an event take. */
  int bytes(EventView event, int type) {
    int sum = 0;
    EventLayout layout = layouts.get(type);
    List<EventType.Field> all = layout.type().fields();
    for (int field : fields.get(type)) {
      Type of = all.get(field).type();
      sum += slotBytes(of);
      if (of == Type.Simple.STRING) {
        Utf8 value = event.textAt(layout.offset(field), text);
        sum += value == null ? 0 : value.length();
      }
    }
    return sum;
  }

  /** Copies them. */
  void take(EventView event, int type, byte[] target, int from) {
    int at = from;
    EventLayout layout = layouts.get(type);
    List<EventType.Field> all = layout.type().fields();
    for (int field : fields.get(type)) {
      Type of = all.get(field).type();
      int slot = event.base() + layout.offset(field);
      if (of == Type.Simple.STRING) {
        Utf8 value = event.textAt(layout.offset(field), text);
        Bytes.putLong(target, at, value == null ? Nulls.NO_STRING : value.length());
        at += 8;
        if (value != null) {
          System.arraycopy(value.bytes(), value.offset(), target, at, value.length());
          at += value.length();
        }
      } else {
        System.arraycopy(event.bytes(), slot, target, at, slotBytes(of));
        at += slotBytes(of);
      }
    }
  }

  /** An event with the fields that were copied; valid until the next call. */
  EventView event(int type, byte[] source, int from) {
    int at = from;
    EventLayout layout = layouts.get(type);
    List<EventType.Field> all = layout.type().fields();
    writer.clear();
    writer.begin(layout);
    for (int field : fields.get(type)) {
      Type of = all.get(field).type();
      if (of == Type.Simple.STRING) {
        long length = Bytes.getLong(source, at);
        at += 8;
        if (length != Nulls.NO_STRING) {
          writer.setText(field, source, at, (int) length);
          at += (int) length;
        }
      } else {
        writer.setSlots(field, source, at, slotBytes(of));
        at += slotBytes(of);
      }
    }
    writer.end(0, NOTHING, 0, 0);
    return view.wrap(writer.bytes(), 0);
  }
}
