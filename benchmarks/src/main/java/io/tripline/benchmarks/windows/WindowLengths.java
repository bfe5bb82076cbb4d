package io.tripline.benchmarks.windows;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Matching;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * A window of a day beside one of a minute, read at every event: the same events to both, by turns
 * and in pieces, so that whatever the machine does meanwhile befalls both. Matching in one thread;
 * events are made apart from the time that counts.
 */
public final class WindowLengths {
  /** Keys, with an event of each every {@link #PERIOD_MILLIS}. */
  public static final int KEYS = 1_000;

  /** Rows of a key in the longer window. */
  public static final int ROWS = 2_880;

  private static final long PERIOD_MILLIS = 86_400_000L / ROWS;
  private static final int CHUNK = 50_000;
  private static final int WARM_UP_ROUNDS = 2;

  private final boolean cpu;
  private final Matching minute;
  private final Matching day;
  private final CardPayments payments;
  private final EventWriter events = new EventWriter(false);
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long minuteNanos;
  private long dayNanos;

  private WindowLengths(String aggregate, boolean cpu) {
    this.cpu = cpu;
    minute = WindowRule.matching(aggregate + " over 1m > 100000000");
    day = WindowRule.matching(aggregate + " over 24h > 100000000");
    if (minute.schema().id() != day.schema().id()) {
      throw new IllegalStateException("the same events cannot be given to both");
    }
    payments = new CardPayments(day.schema().get("Payment"), KEYS, PERIOD_MILLIS);
  }

  /**
   * Prints a line for each round: nanoseconds an event takes over a minute, and over a day. A last
   * one has the bytes of a key over a minute, and over a day.
   *
   * @param args the aggregate; how many rounds; how many events each is; whether the time that
   *     counts is that for which the thread had a processor
   */
  public static void main(String[] args) {
    WindowLengths lengths = new WindowLengths(args[0], Boolean.parseBoolean(args[3]));
    int rounds = Integer.parseInt(args[1]);
    int count = Integer.parseInt(args[2]);
    lengths.round(KEYS * ROWS);
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      lengths.round(count);
    }
    for (int i = 0; i < rounds; i++) {
      lengths.round(count);
      print((double) lengths.minuteNanos / count, (double) lengths.dayNanos / count);
    }
    print((double) lengths.minute.keyBytes() / KEYS, (double) lengths.day.keyBytes() / KEYS);
  }

  private static void print(double minute, double day) {
    System.out.printf(Locale.ROOT, "%.2f %.2f%n", minute, day);
  }

  private void round(int count) {
    minuteNanos = 0;
    dayNanos = 0;
    boolean dayFirst = false;
    for (int left = count; left > 0; left -= CHUNK) {
      payments.write(events, Math.min(CHUNK, left));
      // Whoever comes first finds the events less near.
      if (dayFirst) {
        dayNanos += time(day);
        minuteNanos += time(minute);
      } else {
        minuteNanos += time(minute);
        dayNanos += time(day);
      }
      dayFirst = !dayFirst;
    }
  }

  private long time(Matching matching) {
    long before = nanos();
    matching.onEvents(events.bytes(), 0, events.count());
    return nanos() - before;
  }

  private long nanos() {
    return cpu ? threads.getCurrentThreadCpuTime() : System.nanoTime();
  }
}
