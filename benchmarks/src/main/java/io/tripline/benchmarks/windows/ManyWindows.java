package io.tripline.benchmarks.windows;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Matching;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What it costs to read twenty windows at every event, on many keys: matching in one thread. */
public final class ManyWindows {
  private static final int WINDOWS = 20;
  private static final int EVENTS_BEFORE = 3;
  private static final int EVENTS_TIMED = 2;
  private static final int CHUNK = 100_000;
  private static final long HALF_AN_HOUR = 1_800_000L;

  private ManyWindows() {}

  /**
   * Prints a row of the table.
   *
   * @param args the number of keys
   */
  public static void main(String[] args) {
    int keys = Integer.parseInt(args[0]);
    Matching matching = WindowRule.matching(condition());
    CardPayments payments = new CardPayments(matching.schema().get("Payment"), keys, HALF_AN_HOUR);
    EventWriter events = new EventWriter(false);
    feed(matching, payments, events, (long) EVENTS_BEFORE * keys);
    long nanos = feed(matching, payments, events, (long) EVENTS_TIMED * keys);
    double perSecond = 1e9 * EVENTS_TIMED * keys / nanos;
    System.out.printf(
        Locale.ROOT,
        "| 20 windows, %,d keys with %d events each | %,.0f | %,.0f | %,.0f |%n",
        keys,
        EVENTS_BEFORE + EVENTS_TIMED,
        perSecond,
        WINDOWS * perSecond,
        (double) matching.keyBytes() / keys);
  }

  /** Events are made apart from the time that counts, which is returned. */
  private static long feed(
      Matching matching, CardPayments payments, EventWriter events, long count) {
    long nanos = 0;
    for (long left = count; left > 0; left -= CHUNK) {
      payments.write(events, (int) Math.min(CHUNK, left));
      long before = System.nanoTime();
      matching.onEvents(events.bytes(), 0, events.count());
      nanos += System.nanoTime() - before;
    }
    return nanos;
  }

  /** Count, sum, mean, maximum and different values over four lengths. */
  private static String condition() {
    List<String> all = new ArrayList<>();
    for (String length : List.of("10m", "1h", "24h", "7d")) {
      all.add("count() over " + length + " > 1000000");
      all.add("sum(amount) over " + length + " > 100000000.00");
      all.add("avg(amount) over " + length + " > 100000000.00");
      all.add("max(amount) over " + length + " > 100000000.00");
      all.add("distinct(merchant) over " + length + " > 1000000");
    }
    return String.join(" or ", all);
  }
}
