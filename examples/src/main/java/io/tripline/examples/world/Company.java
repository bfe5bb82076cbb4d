package io.tripline.examples.world;

/** Episodes that several customers play in: frauds, and what looks like them. */
final class Company {
  /** No ring is smaller: the owner of the episode's card and so many others. */
  static final int FEWEST_PARTNERS = 2;

  /** No outing is smaller: the owner of the episode's card and so many others. */
  static final int FEWEST_FRIENDS = 4;

  /** So many of those who pay into an account are customers of this bank, or one more. */
  static final int FEWEST_PAYERS = 5;

  private static final int MOST_PARTNERS = 4;
  private static final int MOST_FRIENDS = 8;

  private static final Category[] FRONTS = {
    Category.JEWELRY,
    Category.ELECTRONICS,
    Category.CLOTHING,
    Category.DIY,
    Category.HOTEL,
    Category.DUTY_FREE
  };

  /** From this sum on a card asks for more than a tap, in cents. */
  private static final long LIMIT = 50_000;

  private Company() {}

  static void merchantCollusion(Episode episode) {
    Dice dice = episode.dice;
    int shop = episode.shop(episode.city(), FRONTS[dice.below(FRONTS.length)]);
    int partners = dice.between(FEWEST_PARTNERS, MOST_PARTNERS);
    int[] cards = cards(episode, partners);
    int payments = dice.between(StrictMath.max(8, 2 * cards.length), 12);
    int habit = dice.below(3);
    long repeated = dice.between(18_000, 45_000);
    for (int i = 0; i < payments; i++) {
      long cents =
          switch (habit) {
            case 0 -> 5_000L * dice.between(4, 12);
            case 1 -> repeated;
            default -> LIMIT - dice.between(1, 2_000);
          };
      episode.pay(cards[i % cards.length], shop, cents);
      episode.pause(3 * 60, 18 * 60);
    }
  }

  static void groupOuting(Episode episode) {
    Dice dice = episode.dice;
    int[] cards = cards(episode, dice.between(FEWEST_FRIENDS, MOST_FRIENDS));
    int hotel = episode.shop(episode.city(), Category.HOTEL);
    long price = 5_000L * dice.between(3, 8);
    for (int card : cards) {
      episode.pay(card, hotel, price);
      episode.pause(30, 5 * 60);
    }
  }

  static void muleFanIn(Episode episode) {
    Dice dice = episode.dice;
    long total = payIn(episode, dice.between(7, 10), 300, 1500, 22 * 60);
    episode.pause(5 * 60, 40 * 60);
    long rest = (long) (total * (0.88 + 0.1 * dice.unit()));
    int parts = dice.between(1, 3);
    for (int i = parts; i > 0; i--) {
      // Where it goes was entered long ago, when nobody looked.
      episode.send(episode.people.usualPayee(episode.account, i), rest / i, episode.own(0));
      rest -= rest / i;
      episode.pause(60, 8 * 60);
    }
  }

  static void collection(Episode episode) {
    Dice dice = episode.dice;
    long total = payIn(episode, dice.between(6, 9), 10, 40, 20 * 60);
    episode.pause(5 * 60, 60 * 60);
    long payee = episode.addPayee(episode.own(0));
    episode.pause(30, 200);
    episode.send(payee, total * dice.between(85, 100) / 100, episode.own(0));
  }

  static void rentDay(Episode episode) {
    Dice dice = episode.dice;
    long total = payIn(episode, dice.between(6, 8), 500, 1200, 25 * 60);
    episode.pause(20 * 60, 60 * 60);
    // The bank that lent the money for the house.
    long payee = episode.people.usualPayee(episode.account, 0);
    episode.send(payee, total * dice.between(20, 45) / 100, episode.own(0));
  }

  /**
   * Transfers into the episode's account, from customers of this bank and of others.
   *
   * @param payers how many pay
   * @param low the smallest sum, in whole units
   * @param high the largest sum, in whole units
   * @param longest between one and the next, in seconds
   * @return what came in, in cents
   */
  private static long payIn(Episode episode, int payers, int low, int high, int longest) {
    Dice dice = episode.dice;
    int[] customers =
        Neighbors.withCurrency(
            episode.people,
            episode.account,
            dice.between(FEWEST_PAYERS, FEWEST_PAYERS + 1),
            episode.now());
    int left = customers.length;
    long total = 0;
    for (int i = payers; i > 0; i--) {
      long cents = episode.cents(low, high);
      if (dice.below(i) < left) {
        episode.receiveFrom(customers[--left], cents);
      } else {
        episode.receive(cents);
      }
      total += cents;
      episode.pause(60, longest);
    }
    return total;
  }

  /** The episode's card, and one of each of the others who are in town. */
  private static int[] cards(Episode episode, int others) {
    int[] accounts = Neighbors.inTown(episode.people, episode.account, others, episode.now());
    int[] cards = new int[accounts.length + 1];
    cards[0] = episode.card;
    for (int i = 0; i < accounts.length; i++) {
      episode.involve(accounts[i]);
      cards[i + 1] = episode.people.firstCard(accounts[i]);
    }
    return cards;
  }
}
