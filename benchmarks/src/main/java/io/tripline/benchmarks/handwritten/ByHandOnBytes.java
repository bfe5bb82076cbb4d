package io.tripline.benchmarks.handwritten;

import io.tripline.benchmarks.compare.FlatEvents;
import io.tripline.benchmarks.compare.Rules;
import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.Tally;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The rules by hand, on events as our decoder leaves them: one after another in bytes, each with
 * the hash of its card.
 */
public final class ByHandOnBytes implements Contender {
  public static void main(String[] args) throws Exception {
    ContenderProcess.serve(new ByHandOnBytes(), args);
  }

  @Override
  public Prepared prepare(String part, int events) {
    if (!part.equals("R1") && !part.equals("R5")) {
      throw new UnsupportedOperationException("only R1 and R5 were written by hand");
    }
    Schema schema = Schema.of(1, List.of(Rules.of(part)), Schema.Fields.READ);
    byte[] flat = FlatEvents.of(schema, Workload.payments(events)).bytes();
    Layout layout = new Layout(schema.get("Payment"));
    return part.equals("R1")
        ? tally -> new One(flat, layout, tally)
        : tally -> new Five(flat, layout, tally);
  }

  /** Where things lie in an event. */
  private static final class Layout {
    final int time;
    final int card;
    final int amount;
    final int merchant;
    final int channel;

    /** Of what R5 alone reads. */
    final int approved;

    final int place;
    final int cardHash;

    Layout(EventLayout layout) {
      time = layout.offset(1);
      card = layout.offset(2);
      amount = layout.offset(4);
      merchant = layout.offset(5);
      channel = layout.offset(8);
      approved = layout.writeOffset(9);
      place = layout.writeOffset(11);
      cardHash = layout.keyHashOffset(0);
    }

    static String text(byte[] bytes, int at, int field) {
      long slot = Bytes.getLong(bytes, at + field);
      return new String(bytes, at + (int) (slot >>> 32), (int) slot, StandardCharsets.ISO_8859_1);
    }

    <T> int slot(CardTable<T> cards, byte[] bytes, int at) {
      long text = Bytes.getLong(bytes, at + card);
      return cards.slot(
          Bytes.getLong(bytes, at + cardHash), bytes, at + (int) (text >>> 32), (int) text);
    }

    <T> T add(CardTable<T> cards, int slot, byte[] bytes, int at) {
      return cards.add(slot, Bytes.getLong(bytes, at + cardHash), text(bytes, at, card));
    }
  }

  private record One(byte[] flat, Layout layout, Tally tally, CardTable<CardTesting> cards)
      implements Pass {
    One(byte[] flat, Layout layout, Tally tally) {
      this(flat, layout, tally, new CardTable<>(CardTesting::new));
    }

    @Override
    public void run(int events) {
      byte[] bytes = flat;
      int at = 0;
      for (int i = 1; i <= events; i++) {
        if (Bytes.getLong(bytes, at + layout.channel) == Payment.ECOM) {
          long cents = Bytes.getLong(bytes, at + layout.amount);
          if (cents < CardTesting.SMALL) {
            small(i, at);
          } else if (cents > CardTesting.LARGE) {
            large(i, at);
          }
        }
        at += Bytes.getInt(bytes, at);
      }
    }

    private void small(int number, int at) {
      int slot = layout.slot(cards, flat, at);
      CardTesting card = cards.state(slot);
      if (card == null) {
        card = layout.add(cards, slot, flat, at);
      }
      card.small(
          number, Bytes.getLong(flat, at + layout.time), Layout.text(flat, at, layout.merchant));
    }

    private void large(int number, int at) {
      int slot = layout.slot(cards, flat, at);
      CardTesting card = cards.state(slot);
      if (card != null) {
        card.large(number, Bytes.getLong(flat, at + layout.time), cards.card(slot), tally);
      }
    }
  }

  private record Five(byte[] flat, Layout layout, Tally tally, CardTable<CardRules> cards)
      implements Pass {
    Five(byte[] flat, Layout layout, Tally tally) {
      this(flat, layout, tally, new CardTable<>(CardRules::new));
    }

    @Override
    public void run(int events) {
      byte[] bytes = flat;
      int at = 0;
      for (int i = 1; i <= events; i++) {
        int slot = layout.slot(cards, bytes, at);
        CardRules card = cards.state(slot);
        if (card == null) {
          card = layout.add(cards, slot, bytes, at);
          slot = layout.slot(cards, bytes, at);
        }
        long time = Bytes.getLong(bytes, at + layout.time);
        long cents = Bytes.getLong(bytes, at + layout.amount);
        int channel = (int) Bytes.getLong(bytes, at + layout.channel);
        String text = cards.card(slot);
        if (channel == Payment.ECOM) {
          testing(card, i, time, text, cents, at);
        }
        card.payment(
            i,
            time,
            text,
            cents,
            channel,
            Bytes.getLong(bytes, at + layout.approved) != 0,
            Bytes.getDouble(bytes, at + layout.place),
            Bytes.getDouble(bytes, at + layout.place + 8),
            tally);
        at += Bytes.getInt(bytes, at);
      }
    }

    private void testing(CardRules card, int number, long time, String text, long cents, int at) {
      CardTesting testing = card.testing;
      if (cents < CardTesting.SMALL) {
        if (testing == null) {
          testing = new CardTesting();
          card.testing = testing;
        }
        testing.small(number, time, Layout.text(flat, at, layout.merchant));
      } else if (cents > CardTesting.LARGE && testing != null) {
        testing.large(number, time, text, tally);
      }
    }
  }
}
