package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.workload.PaymentStream;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Matching;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What windows cost that are read at every event: twenty of them on many keys, and one of a minute
 * beside one of a day, which holds 1,440 times as many events. One thread, the engine's stages
 * without journal and ring.
 */
public final class WindowScale {
  private static final int CHUNK = 2_000;
  private static final byte[] NOTHING = {};
  private static final long START = 1_790_000_000_000L;

  private static final String EVENT =
      """
      event Payment {
        id        string     @id
        time      timestamp  @time
        card      string
        merchant  string
        amount    decimal(2)
      }
      """;

  private final Matching matching;
  private final EventLayout layout;
  private final EventWriter events = new EventWriter(false);
  private final int keys;
  private final long stepMillis;
  private long sent;

  private WindowScale(String condition, int keys, long stepMillis) {
    String rule = "rule w { on Payment by card when " + condition + " alert \"never\" }";
    RuleSet rules =
        Objects.requireNonNull(
            RuleCompiler.compile(List.of(new SourceFile("windows.trip", EVENT + rule))).ruleSet());
    this.matching = Matching.of("windows", rules, alert -> {});
    this.layout = matching.schema().get("Payment");
    this.keys = keys;
    this.stepMillis = stepMillis;
  }

  /**
   * Prints rows of a table.
   *
   * @param args the number of keys for twenty windows, and how many rounds the others are measured
   */
  public static void main(String[] args) {
    int keys = Integer.parseInt(args[0]);
    int rounds = Integer.parseInt(args[1]);
    // A payment of each card every half hour.
    WindowScale twenty = new WindowScale(twenty(), keys, 1_800_000L);
    twenty.feed(3L * keys);
    long before = System.nanoTime();
    twenty.feed(2L * keys);
    double perSecond = 2e9 * keys / (System.nanoTime() - before);
    System.out.printf(
        Locale.ROOT,
        "| 20 windows, %,d keys with 5 events each | %,.0f | %,.0f | %,.0f |%n",
        keys,
        perSecond,
        20 * perSecond,
        (double) twenty.matching.keyBytes() / keys);
    for (String aggregate :
        List.of("count()", "sum(amount)", "max(amount)", "distinct(merchant)")) {
      double minute = best(aggregate + " over 1m", rounds);
      double day = best(aggregate + " over 24h", rounds);
      System.out.printf(
          Locale.ROOT,
          "| `%s` over 1m; over 24h with 2,880 events a key | %,.0f; %,.0f | %.2f | |%n",
          aggregate,
          minute,
          day,
          day / minute);
    }
  }

  /** Count, sum, mean, maximum and different values over four lengths. */
  private static String twenty() {
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

  /** Events a second, of a thousand keys with one every half minute, once a day is full. */
  private static double best(String window, int rounds) {
    WindowScale scale = new WindowScale(window + " > 100000000", 1_000, 30_000);
    scale.feed(1_000L * 2_880);
    double best = 0;
    for (int round = 0; round < rounds; round++) {
      long before = System.nanoTime();
      scale.feed(1_000_000);
      best = Math.max(best, 1e15 / (System.nanoTime() - before));
    }
    return best;
  }

  /** The next events: all keys in turn, and then again. */
  private void feed(long count) {
    for (long left = count; left > 0; left -= CHUNK) {
      events.clear();
      for (int i = 0; i < Math.min(CHUNK, left); i++, sent++) {
        events.begin(layout);
        text(0, "p");
        events.setLong(1, START + sent * stepMillis / keys);
        text(2, PaymentStream.card((int) (sent % keys)));
        text(3, PaymentStream.merchant((int) (sent * 7919 % PaymentStream.MERCHANTS)));
        events.setLong(4, 100 + sent * 31 % 9_900);
        events.end(0, NOTHING, 0, 0);
      }
      matching.onEvents(events.bytes(), 0, events.count());
    }
  }

  private void text(int field, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.US_ASCII);
    events.setText(field, utf8, 0, utf8.length);
  }
}
