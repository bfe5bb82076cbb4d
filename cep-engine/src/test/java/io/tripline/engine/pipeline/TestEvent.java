package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An event before it is flat. A login has no id, account and amount. */
record TestEvent(
    String type, String id, long time, @Nullable String card, long account, long amount) {

  static TestEvent payment(String id, long time, @Nullable String card, long account, long amount) {
    return new TestEvent("Payment", id, time, card, account, amount);
  }

  static TestEvent login(long time, @Nullable String card) {
    return new TestEvent("Login", "", time, card, 0, 0);
  }

  /** A stream with few keys, some late events, and some events without a key. */
  static List<TestEvent> stream(long seed, int count) {
    Random random = new Random(seed);
    List<TestEvent> events = new ArrayList<>();
    long time = 1_000_000;
    for (int i = 0; i < count; i++) {
      time += random.nextInt(400);
      long at = random.nextInt(20) == 0 ? time - random.nextInt(3_000) : time;
      String card = random.nextInt(30) == 0 ? null : "card-" + random.nextInt(12);
      events.add(
          random.nextInt(5) == 0
              ? login(at, card)
              : payment("p" + i, at, card, random.nextInt(5), random.nextInt(100)));
    }
    return events;
  }

  void write(EventWriter writer, Schema schema) {
    EventLayout layout = schema.get(type);
    writer.begin(layout);
    byte[] raw = toString().getBytes(StandardCharsets.UTF_8);
    if (type.equals("Payment")) {
      text(writer, TestRules.ID, id);
      writer.setLong(TestRules.TIME, time);
      if (card != null) {
        text(writer, TestRules.CARD, card);
      }
      writer.setLong(TestRules.ACCOUNT, account);
      writer.setLong(TestRules.AMOUNT, amount);
    } else {
      writer.setLong(0, time);
      if (card != null) {
        text(writer, 1, card);
      }
    }
    writer.end(0, raw, 0, raw.length);
  }

  private static void text(EventWriter writer, int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writer.setText(field, utf8, 0, utf8.length);
  }
}
