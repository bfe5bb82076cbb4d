package io.tripline.engine.match;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Schema;
import io.tripline.engine.event.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of events that the registers of a rule are made of. It takes them out of an event in a
 * form that outlives its schema, and makes an event of them again that has those fields alone. Not
 * thread-safe.
 */
final class Projection {
  private final List<EventLayout> layouts = new ArrayList<>();
  private final List<int[]> fields = new ArrayList<>();
  private final EventWriter writer = new EventWriter(false);
  private final EventView view = new EventView();
  private final Utf8 text = new Utf8();

  Projection(Program program, Schema schema) {
    List<Variable> variables = program.rule().variables();
    for (Variable variable : variables) {
      EventLayout layout = schema.get(variable.type().name());
      if (!layouts.contains(layout)) {
        layouts.add(layout);
        fields.add(program.keptFields(variable.type()));
      }
    }
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

  /** The layout of a type. */
  EventLayout layout(int type) {
    return layouts.get(type);
  }

  /** The fields of an event: Long, Double, byte[] (UTF-8), IpAddress, Geo or null each. */
  @Nullable Object[] take(EventView event, int type) {
    int[] wanted = fields.get(type);
    if (wanted.length == 0) {
      return KeptEvent.NO_VALUES;
    }
    EventLayout layout = layouts.get(type);
    @Nullable Object[] values = new @Nullable Object[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      values[i] = value(event, layout, wanted[i]);
    }
    return values;
  }

  private @Nullable Object value(EventView event, EventLayout layout, int field) {
    int at = layout.offset(field);
    return switch (layout.type().fields().get(field).type()) {
      case Type.Simple.STRING -> {
        Utf8 value = event.textAt(at, text);
        yield value == null ? null : value.copy();
      }
      case Type.Simple.IP -> event.ipAt(at);
      case Type.Simple.GEO -> event.geoAt(at);
      case Type.Simple.DOUBLE -> {
        double value = event.doubleAt(at);
        yield Double.isNaN(value) ? null : (Object) value;
      }
      default -> {
        long value = event.longAt(at);
        yield value == Nulls.LONG ? null : (Object) value;
      }
    };
  }

  /** An event with the fields of a kept one; valid until the next call. */
  EventView event(KeptEvent kept) {
    int[] wanted = fields.get(kept.type());
    writer.clear();
    writer.begin(layouts.get(kept.type()));
    for (int i = 0; i < wanted.length; i++) {
      int field = wanted[i];
      switch (kept.values()[i]) {
        case null -> {}
        case Long value -> writer.setLong(field, value);
        case Double value -> writer.setDouble(field, value);
        case byte[] value -> writer.setText(field, value, 0, value.length);
        case IpAddress value -> writer.setIp(field, value);
        case Geo value -> writer.setGeo(field, value.lat(), value.lon());
        default -> throw new IllegalStateException("no field holds " + kept.values()[i]);
      }
    }
    writer.end(0, new byte[0], 0, 0);
    return view.wrap(writer.bytes(), 0);
  }
}
