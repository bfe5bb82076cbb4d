package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tripline.engine.event.EventWriter;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What matching takes of memory: counted, by the JVM and by the heap of states. */
final class MatchingMemoryTest {
  private static final String RULES =
      TestRules.PAYMENT_TEXT
          + TestRules.LOGIN_TEXT
          + """
          rule small_then_large {
            by card
            pattern a -> b  within 10m
            define
              a: Payment where amount < 10
              b: Payment where amount > 90
            alert "x"
          }
          """;

  private static final String MORE =
      """
      rule rising {
        by card
        pattern a -> b -> c  within 10m
        define
          a: Payment where amount < 20
          b: Payment where amount > a.amount + 100
          c: Payment where amount > b.amount + 100
        alert "x"
      }
      rule others {
        by account
        pattern a -> b  within 1m
        define
          a: Payment where amount >= 5
          b: Payment where amount > 1000
        alert "x"
      }
      """;

  private static EventWriter payments(Matching matching, int from, int count, int keys) {
    EventWriter writer = new EventWriter();
    for (int i = from; i < from + count; i++) {
      // Cards of 20 characters; small amounts, with which matches begin and none is completed.
      String card = "card-%015d".formatted(i % keys);
      TestEvent.payment("p", 1_000L * i, card, i % keys, 100 * (i % 9))
          .write(writer, matching.schema());
    }
    return writer;
  }

  /** Every event begins partial matches, renews some, and lets the time of others be over. */
  @Test
  void anEventThatCompletesNothingAllocatesNothing() {
    Matching matching = Matching.of("set", TestRules.compile(RULES + MORE), alert -> {});
    int batch = 20_000;
    for (int i = 0; i < 10; i++) {
      EventWriter warm = payments(matching, i * batch, batch, 3_000);
      matching.onEvents(warm.bytes(), 0, warm.count());
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // Until the compiler has done its work, what it takes off the heap later is there.
    for (int i = 10; i < 60 && (i < 15 || least >= batch / 2); i++) {
      EventWriter events = payments(matching, i * batch, batch, 3_000);
      long before = threads.getCurrentThreadAllocatedBytes();
      matching.onEvents(events.bytes(), 0, events.count());
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(matching.keyStates()).isPositive();
    // A page of the heap, now and then, is none of an event's.
    assertThat((double) least / batch).as("bytes an event").isLessThan(0.5);
  }

  @Test
  void aKeyWithOnePartialMatchTakesAbout200Bytes() {
    Matching matching = Matching.of("set", TestRules.compile(RULES), alert -> {});
    int keys = 100_000;
    EventWriter writer = new EventWriter();
    for (int i = 0; i < keys; i++) {
      TestEvent.payment("p", 1, "card-%015d".formatted(i), 1, 1).write(writer, matching.schema());
    }
    matching.onEvents(writer.bytes(), 0, writer.count());
    assertThat(matching.keyStates()).isEqualTo(keys);
    assertThat(matching.keyBytes() / keys).as("bytes a key").isLessThanOrEqualTo(160);
    System.out.println(matching.keyBytes() / keys + " bytes a key with one partial match");
  }
}
