package io.tripline.examples.world;

import io.tripline.examples.world.EventDraft.Method;

/** Harmless events on an account that look like the frauds in {@link AccountFraud}. */
final class AccountLookAlikes {
  private AccountLookAlikes() {}

  static void forgottenPassword(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin own = episode.own(0);
    int guesses = dice.between(0, 3);
    for (int i = 0; i < guesses; i++) {
      episode.login(own, false);
      episode.pause(10, 40);
    }
    episode.reset(dice.chance(0.3) ? Method.CALL_CENTER : Method.EMAIL, own);
    episode.pause(40, 400);
    episode.login(own, true);
    episode.pause(40, 300);
    if (dice.chance(0.3)) {
      long payee = episode.addPayee(own);
      episode.pause(30, 200);
      episode.send(payee, episode.cents(20, 1500), own);
    } else {
      episode.send(usualPayee(episode), episode.cents(20, 1500), own);
    }
  }

  static void newPhone(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin phone = episode.strange();
    if (dice.chance(0.4)) {
      episode.reset(Method.SMS, episode.own(0));
      episode.pause(60, 400);
    }
    episode.login(phone, true);
    Episode.Origin own = phone.known();
    episode.pause(60, 600);
    if (dice.chance(0.25)) {
      long payee = episode.addPayee(own);
      episode.pause(30, 200);
      episode.send(payee, episode.cents(10, 90), own);
    } else {
      episode.send(usualPayee(episode), episode.cents(15, 900), own);
    }
  }

  static void salaryDay(Episode episode) {
    Episode.Origin own = episode.own(0);
    episode.receive(episode.cents(1800, 4200));
    episode.pause(5 * 60, 60 * 60);
    episode.send(usualPayee(episode), episode.cents(700, 1400), own);
  }

  static void paidBack(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin own = episode.own(0);
    boolean passedOn = dice.chance(0.3);
    long cents = passedOn ? episode.cents(600, 2000) : episode.cents(40, 800);
    episode.receive(cents);
    episode.pause(2 * 60, 15 * 60);
    long payee = episode.addPayee(own);
    if (passedOn) {
      // The rent of a shared holiday: all of it, but nobody is in a hurry.
      episode.pause(2 * 3600, 5 * 3600);
      episode.send(payee, cents * dice.between(85, 100) / 100, own);
    } else {
      episode.pause(30, 300);
      episode.send(payee, cents * dice.between(20, 65) / 100, own);
    }
  }

  private static long usualPayee(Episode episode) {
    return episode.people.usualPayee(episode.account, episode.dice.below(5));
  }
}
