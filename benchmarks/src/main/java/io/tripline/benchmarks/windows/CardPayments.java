package io.tripline.benchmarks.windows;

import io.tripline.benchmarks.workload.PaymentStream;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Payments at a steady pace: each card has one in every period, in an order that is another one
 * each time. The same for the same settings. Not thread-safe.
 */
final class CardPayments {
  /** How the events look. */
  static final String EVENT =
      """
      event Payment {
        id        string     @id
        time      timestamp  @time
        card      string
        merchant  string
        terminal  string
        amount    decimal(2)
      }
      """;

  /** The merchants that one card pays to. */
  static final int MERCHANTS_OF_A_CARD = 20;

  /** The terminals of all cards; each payment is at any. */
  static final int TERMINALS = PaymentStream.MERCHANTS;

  private static final byte[] NOTHING = {};
  private static final byte[] ID = {'p'};
  private static final long START = 1_790_000_000_000L;

  private final EventLayout layout;
  private final long periodMillis;
  private final int[] order;
  private final byte[][] merchants = new byte[PaymentStream.MERCHANTS][];
  private final byte[][] terminals = new byte[TERMINALS][];
  private final SplittableRandom random = new SplittableRandom(7);
  private long made;

  /**
   * @param layout of a schema that was made of {@link #EVENT}
   * @param periodMillis event time
   */
  CardPayments(EventLayout layout, int cards, long periodMillis) {
    this.layout = layout;
    this.periodMillis = periodMillis;
    order = new int[cards];
    for (int i = 0; i < cards; i++) {
      order[i] = i;
    }
    for (int i = 0; i < merchants.length; i++) {
      merchants[i] = ascii(PaymentStream.merchant(i));
    }
    for (int i = 0; i < terminals.length; i++) {
      terminals[i] = ascii("terminal-" + (10_000 + i));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Replaces what is in a writer by the next events. */
  void write(EventWriter events, int count) {
    events.clear();
    for (int i = 0; i < count; i++, made++) {
      int place = (int) (made % order.length);
      if (place == 0) {
        shuffle();
      }
      int card = order[place];
      int merchant = card * 31 + random.nextInt(MERCHANTS_OF_A_CARD);
      events.begin(layout);
      text(events, 0, ID);
      events.setLong(1, START + made * periodMillis / order.length);
      text(events, 2, ascii(PaymentStream.card(card)));
      text(events, 3, merchants[merchant % merchants.length]);
      text(events, 4, terminals[random.nextInt(TERMINALS)]);
      events.setLong(5, 100 + random.nextInt(9_900));
      events.end(0, NOTHING, 0, 0);
    }
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int card = order[i];
      order[i] = order[j];
      order[j] = card;
    }
  }

  private static void text(EventWriter events, int field, byte[] utf8) {
    events.setText(field, utf8, 0, utf8.length);
  }
}
