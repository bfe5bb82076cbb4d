package io.tripline.examples.world;

import java.util.Arrays;

/**
 * The other customers that an episode needs. Who they are depends on the account and on what keeps
 * people busy at the time, on nothing else: asked again at the same time, the answer is the same.
 */
final class Neighbors {
  /** So many customers are looked at; in a world with room for episodes that is enough. */
  private static final int LOOKED_AT = 2_000;

  private Neighbors() {}

  /**
   * Accounts whose people live in the same city and are there, with their first card at hand; fewer
   * than wanted where there are no more.
   */
  static int[] inTown(Population people, int account, int wanted, long time) {
    return find(people, account, wanted, time, true);
  }

  /** Accounts that are held in the same currency; fewer than wanted where there are no more. */
  static int[] withCurrency(Population people, int account, int wanted, long time) {
    return find(people, account, wanted, time, false);
  }

  private static int[] find(Population people, int account, int wanted, long time, boolean inTown) {
    int accounts = people.accounts();
    int[] found = new int[wanted];
    int count = 0;
    // A stride instead of the next numbers: friends did not open their accounts in a row.
    long stride = 1 + Long.remainderUnsigned(people.acquaintance(account), accounts);
    for (int i = 1; i <= LOOKED_AT && count < wanted; i++) {
      int other = (int) ((account + i * stride) % accounts);
      if (other != account
          && !contains(found, count, other)
          && !people.engaged(other, time)
          && (inTown
              ? isInTown(people, account, other, time)
              : alikeInCurrency(people, account, other))) {
        found[count++] = other;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static boolean contains(int[] found, int count, int account) {
    for (int i = 0; i < count; i++) {
      if (found[i] == account) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInTown(Population people, int account, int other, long time) {
    return people.home(other) == people.home(account)
        && !people.traveling(other)
        && !people.suspended(people.firstCard(other), time);
  }

  private static boolean alikeInCurrency(Population people, int account, int other) {
    return Cities.get(people.home(other))
        .currency()
        .equals(Cities.get(people.home(account)).currency());
  }
}
