package io.tripline.examples.world;

import io.tripline.examples.world.EventDraft.Method;

/** Ordinary traffic: customers who follow their habits, one event at a time. */
final class Everyday {
  /** After so many customers who would rather not, the last one has to. */
  private static final int PATIENCE = 12;

  private static final Method[] METHODS = Method.values();

  private final Population people;
  private final Merchants merchants;
  private final Acts acts;
  private final Dice dice;

  Everyday(Population people, Merchants merchants, Acts acts, Dice dice) {
    this.people = people;
    this.merchants = merchants;
    this.acts = acts;
    this.dice = dice;
  }

  /** Lets somebody do something at this time. */
  void next(EventDraft event, long time) {
    int card = 0;
    int account = 0;
    boolean free = false;
    for (int i = 0; i < PATIENCE; i++) {
      card = dice.below(people.cards());
      account = people.accountOf(card);
      free = !people.suspended(card, time) && !people.flying(account, time);
      if (free && dice.unit() < people.appetite(account, time)) {
        break;
      }
    }
    int roll = dice.below(1000);
    if (roll < 820 && free) {
      pay(event, time, card, account);
    } else if (roll < 940) {
      login(event, time, account);
    } else if (roll < 990) {
      transfer(event, time, account);
    } else {
      housekeeping(event, time, account);
    }
  }

  private void pay(EventDraft event, long time, int card, int account) {
    int hour = people.localHour(account, time);
    boolean night = hour < 6;
    boolean online = dice.chance(night ? 0.8 : 0.35);
    Category category = Category.pick(dice, online);
    if (night && !online && !openAtNight(category)) {
      category = Category.FAST_FOOD;
    }
    long cents = category.amount(dice, people.lavishness(account));
    // Three in four go where they always go; habits[0] is the favorite.
    long choice =
        dice.chance(0.75)
            ? people.habit(account, category.ordinal() * 3 + dice.below(dice.between(1, 3)))
            : dice.next();
    if (online) {
      payOnline(event, time, card, merchants.online(category, choice), cents);
    } else {
      int city = people.cityAt(account, time);
      acts.inPerson(event, time, card, merchants.inCity(city, category, choice), cents);
      people.present(card, time);
      terminalQuirks(event);
    }
    event.approved = !dice.chance(0.025);
  }

  private static boolean openAtNight(Category category) {
    return switch (category) {
      case FAST_FOOD, FUEL, TRANSPORT, HOTEL, ATM -> true;
      default -> false;
    };
  }

  private void payOnline(EventDraft event, long time, int card, int merchant, long cents) {
    int account = people.accountOf(card);
    int device = dice.below(people.devices(account));
    acts.online(
        event,
        time,
        card,
        merchant,
        cents,
        people.device(account, device),
        people.address(account, device, dice));
    int roll = dice.below(100);
    if (roll < 2) {
      event.device = EventDraft.MISSING;
    } else if (roll < 4) {
      event.device = EventDraft.NULL;
    } else if (roll < 5) {
      event.address = EventDraft.NULL;
    }
  }

  /** Terminals differ in what they send when there is nothing to send. */
  private void terminalQuirks(EventDraft event) {
    int roll = dice.below(100);
    if (roll < 5) {
      event.device = EventDraft.NULL;
      event.address = EventDraft.NULL;
    } else if (roll < 7) {
      event.place = EventDraft.MISSING;
    } else if (roll < 8) {
      event.place = EventDraft.NULL;
    }
  }

  private void login(EventDraft event, long time, int account) {
    int device = dice.below(people.devices(account));
    acts.login(
        event,
        time,
        account,
        people.device(account, device),
        people.address(account, device, dice),
        people.home(account),
        !dice.chance(0.04),
        false);
  }

  private void transfer(EventDraft event, long time, int account) {
    double lavishness = people.lavishness(account);
    if (dice.chance(0.3)) {
      long cents = (long) (40_000 * lavishness * StrictMath.exp(dice.gaussian()));
      acts.receive(event, time, account, Population.payee(dice.next()), cents);
      return;
    }
    acts.send(
        event,
        time,
        account,
        people.usualPayee(account, dice.below(5)),
        (long) (12_000 * lavishness * StrictMath.exp(dice.gaussian())),
        people.device(account, 0),
        people.address(account, 0, dice));
  }

  /** A new payee for later, or a new password. */
  private void housekeeping(EventDraft event, long time, int account) {
    long device = people.device(account, 0);
    long address = people.address(account, 0, dice);
    if (dice.chance(0.6)) {
      acts.payeeAdded(event, time, account, Population.payee(dice.next()), device, address);
    } else {
      acts.reset(event, time, account, METHODS[dice.below(METHODS.length)], device, address);
    }
  }
}
