package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Emission;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.Match;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the events that rules make of their matches. Not thread-safe. */
final class MadeEventWriter {
  private static final byte[] NOTHING = {};

  private final AlertFactory ids = new AlertFactory();
  private final EventWriter writer = new EventWriter(false);
  private final EventView view = new EventView();

  /**
   * The event of a match. Its id, where the rule gives none, is that which an alert of the match
   * has: the same in every run, and another for every match.
   *
   * @param values see {@link Match#made}
   */
  byte[] write(
      RunningRule rule, byte[] key, Match match, List<@Nullable Object> values, Schema schema) {
    Emission emission = Objects.requireNonNull(rule.rule().emission());
    EventType type = emission.type();
    EventLayout layout = schema.get(type.name());
    writer.clear();
    writer.begin(layout);
    for (int field = 0; field < values.size(); field++) {
      Object value = values.get(field);
      if (value == null && field == type.timeField()) {
        value = match.time();
      } else if (value == null && field == type.idField()) {
        value = ids.id(rule, key, match);
      }
      if (value != null && layout.hasSlot(field)) {
        put(field, value);
      }
    }
    writer.end(0, NOTHING, 0, 0);
    return view.wrap(writer.bytes(), 0).withoutRecord();
  }

  private void put(int field, Object value) {
    switch (value) {
      case Long number -> writer.setLong(field, number);
      case Boolean bool -> writer.setBool(field, bool);
      case Double real -> writer.setDouble(field, real);
      case String text -> {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writer.setText(field, utf8, 0, utf8.length);
      }
      case Geo(double lat, double lon) -> writer.setGeo(field, lat, lon);
      case IpAddress address -> writer.setIp(field, address);
      default -> throw new IllegalArgumentException("no value of a field: " + value);
    }
  }
}
