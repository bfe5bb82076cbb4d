package io.tripline.benchmarks.scale;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Payments by card, and rules that keep a partial match and a window of each card. */
final class KeyedPayments {
  static final String RULES =
      """
      event Payment {
        id      string     @id
        time    timestamp  @time
        card    string
        amount  decimal(2)
      }
      rule rising {
        by card
        pattern a -> b  within 30d
        define
          a: Payment where amount < 50
          b: Payment where amount >= 50 and amount > 100 * a.amount
        alert "rising"
      }
      rule often { on Payment by card when count() over 30d > 1000 alert "often" }
      """;

  private static final long START = 1_790_000_000_000L;
  private static final int BATCH_BYTES = 32 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final EventWriter events = new EventWriter();
  private long sent;

  /**
   * @param sent how many were sent before, by whomever
   */
  KeyedPayments(long sent) {
    this.sent = sent;
  }

  static RuleSet rules() {
    return Objects.requireNonNull(
        RuleCompiler.compile(List.of(new SourceFile("keys.trip", RULES))).ruleSet());
  }

  /**
   * Sends payments as fast as they are taken, and waits until all are processed.
   *
   * @return nanoseconds that took
   */
  long send(Engine engine, long count, LongSupplier keyOf) throws InterruptedException {
    return send(engine, count, Long.MAX_VALUE, keyOf);
  }

  /**
   * Sends payments, not faster than some rate, and waits until all are processed.
   *
   * @param rate events a second
   * @return nanoseconds that took
   */
  long send(Engine engine, long count, long rate, LongSupplier keyOf) throws InterruptedException {
    long start = System.nanoTime();
    EventLayout layout = engine.schema().get("Payment");
    for (long left = count; left > 0; ) {
      LockSupport.parkNanos(start + (long) (1e9 * (count - left) / rate) - System.nanoTime());
      events.clear();
      for (; left > 0 && events.length() < BATCH_BYTES; left--) {
        write(layout, keyOf.getAsLong());
      }
      if (engine.publish(events, engine.schema().id(), PATIENCE) != Engine.Published.ACCEPTED) {
        throw new IllegalStateException("the engine takes nothing");
      }
    }
    engine.awaitProcessed();
    return System.nanoTime() - start;
  }

  private void write(EventLayout layout, long key) {
    long time = START + sent;
    String id = "p" + sent++;
    String card = "card-" + (1_000_000_000_000L + key * 7_919);
    byte[] record =
        ("{\"id\":\"%s\",\"time\":%d,\"card\":\"%s\",\"amount\":10.00}")
            .formatted(id, time, card)
            .getBytes(StandardCharsets.US_ASCII);
    events.begin(layout);
    text(0, id);
    events.setLong(1, time);
    text(2, card);
    events.setLong(3, 10_00);
    events.end(0, record, 0, record.length);
  }

  private void text(int field, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.US_ASCII);
    events.setText(field, utf8, 0, utf8.length);
  }
}
