package io.tripline.benchmarks.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** What is run: named rules, and the events for them. Each process makes the same for itself. */
public final class Workload {
  /** Cards of the streams for R1 to R1000. */
  public static final int CARDS = 1_000;

  /** Mean time between two payments of a card, in microseconds. */
  private static final int CARD_GAP = 300_000_000;

  /** No rule holds on to an event for longer, ms. */
  private static final long LATER = 24 * 3_600_000L;

  private static final long SEED = 20_261_121;

  private Workload() {}

  /** The first so many payments for R1, R5, R100 and R1000. */
  public static Payment[] payments(int count) {
    return stream(CARDS).next(count);
  }

  /** The stream of the payments of so many cards, each with one payment in five minutes. */
  public static PaymentStream stream(int cards) {
    return new PaymentStream(cards, CARD_GAP / cards, SEED);
  }

  /**
   * How much later the same events have to come again, so that nothing of the first time is
   * remembered, ms.
   */
  public static long later(Payment[] payments) {
    return payments[payments.length - 1].getTime() - payments[0].getTime() + LATER;
  }

  /** The same for signals. */
  public static long later(Signal[] signals) {
    return signals[signals.length - 1].getTime() - signals[0].getTime() + LATER;
  }

  /** The same payments, later. */
  public static Payment[] later(Payment[] payments, long millis) {
    return Arrays.stream(payments).map(p -> p.later(millis)).toArray(Payment[]::new);
  }

  /** The same signals, later. */
  public static Signal[] later(Signal[] signals, long millis) {
    return Arrays.stream(signals).map(s -> s.later(millis)).toArray(Signal[]::new);
  }

  /**
   * The series for windows: one event a millisecond, an A or a B at random, and once in four
   * windows the C that completes a match.
   *
   * @param window events in it
   */
  public static Signal[] signals(int window, int count) {
    SplittableRandom random = new SplittableRandom(7);
    Signal[] signals = new Signal[count];
    for (int i = 0; i < count; i++) {
      int number = i + 1;
      int kind = number % (4L * window) == 0 ? Signal.C : random.nextInt(2);
      signals[i] = new Signal(number, number, kind);
    }
    return signals;
  }

  /** The rules of R100 or R1000. */
  public static List<RuleSpec> families(String part) {
    return RuleFamilies.rules(Integer.parseInt(part.substring(1)));
  }

  /** A part of the window series: a pattern over A, B and C, and the events in its window. */
  public record Window(Pattern pattern, int events) {
    /** Its name, as processes are told. */
    public String part() {
      return "W:" + pattern.name().toLowerCase(Locale.ROOT) + ":" + events;
    }

    /** The part with that name. */
    public static Window of(String part) {
      String[] words = part.split(":", -1);
      return new Window(
          Pattern.valueOf(words[1].toUpperCase(Locale.ROOT)), Integer.parseInt(words[2]));
    }

    /** Whether a part's name is that of a window. */
    public static boolean is(String part) {
      return part.startsWith("W:");
    }
  }

  /** The patterns of the window series. */
  public enum Pattern {
    /** {@code a ~> b ~> c}. */
    SEQUENCE,
    /** {@code a+ any -> c}. */
    LOOP,
    /** {@code a ~> b ~> c}, of which every match is wanted, up to a limit for one event. */
    ALL_SEQUENCES,
    /** {@code a+ any -> c}, likewise. */
    ALL_LOOPS;

    /** Whether every match is wanted. */
    public boolean isAll() {
      return this == ALL_SEQUENCES || this == ALL_LOOPS;
    }

    /** As rules write it. */
    public String text() {
      return isLoop() ? "a+ any -> c" : "a ~> b ~> c";
    }

    /** Whether it is the one with a loop. */
    public boolean isLoop() {
      return this == LOOP || this == ALL_LOOPS;
    }
  }
}
