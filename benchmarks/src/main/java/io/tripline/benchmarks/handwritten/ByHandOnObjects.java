package io.tripline.benchmarks.handwritten;

import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.Tally;
import io.tripline.benchmarks.workload.Workload;

/** The rules by hand, on plain objects. */
public final class ByHandOnObjects implements Contender {
  public static void main(String[] args) throws Exception {
    ContenderProcess.serve(new ByHandOnObjects(), args);
  }

  @Override
  public Prepared prepare(String part, int events) {
    Payment[] payments = Workload.payments(events);
    return switch (part) {
      case "R1" -> tally -> new One(payments, tally);
      case "R5" -> tally -> new Five(payments, tally);
      default -> throw new UnsupportedOperationException("only R1 and R5 were written by hand");
    };
  }

  private static long hash(String card) {
    return card.hashCode() * 0x9E3779B97F4A7C15L;
  }

  private record One(Payment[] payments, Tally tally, CardTable<CardTesting> cards)
      implements Pass {
    One(Payment[] payments, Tally tally) {
      this(payments, tally, new CardTable<>(CardTesting::new));
    }

    @Override
    public void run(int events) {
      for (int i = 0; i < events; i++) {
        Payment p = payments[i];
        if (p.getChannel() == Payment.ECOM) {
          if (p.getCents() < CardTesting.SMALL) {
            small(p);
          } else if (p.getCents() > CardTesting.LARGE) {
            large(p);
          }
        }
      }
    }

    private void small(Payment p) {
      long hash = hash(p.getCard());
      int slot = cards.slot(hash, p.getCard());
      CardTesting card = cards.state(slot);
      if (card == null) {
        card = cards.add(slot, hash, p.getCard());
      }
      card.small(p.getNumber(), p.getTime(), p.getMerchant());
    }

    private void large(Payment p) {
      CardTesting card = cards.state(cards.slot(hash(p.getCard()), p.getCard()));
      if (card != null) {
        card.large(p.getNumber(), p.getTime(), p.getCard(), tally);
      }
    }
  }

  private record Five(Payment[] payments, Tally tally, CardTable<CardRules> cards) implements Pass {
    Five(Payment[] payments, Tally tally) {
      this(payments, tally, new CardTable<>(CardRules::new));
    }

    @Override
    public void run(int events) {
      for (int i = 0; i < events; i++) {
        Payment p = payments[i];
        long hash = hash(p.getCard());
        int slot = cards.slot(hash, p.getCard());
        CardRules card = cards.state(slot);
        if (card == null) {
          card = cards.add(slot, hash, p.getCard());
        }
        if (p.getChannel() == Payment.ECOM) {
          testing(card, p);
        }
        card.payment(
            p.getNumber(),
            p.getTime(),
            p.getCard(),
            p.getCents(),
            p.getChannel(),
            p.isApproved(),
            p.getLat(),
            p.getLon(),
            tally);
      }
    }

    private void testing(CardRules card, Payment p) {
      CardTesting testing = card.testing;
      if (p.getCents() < CardTesting.SMALL) {
        if (testing == null) {
          testing = new CardTesting();
          card.testing = testing;
        }
        testing.small(p.getNumber(), p.getTime(), p.getMerchant());
      } else if (p.getCents() > CardTesting.LARGE && testing != null) {
        testing.large(p.getNumber(), p.getTime(), p.getCard(), tally);
      }
    }
  }
}
