package io.tripline.engine.ruletest;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.RuleTest.GivenEvent;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the events that a test gives, as a source would. */
final class GivenEvents {
  private static final byte[] NOTHING = {};

  private GivenEvents() {}

  static EventWriter written(List<GivenEvent> events, Schema schema) {
    EventWriter writer = new EventWriter(false);
    for (GivenEvent event : events) {
      EventLayout layout = schema.get(event.type().name());
      writer.begin(layout);
      List<EventType.Field> fields = event.type().fields();
      for (int i = 0; i < fields.size(); i++) {
        set(writer, i, fields.get(i).type(), event.values().get(i));
      }
      writer.end(0, NOTHING, 0, 0);
    }
    return writer;
  }

  private static void set(EventWriter writer, int field, Type type, @Nullable Object value) {
    switch (value) {
      case null -> {} // as it is
      case String text -> writer.setText(field, text.toCharArray(), 0, text.length());
      case Boolean bool -> writer.setBool(field, bool);
      case Double number -> writer.setDouble(field, number);
      case Long number -> writer.setLong(field, number);
      case IpAddress address -> writer.setIp(field, address);
      case Geo(double lat, double lon) -> writer.setGeo(field, lat, lon);
      default -> throw new IllegalStateException("a field of type " + type);
    }
  }
}
