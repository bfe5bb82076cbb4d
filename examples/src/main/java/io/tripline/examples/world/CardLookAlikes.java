package io.tripline.examples.world;

import io.tripline.examples.world.EventDraft.Reason;

/** Harmless events on a card that look like the frauds in {@link CardFraud}. */
final class CardLookAlikes {
  private static final Category[] SHOPS = {
    Category.CLOTHING, Category.GROCERY, Category.ELECTRONICS, Category.PHARMACY
  };

  private static final Category[] VOUCHERS = {
    Category.ELECTRONICS, Category.RESTAURANT, Category.CLOTHING, Category.HOTEL, Category.DIY
  };

  /** An airliner from gate to gate. */
  private static final int KILOMETERS_PER_HOUR = 800;

  private static final long HOUR = 3_600_000;

  private CardLookAlikes() {}

  static void subscriptionTrials(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin own = episode.own(0);
    int trials = dice.between(2, 4);
    for (int i = 0; i < trials; i++) {
      Category category = i % 2 == 0 ? Category.SUBSCRIPTION : Category.STREAMING;
      episode.payOnline(episode.webshop(category), dice.between(99, 100), own);
      episode.pause(3 * 60, 20 * 60);
    }
    episode.payOnline(episode.webshop(Category.MARKETPLACE), episode.cents(25, 180), own);
  }

  static void smallItems(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin own = episode.own(1);
    int shop = episode.webshop(Category.GAMES);
    for (int i = 0; i < 3; i++) {
      episode.payOnline(shop, dice.chance(0.5) ? 99 : 199, own);
      episode.pause(20, 90);
    }
    episode.pause(60, 300);
    long cents = dice.chance(0.2) ? episode.cents(210, 600) : episode.cents(20, 150);
    episode.payOnline(episode.webshop(Category.MARKETPLACE), cents, own);
  }

  static void traveler(Episode episode) {
    Dice dice = episode.dice;
    int home = episode.city();
    int city = Cities.pickAway(dice, home, 600, 8000);
    episode.pay(episode.shop(home, Category.DUTY_FREE), episode.cents(8, 90));
    long departs = episode.now() + 1;
    long flight = Cities.kilometers(home, city) * HOUR / KILOMETERS_PER_HOUR;
    long arrives = departs + flight + dice.between(90, 180) * 60_000L;
    long leaves = arrives + dice.between(6, 40) * HOUR;
    long returns = leaves + flight + 2 * HOUR;
    episode.people.travel(episode.account, new Trips.Trip(city, departs, arrives, leaves, returns));
    episode.pauseUntil(arrives);
    episode.pay(episode.shop(city, Category.TRANSPORT), episode.cents(3, 60));
    episode.pause(10 * 60, 40 * 60);
    episode.pay(episode.shop(city, Category.RESTAURANT), episode.cents(12, 80));
    episode.pause(10 * 60, 60 * 60);
    episode.pay(episode.shop(city, Category.HOTEL), episode.cents(80, 320));
  }

  static void sharedAccount(Episode episode) {
    Dice dice = episode.dice;
    int home = episode.city();
    int elsewhere = Cities.pickAway(dice, home, Scripts.PARTNER_FROM, Scripts.PARTNER_TO);
    int first = episode.people.firstCard(episode.account);
    int second = episode.people.endOfCards(episode.account) - 1;
    episode.people.suspend(second, episode.deadline() + Scripts.PARTNER_RETURN);
    episode.pay(first, episode.shop(home, Category.GROCERY), episode.cents(15, 120));
    episode.pause(3 * 60, 15 * 60);
    episode.pay(second, episode.shop(elsewhere, Category.RESTAURANT), episode.cents(15, 90));
    episode.pause(3 * 60, 15 * 60);
    episode.pay(first, episode.shop(home, Category.PHARMACY), episode.cents(8, 40));
  }

  static void onlineAbroad(Episode episode) {
    int city = episode.city();
    String country = Cities.get(city).country();
    episode.pay(episode.shop(city, Category.FAST_FOOD), episode.cents(4, 25));
    episode.pause(2 * 60, 10 * 60);
    int shop = episode.webshop(Category.BOOKS);
    for (int i = 0; i < 20 && foreign(episode, shop).equals(country); i++) {
      shop = episode.webshop(Category.BOOKS);
    }
    episode.payOnline(shop, episode.cents(10, 90), episode.own(0));
  }

  private static String foreign(Episode episode, int shop) {
    return Cities.get(episode.merchants.city(shop)).country();
  }

  static void shoppingSpree(Episode episode) {
    Dice dice = episode.dice;
    double lavishness = episode.people.lavishness(episode.account);
    int shops = dice.between(5, 8);
    for (int i = 0; i < shops; i++) {
      Category category = SHOPS[dice.below(SHOPS.length)];
      episode.pay(episode.shop(episode.city(), category), category.amount(dice, lavishness));
      episode.pause(6 * 60, 20 * 60);
    }
  }

  static void renovation(Episode episode) {
    Dice dice = episode.dice;
    int store = episode.shop(episode.city(), Category.DIY);
    long cents = episode.cents(30, 80);
    int trips = dice.between(3, 4);
    for (int i = 0; i < trips; i++) {
      episode.pay(store, cents);
      cents = cents * dice.between(150, 260) / 100;
      episode.pause(15 * 60, 35 * 60);
    }
  }

  static void wrongPin(Episode episode) {
    Dice dice = episode.dice;
    boolean cash = dice.chance(0.5);
    int merchant = episode.shop(episode.city(), cash ? Category.ATM : Category.GROCERY);
    long cents = cash ? 1000L * dice.between(2, 20) : episode.cents(15, 110);
    int wrong = dice.between(2, 3);
    for (int i = 0; i < wrong; i++) {
      episode.pay(merchant, cents).declined();
      episode.pause(10, 40);
    }
    episode.pay(merchant, cents);
  }

  static void lowBalance(Episode episode) {
    Dice dice = episode.dice;
    int shop = episode.webshop(Category.MARKETPLACE);
    long cents = episode.cents(120, 400);
    int tries = dice.between(3, 5);
    for (int i = 0; i < tries; i++) {
      episode.payOnline(shop, cents, episode.own(0)).declined();
      cents = cents * dice.between(50, 80) / 100;
      episode.pause(20, 90);
    }
    if (dice.chance(0.6)) {
      episode.payOnline(shop, cents, episode.own(0));
    }
  }

  static void lostCard(Episode episode) {
    episode.block(Reason.LOST);
    episode.people.suspend(episode.card, episode.now() + Scripts.REPLACEMENT);
    episode.pause(10 * 60, 120 * 60);
    episode
        .payOnline(episode.webshop(Category.STREAMING), episode.cents(8, 16), episode.own(0))
        .declined();
  }

  static void vouchers(Episode episode) {
    Dice dice = episode.dice;
    int shop = episode.shop(episode.city(), VOUCHERS[dice.below(VOUCHERS.length)]);
    long cents = 5_000L * dice.between(2, 6);
    int vouchers = dice.between(3, 5);
    for (int i = 0; i < vouchers; i++) {
      episode.pay(shop, cents);
      episode.pause(60, 10 * 60);
    }
  }

  static void familyTablet(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin tablet = episode.own(1);
    int first = episode.people.firstCard(episode.account);
    int cards = episode.people.endOfCards(episode.account) - first;
    int purchases = dice.between(4, 7);
    for (int i = 0; i < purchases; i++) {
      Category category = i % 2 == 0 ? Category.GAMES : Category.STREAMING;
      episode.payOnline(first + i % cards, episode.webshop(category), episode.cents(3, 15), tablet);
      episode.pause(30, 120);
    }
  }
}
