package io.tripline.engine.predicate;

import java.util.Arrays;
import java.util.List;

/** From keys (see {@link FieldKeys}) to numbers from 0 on, by hash. Immutable. */
final class ValueTable {
  private static final int ABSENT = -1;

  private final int mask;
  private final int[] numbers;
  private final long[] keys;

  /** Each key has its place in the list as its number. */
  ValueTable(List<Long> all) {
    int capacity = Integer.highestOneBit(Math.max(1, all.size()) * 2 - 1) * 2;
    this.mask = capacity - 1;
    this.numbers = new int[capacity];
    Arrays.fill(numbers, ABSENT);
    this.keys = new long[capacity];
    for (int i = 0; i < all.size(); i++) {
      int at = place(all.get(i));
      while (numbers[at] != ABSENT) {
        at = at + 1 & mask;
      }
      keys[at] = all.get(i);
      numbers[at] = i;
    }
  }

  private int place(long key) {
    long h = key * 0x9E37_79B9_7F4A_7C15L;
    return (int) (h >>> 32) & mask;
  }

  /** The number of a key, or −1. */
  int of(long key) {
    int at = place(key);
    while (numbers[at] != ABSENT && keys[at] != key) {
      at = at + 1 & mask;
    }
    return numbers[at];
  }
}
