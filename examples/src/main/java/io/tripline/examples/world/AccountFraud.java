package io.tripline.examples.world;

import io.tripline.examples.world.EventDraft.Method;

/** The frauds that are seen on an account. */
final class AccountFraud {
  private AccountFraud() {}

  static void accountTakeover(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin thief = episode.strange();
    if (dice.chance(0.55)) {
      Method method = dice.chance(0.5) ? Method.EMAIL : Method.SMS;
      episode.reset(method, thief);
      episode.pause(30, 240);
    } else {
      int guesses = dice.between(4, 8);
      for (int i = 0; i < guesses; i++) {
        episode.login(thief, false);
        episode.pause(3, 25);
      }
    }
    episode.login(thief, true);
    Episode.Origin inside = thief.known();
    episode.pause(60, 600);
    long payee = episode.addPayee(inside);
    episode.pause(20, 300);
    long cents = episode.cents(900, 8500);
    episode.send(payee, cents, inside);
    if (dice.chance(0.3)) {
      episode.pause(30, 240);
      episode.send(payee, cents / 2, inside);
    }
  }

  static void mule(Episode episode) {
    Dice dice = episode.dice;
    Episode.Origin own = episode.own(0);
    long total = 0;
    int credits = dice.between(1, 3);
    for (int i = 0; i < credits; i++) {
      long cents = episode.cents(900, 4500);
      episode.receive(cents);
      total += cents;
      episode.pause(60, 360);
    }
    long payee = episode.addPayee(own);
    episode.pause(20, 150);
    long forwarded = (long) (total * (0.88 + 0.1 * dice.unit()));
    if (dice.chance(0.15)) {
      episode.send(payee, forwarded / 2, own);
      episode.pause(30, 120);
      forwarded -= forwarded / 2;
    }
    episode.send(payee, forwarded, own);
  }
}
