package io.tripline.examples.world;

/**
 * A line of business: its merchant category code and what people spend there. Shops with a door
 * come first; {@link Tongue} names them in the same order.
 */
enum Category {
  GROCERY(5411, 32, 0.6, 300),
  FAST_FOOD(5814, 9, 0.5, 160),
  RESTAURANT(5812, 38, 0.5, 90),
  FUEL(5541, 55, 0.35, 60),
  PHARMACY(5912, 18, 0.6, 50),
  TRANSPORT(4111, 3.4, 0.5, 90),
  CLOTHING(5651, 60, 0.6, 40),
  DIY(5200, 65, 0.7, 30),
  ELECTRONICS(5732, 160, 0.7, 15),
  JEWELRY(5944, 220, 0.8, 4),
  HOTEL(7011, 140, 0.5, 10),
  DUTY_FREE(5309, 26, 0.6, 0),
  ATM(6011, 90, 0.5, 60),

  MARKETPLACE(5399, 34, 0.8, 150),
  GAMES(5816, 6, 0.8, 60),
  STREAMING(5815, 11, 0.3, 50),
  BOOKS(5942, 22, 0.5, 35),
  DELIVERY(5811, 26, 0.4, 60),
  TRAVEL(4722, 280, 0.7, 10),
  CHARITY(8398, 15, 0.8, 8),
  GIFT_CARDS(5947, 45, 0.5, 8),
  CRYPTO(6051, 120, 0.9, 6),
  SUBSCRIPTION(5968, 13, 0.4, 25);

  private static final Category[] ALL = values();

  /** How many categories have shops with a door. */
  static final int WITH_DOOR = ATM.ordinal() + 1;

  /** How many sell online only. */
  static final int ONLINE = ALL.length - WITH_DOOR;

  final int mcc;
  private final double median;
  private final double spread;
  private final int weight;

  Category(int mcc, double median, double spread, int weight) {
    this.mcc = mcc;
    this.median = median;
    this.spread = spread;
    this.weight = weight;
  }

  static Category of(int ordinal) {
    return ALL[ordinal];
  }

  boolean online() {
    return ordinal() >= WITH_DOOR;
  }

  /** A category of the one kind or the other, as often as people shop there. */
  static Category pick(Dice dice, boolean online) {
    int first = online ? WITH_DOOR : 0;
    int last = online ? ALL.length : WITH_DOOR;
    int total = 0;
    for (int i = first; i < last; i++) {
      total += ALL[i].weight;
    }
    int roll = dice.below(total);
    int chosen = first;
    while (roll >= ALL[chosen].weight) {
      roll -= ALL[chosen].weight;
      chosen++;
    }
    return ALL[chosen];
  }

  /**
   * A log-normal amount in cents, at least 10.
   *
   * @param lavishness the customer's factor, around 1
   */
  long amount(Dice dice, double lavishness) {
    double euros = median * lavishness * StrictMath.exp(spread * dice.gaussian());
    if (this == ATM) {
      return 1000 * StrictMath.max(1, (long) (euros / 10));
    }
    long cents = (long) (euros * 100);
    if (this == CLOTHING || this == ELECTRONICS || this == GAMES || this == STREAMING) {
      cents = cents / 100 * 100 + 99; // price tags
    }
    return StrictMath.max(10, cents);
  }
}
