package io.tripline.examples.world;

import io.tripline.examples.world.EventDraft.Reason;

/** The frauds that are seen on a card. */
final class CardFraud {
  private static final Category[] PROBED = {Category.CHARITY, Category.GAMES, Category.STREAMING};
  private static final Category[] RESOLD = {
    Category.GIFT_CARDS, Category.CRYPTO, Category.MARKETPLACE, Category.TRAVEL
  };
  private static final Category[] LUXURY = {
    Category.ELECTRONICS, Category.JEWELRY, Category.DUTY_FREE
  };

  private CardFraud() {}

  static void cardTesting(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin thief = episode.strange();
    // Careless testers use one shop; most spread their probes.
    int[] shops = new int[dice.chance(0.1) ? 1 : dice.between(2, 4)];
    for (int i = 0; i < shops.length; i++) {
      shops[i] = episode.webshop(PROBED[(i + 1) % PROBED.length]);
    }
    int probes = dice.between(3, 9);
    for (int i = 0; i < probes; i++) {
      EventDraft probe = episode.payOnline(shops[i % shops.length], dice.between(20, 199), thief);
      if (dice.chance(0.3)) {
        probe.declined();
      }
      episode.pause(4, 45);
    }
    episode.pause(10, 120);
    boolean second = dice.chance(0.25);
    for (int i = 0; i < (second ? 2 : 1); i++) {
      EventDraft hit = episode.payOnline(webshopFor(episode), episode.cents(260, 1800), thief);
      if (dice.chance(0.15)) {
        hit.declined();
      }
      episode.pause(20, 90);
    }
  }

  static void impossibleTravel(Episode episode) {
    Dice dice = episode.dice;
    int here = episode.city();
    long usual = Category.GROCERY.amount(dice, episode.people.lavishness(episode.account));
    episode.pay(episode.shop(here, Category.GROCERY), usual).genuine();
    episode.pause(10 * 60, 70 * 60);
    int there = Cities.pickAway(dice, here, 2000, 20_000);
    int copies = dice.between(1, 3);
    for (int i = 0; i < copies; i++) {
      episode.pay(episode.shop(there, LUXURY[dice.below(LUXURY.length)]), episode.cents(90, 1200));
      episode.pause(2 * 60, 10 * 60);
    }
  }

  static void bustOut(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin own = episode.own(0);
    int steps = dice.between(7, 9);
    double first = dice.between(1500, 4000);
    double last = dice.between(90_000, 350_000);
    double factor = StrictMath.pow(last / first, 1.0 / (steps - 1));
    double amount = first;
    for (int i = 0; i < steps; i++) {
      long cents = (long) (amount * (0.94 + 0.12 * dice.unit()));
      if (dice.chance(0.5)) {
        episode.payOnline(webshopFor(episode), cents, own);
      } else {
        episode.pay(episode.shop(episode.city(), LUXURY[dice.below(2)]), cents);
      }
      amount *= factor;
      episode.pause(3 * 60, 12 * 60);
    }
  }

  static void stolenCard(Episode episode) {
    Dice dice = episode.dice;
    int city = episode.city();
    episode.people.suspend(episode.card, episode.deadline());
    int taps = dice.between(2, 3);
    for (int i = 0; i < taps; i++) {
      Category category = i % 2 == 0 ? Category.FAST_FOOD : Category.PHARMACY;
      episode.pay(episode.shop(city, category), episode.cents(6, 45));
      episode.pause(2 * 60, 8 * 60);
    }
    int tries = dice.between(4, 6);
    for (int i = 0; i < tries; i++) {
      // First the cash machine, with a guessed PIN; then shops.
      Category category = i < 2 ? Category.ATM : LUXURY[dice.below(2)];
      long cents = i < 2 ? 100 * episode.cents(2, 5) : episode.cents(120, 900);
      episode.pay(episode.shop(city, category), cents).declined();
      episode.pause(20, 120);
    }
    if (dice.chance(0.7)) {
      episode.pause(5 * 60, 40 * 60);
      episode.block(Reason.STOLEN).genuine();
      episode.people.suspend(episode.card, episode.now() + Scripts.REPLACEMENT);
      if (dice.chance(0.4)) {
        // A terminal that is offline does not know of the block.
        episode.pause(60, 30 * 60);
        episode.pay(episode.shop(city, Category.TRANSPORT), episode.cents(3, 30));
      }
    }
  }

  static void deviceFarm(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin farm = episode.strange();
    int shop = webshopFor(episode);
    int cards = dice.between(5, 9);
    for (int i = 0; i < cards; i++) {
      int victim = i == 0 ? episode.card : dice.below(episode.people.cards());
      EventDraft payment = episode.payOnline(victim, shop, episode.cents(25, 180), farm);
      if (dice.chance(0.25)) {
        payment.declined();
      }
      episode.pause(15, 80);
    }
  }

  private static int webshopFor(Episode episode) {
    return episode.webshop(RESOLD[episode.dice.below(RESOLD.length)]);
  }
}
