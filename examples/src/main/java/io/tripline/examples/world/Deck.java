package io.tripline.examples.world;

import java.util.ArrayList;
import java.util.List;

/** Deals scenarios so that each comes equally often: shuffled, dealt to the end, shuffled again. */
final class Deck {
  private final List<Scenario> all;
  private final Dice dice;
  private final List<Scenario> left = new ArrayList<>();

  Deck(List<Scenario> all, Dice dice) {
    this.all = all;
    this.dice = dice;
  }

  /**
   * The next scenario that takes no longer than the minutes left; at least one must be so short.
   */
  Scenario deal(long minutes) {
    while (true) {
      for (int i = 0; i < left.size(); i++) {
        if (left.get(i).longestMinutes() <= minutes) {
          return left.remove(i);
        }
      }
      shuffle();
    }
  }

  private void shuffle() {
    left.clear();
    left.addAll(all);
    for (int i = left.size() - 1; i > 0; i--) {
      int other = dice.below(i + 1);
      left.set(i, left.set(other, left.get(i)));
    }
    // What takes most of a day has to begin early in it.
    left.sort((a, b) -> Boolean.compare(isLong(b), isLong(a)));
  }

  private static boolean isLong(Scenario scenario) {
    return scenario.longestMinutes() > 300;
  }
}
