package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.Signal;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;

/** The events as our decoder leaves them: one after another in bytes. */
public final class FlatEvents {
  private static final byte[] NOTHING = {};

  private FlatEvents() {}

  public static EventWriter of(Schema schema, Payment[] payments) {
    EventLayout layout = schema.get("Payment");
    EventWriter writer = new EventWriter();
    for (Payment p : payments) {
      add(writer, layout, p);
    }
    return writer;
  }

  private static void add(EventWriter writer, EventLayout layout, Payment p) {
    writer.begin(layout);
    text(writer, 0, p.getId());
    writer.setLong(1, p.getTime());
    text(writer, 2, p.getCard());
    text(writer, 3, p.getAccount());
    writer.setLong(4, p.getCents());
    text(writer, 5, p.getMerchant());
    writer.setLong(6, p.getMcc());
    text(writer, 7, p.getCountry());
    writer.setLong(8, p.getChannel());
    writer.setBool(9, p.isApproved());
    text(writer, 10, p.getDevice());
    if (!Double.isNaN(p.getLat())) {
      writer.setGeo(11, p.getLat(), p.getLon());
    }
    writer.end(0, NOTHING, 0, 0);
  }

  private static void text(EventWriter writer, int field, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    writer.setText(field, utf8, 0, utf8.length);
  }

  public static EventWriter of(Schema schema, Signal[] signals) {
    EventLayout layout = schema.get("Signal");
    EventWriter writer = new EventWriter();
    for (Signal s : signals) {
      writer.begin(layout);
      writer.setLong(0, s.getTime());
      writer.setLong(1, s.getKind());
      writer.end(0, NOTHING, 0, 0);
    }
    return writer;
  }

  /**
   * Moves events in time; see {@link io.tripline.benchmarks.workload.Workload#later}.
   *
   * @param timeField where their time lies
   */
  static void shift(EventWriter events, int timeField, long millis) {
    byte[] bytes = events.bytes();
    for (int at = 0; at < events.length(); at += Bytes.getInt(bytes, at)) {
      Bytes.putLong(bytes, at + timeField, Bytes.getLong(bytes, at + timeField) + millis);
    }
  }
}
