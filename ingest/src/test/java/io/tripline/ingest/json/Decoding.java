package io.tripline.ingest.json;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Schema;
import io.tripline.engine.event.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes one record and reads the event back, for tests. */
final class Decoding {
  /** After so few records an order of members is expected. */
  private static final int SOON = 3;

  final Schema schema;
  final JsonEventDecoder decoder;
  final EventWriter writer = new EventWriter();

  Decoding(Schema schema) {
    this(schema, DecodeLimits.defaults());
  }

  Decoding(Schema schema, DecodeLimits limits) {
    this(schema, limits, true);
  }

  Decoding(Schema schema, DecodeLimits limits, boolean plainWay) {
    this(schema, limits, plainWay, SOON);
  }

  Decoding(Schema schema, DecodeLimits limits, boolean plainWay, int unexpected) {
    this.schema = schema;
    decoder = new JsonEventDecoder(schema, 7, limits, plainWay, unexpected);
  }

  @Nullable Rejection decode(String json) {
    return decode(json.getBytes(StandardCharsets.UTF_8));
  }

  @Nullable Rejection decode(byte[] json) {
    writer.clear();
    return decoder.decode(json, 0, json.length, writer);
  }

  /** Decodes a record that stands among others. */
  @Nullable Rejection decodeWithin(byte[] json) {
    writer.clear();
    byte[] other = "{\"time\":1}".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(other);
    all.writeBytes(json);
    for (int i = 0; i < 20; i++) {
      all.writeBytes(other);
    }
    return decoder.decode(all.toByteArray(), other.length, json.length, writer);
  }

  /** The event that was decoded last. */
  EventView event() {
    if (writer.count() != 1) {
      throw new AssertionError(writer.count() + " events");
    }
    return new EventView().wrap(writer.bytes(), 0);
  }

  /** The values of the event decoded last by field, without those that are null. */
  Map<String, Object> values() {
    EventView event = event();
    EventLayout layout = schema.layoutOf(event);
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < layout.type().fields().size(); i++) {
      EventType.Field field = layout.type().fields().get(i);
      if (!layout.hasSlot(i)) {
        continue;
      }
      Object value = value(event, layout.offset(i), field.type());
      if (value != null) {
        values.put(field.name(), value);
      }
    }
    return values;
  }

  private static @Nullable Object value(EventView event, int offset, Type type) {
    if (type == Type.Simple.STRING) {
      Utf8 text = event.textAt(offset, new Utf8());
      return text == null ? null : text.toString();
    }
    if (type == Type.Simple.DOUBLE) {
      double value = event.doubleAt(offset);
      return Double.isNaN(value) ? null : (Object) value;
    }
    if (type == Type.Simple.IP) {
      return event.ipAt(offset);
    }
    if (type == Type.Simple.GEO) {
      return event.geoAt(offset);
    }
    long value = event.longAt(offset);
    return value == Nulls.LONG ? null : (Object) value;
  }
}
