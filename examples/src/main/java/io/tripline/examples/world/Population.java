package io.tripline.examples.world;

import java.util.Arrays;

/**
 * The bank's customers: accounts with one to three cards each, where they live, when and how
 * lavishly they spend, and what keeps them from it just now. Arrays of numbers, so that millions of
 * cards fit. What is the same for all time (devices, addresses, payees) is computed from the
 * number, not stored.
 */
final class Population {
  /** Bits of {@link #traits}. */
  private static final int COUPLE = 1;

  private static final int TWO_DEVICES = 2;
  private static final int PROXY = 4;
  private static final int IPV6 = 8;

  private static final long DEVICE_BITS = 0xFFFF_FFFF_FFFFL;
  private static final long PAYEE_NUMBERS = 10_000_000_000L;

  private final long seed;
  private final long start;
  private final int[] accountOf;
  private final int[] firstCard;
  private final short[] home;
  private final byte[] rhythm;
  private final byte[] traits;
  private final float[] lavishness;
  private final byte[] activity;
  // Seconds since the start; 0: not at all.
  private final int[] engagedUntil;
  private final int[] suspendedUntil;
  private final int[] presentAt;
  private final Trips trips = new Trips();

  /**
   * @param start epoch milliseconds of the first day
   */
  Population(long seed, int cards, long start) {
    this.seed = seed;
    this.start = start;
    accountOf = new int[cards];
    int[] first = new int[cards + 1];
    Dice dice = new Dice(seed, Streams.PEOPLE);
    int accounts = 0;
    for (int card = 0; card < cards; ) {
      first[accounts] = card;
      int roll = dice.below(100);
      int last = StrictMath.min(cards, card + (roll < 60 ? 1 : roll < 92 ? 2 : 3));
      Arrays.fill(accountOf, card, last, accounts);
      card = last;
      accounts++;
    }
    first[accounts] = cards;
    firstCard = Arrays.copyOf(first, accounts + 1);
    home = new short[accounts];
    rhythm = new byte[accounts];
    traits = new byte[accounts];
    lavishness = new float[accounts];
    activity = new byte[accounts];
    for (int account = 0; account < accounts; account++) {
      home[account] = (short) Rhythms.pickHome(dice);
      rhythm[account] = (byte) Rhythms.pick(dice);
      traits[account] = (byte) pickTraits(dice, firstCard[account + 1] - firstCard[account]);
      activity[account] = (byte) dice.between(25, 100);
      lavishness[account] = (float) StrictMath.exp(0.35 * dice.gaussian());
    }
    engagedUntil = new int[accounts];
    suspendedUntil = new int[cards];
    presentAt = new int[cards];
  }

  private static int pickTraits(Dice dice, int cards) {
    return (cards > 1 && dice.chance(0.5) ? COUPLE : 0)
        | (dice.chance(0.4) ? TWO_DEVICES : 0)
        | (dice.chance(0.03) ? PROXY : 0)
        | (dice.chance(0.1) ? IPV6 : 0);
  }

  int cards() {
    return accountOf.length;
  }

  int accounts() {
    return home.length;
  }

  int accountOf(int card) {
    return accountOf[card];
  }

  int firstCard(int account) {
    return firstCard[account];
  }

  /** One past the account's last card. */
  int endOfCards(int account) {
    return firstCard[account + 1];
  }

  int home(int account) {
    return home[account];
  }

  double lavishness(int account) {
    return lavishness[account];
  }

  /** Two people share the account, each with a card of their own. */
  boolean couple(int account) {
    return (traits[account] & COUPLE) != 0;
  }

  int devices(int account) {
    return (traits[account] & TWO_DEVICES) != 0 ? 2 : 1;
  }

  /**
   * How likely the account is to do something at this time: 0 to 1, by the hour where it lives, and
   * because some people do more than others.
   */
  double appetite(int account, long time) {
    return activity[account] / 100.0 * Rhythms.appetite(rhythm[account], localHour(account, time));
  }

  /** 0 to 23, where the account lives. */
  int localHour(int account, long time) {
    return Rhythms.localHour(time, Cities.get(home[account]).offset());
  }

  /** Where the account's people are; while they fly, where they come from. */
  int cityAt(int account, long time) {
    return trips.isEmpty() ? home[account] : trips.cityAt(account, time, home[account]);
  }

  /** In the air: no card of the account pays anywhere. */
  boolean flying(int account, long time) {
    return !trips.isEmpty() && trips.flying(account, time);
  }

  boolean traveling(int account) {
    return trips.has(account);
  }

  void travel(int account, Trips.Trip trip) {
    trips.add(account, trip);
  }

  /** Part of an episode until the given time. */
  void engage(int account, long until) {
    engagedUntil[account] = seconds(until);
  }

  boolean engaged(int account, long time) {
    return engagedUntil[account] > seconds(time);
  }

  /** The owner does not use the card until the given time: it is stolen, lost or elsewhere. */
  void suspend(int card, long until) {
    suspendedUntil[card] = StrictMath.max(suspendedUntil[card], seconds(until));
  }

  boolean suspended(int card, long time) {
    return suspendedUntil[card] > seconds(time);
  }

  /** The card is in the hands of its owner, in the city where the owner is. */
  void present(int card, long time) {
    presentAt[card] = seconds(time);
  }

  /** How long ago, in seconds, the owner last paid in person with the card; huge if never. */
  int sincePresent(int card, long time) {
    return presentAt[card] == 0 ? Integer.MAX_VALUE : seconds(time) - presentAt[card];
  }

  private int seconds(long time) {
    return (int) ((time - start) / 1000) + 1;
  }

  /** One of the account's devices, from 0: 48 bits, never 0. */
  long device(int account, int number) {
    return Dice.hash(seed ^ Streams.DEVICES, account, number) & DEVICE_BITS | 1;
  }

  /** A device that belongs to no customer: 48 bits, never 0. */
  long strangeDevice(long bits) {
    return Dice.hash(seed ^ Streams.STRANGERS, bits) & DEVICE_BITS & ~1L | 2;
  }

  /** The network address of one of the account's devices. */
  long address(int account, int number, Dice dice) {
    if ((traits[account] & PROXY) != 0 && dice.chance(0.5)) {
      return Addresses.proxy(dice.next());
    }
    long bits = Dice.hash(seed ^ Streams.ADDRESSES, account, number);
    return (traits[account] & IPV6) != 0 ? Addresses.six(bits) : Addresses.four(bits);
  }

  /** A payee that the account has long paid, from 0: ten digits. */
  long usualPayee(int account, int number) {
    return payee(Dice.hash(seed ^ Streams.PAYEES, account, number));
  }

  /** A counterparty: ten digits, never 0. */
  static long payee(long bits) {
    return Long.remainderUnsigned(bits, PAYEE_NUMBERS - 1) + 1;
  }

  /** What the account is called by those who pay into it: ten digits, like any payee. */
  long ownNumber(int account) {
    return payee(Dice.hash(seed ^ Streams.OWN_NUMBERS, account));
  }

  /** The same bits for the same account, which say whom it meets. */
  long acquaintance(int account) {
    return Dice.hash(seed ^ Streams.NEIGHBORS, account);
  }

  /** The same bits for the same habit of the same account. */
  long habit(int account, int which) {
    return Dice.hash(seed ^ Streams.HABITS, account, which);
  }
}
