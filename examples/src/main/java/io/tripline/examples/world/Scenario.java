package io.tripline.examples.world;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The stories that a generated world tells beside ordinary traffic: kinds of fraud, and for each of
 * them harmless events that look alike. Its label stands in the field {@code scenario} of every
 * event of an episode.
 */
public enum Scenario {
  /** Small online probes at several merchants within minutes, then a large purchase. */
  CARD_TESTING(null, 15),
  /**
   * A password reset or failed logins, a login from a new device, a new payee, a large transfer.
   */
  ACCOUNT_TAKEOVER(null, 45),
  /** A copied card pays in a shop thousands of kilometers from where its owner just paid. */
  IMPOSSIBLE_TRAVEL(null, 120),
  /** Money comes in from strangers and leaves within minutes to a payee added in between. */
  MULE(null, 45),
  /** Purchases that rise from small to very large within two hours. */
  BUST_OUT(null, 120),
  /** A stolen card: some taps, then a burst of declined attempts, then often the block. */
  STOLEN_CARD(null, 150),
  /** One device pays with many people's cards, one after the other. */
  DEVICE_FARM(null, 20),
  /** A merchant in the know: a few cards pay it staged sums again and again. */
  MERCHANT_COLLUSION(null, 240),
  /** Many senders pay into one account within hours; then it is emptied. */
  MULE_FAN_IN(null, 300),

  /** Looks like card testing: trial months for a few cents, then an ordinary purchase. */
  SUBSCRIPTION_TRIALS(CARD_TESTING, 90),
  /** Looks like card testing: one shop charges three small items, then another, larger purchase. */
  SMALL_ITEMS(CARD_TESTING, 30),
  /** Looks like an account takeover: a reset, then the own device pays a usual payee. */
  FORGOTTEN_PASSWORD(ACCOUNT_TAKEOVER, 30),
  /** Looks like an account takeover: a customer's new phone; usual payees or a small new one. */
  NEW_PHONE(ACCOUNT_TAKEOVER, 45),
  /** Looks like impossible travel: a customer who flies for real. */
  TRAVELER(IMPOSSIBLE_TRAVEL, 960),
  /** Looks like impossible travel: one account, two cards, two people in two cities. */
  SHARED_ACCOUNT(IMPOSSIBLE_TRAVEL, 45),
  /** Looks like impossible travel: a shop at home, then a foreign merchant online. */
  ONLINE_ABROAD(IMPOSSIBLE_TRAVEL, 20),
  /** Looks like a mule: the salary comes in, the rent goes out to the usual payee. */
  SALARY_DAY(MULE, 75),
  /** Looks like a mule: money in, then to a new payee a part of it, or all of it hours later. */
  PAID_BACK(MULE, 360),
  /** Looks like a bust-out: many purchases in an afternoon, in no order of size. */
  SHOPPING_SPREE(BUST_OUT, 180),
  /** Looks like a bust-out: a few rising purchases at one hardware store. */
  RENOVATION(BUST_OUT, 150),
  /** Looks like a stolen card: the wrong PIN two or three times, then the right one. */
  WRONG_PIN(STOLEN_CARD, 5),
  /** Looks like a stolen card: declined at one merchant for ever smaller amounts. */
  LOW_BALANCE(STOLEN_CARD, 10),
  /** Looks like a stolen card: lost and blocked; a subscription is declined afterwards. */
  LOST_CARD(STOLEN_CARD, 150),
  /** Looks like a device farm: a household's cards on one tablet. */
  FAMILY_TABLET(DEVICE_FARM, 20),
  /** Looks like collusion: everybody of a group pays the same round price, once. */
  GROUP_OUTING(MERCHANT_COLLUSION, 60),
  /** Looks like collusion: one customer buys vouchers of the same round sum. */
  VOUCHERS(MERCHANT_COLLUSION, 60),
  /** Looks like a fan-in: friends send small sums for a present, and it is bought. */
  COLLECTION(MULE_FAN_IN, 300),
  /** Looks like a fan-in: tenants pay their landlord, who keeps most of it. */
  RENT_DAY(MULE_FAN_IN, 300);

  private final String label;
  private final @Nullable Scenario resembles;
  private final int longestMinutes;

  Scenario(@Nullable Scenario resembles, int longestMinutes) {
    this.label = name().toLowerCase(Locale.ROOT);
    this.resembles = resembles;
    this.longestMinutes = longestMinutes;
  }

  /** The value of the field {@code scenario}: the name in lower case. */
  public String label() {
    return label;
  }

  /** Whether this is fraud; otherwise it is a look-alike. */
  public boolean fraud() {
    return resembles == null;
  }

  /** The fraud that a look-alike resembles; a fraud resembles itself. */
  public Scenario resembles() {
    return resembles == null ? this : resembles;
  }

  /** No episode lasts longer than this, in minutes. */
  int longestMinutes() {
    return longestMinutes;
  }
}
