package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.workload.PaymentStream;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Matching;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a key with one partial match of one rule takes, on a key of 20 characters: the heap after as
 * many keys as asked for have made a first small payment (R1), less the heap before, by key.
 */
public final class KeyBytes {
  private static final int CHUNK = 10_000;
  private static final byte[] NOTHING = {};

  private KeyBytes() {}

  /**
   * Prints bytes by key, and how many keys there are.
   *
   * @param args the number of keys
   */
  public static void main(String[] args) {
    int keys = Integer.parseInt(args[0]);
    Matching matching = Matching.of("keys", Rules.of("R1"), alert -> {});
    EventLayout layout = matching.schema().get("Payment");
    EventWriter events = new EventWriter();
    feed(matching, layout, events, 0, 1);
    long before = used();
    for (int from = 1; from < keys; from += CHUNK) {
      feed(matching, layout, events, from, Math.min(keys, from + CHUNK));
    }
    long after = used();
    System.out.printf(
        Locale.ROOT, "%.1f %d%n", (double) (after - before) / (keys - 1), matching.keyStates());
  }

  private static void feed(
      Matching matching, EventLayout layout, EventWriter events, int from, int to) {
    events.clear();
    for (int i = from; i < to; i++) {
      events.begin(layout);
      text(events, 0, "p" + i);
      events.setLong(1, 1_790_000_000_000L);
      text(events, 2, PaymentStream.card(i));
      text(events, 3, "account-" + i);
      events.setLong(4, 100);
      text(events, 5, PaymentStream.merchant(i % PaymentStream.MERCHANTS));
      events.setLong(6, 5_999);
      text(events, 7, "AA");
      events.setLong(8, 1);
      events.setBool(9, true);
      events.end(0, NOTHING, 0, 0);
    }
    matching.onEvents(events.bytes(), 0, events.count());
  }

  private static void text(EventWriter events, int field, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.US_ASCII);
    events.setText(field, utf8, 0, utf8.length);
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
