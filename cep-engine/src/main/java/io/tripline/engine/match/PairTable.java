package io.tripline.engine.match;

import java.util.Arrays;

/**
 * Numbers pairs of a number and a mask, from 0 on in the order in which they are added. Emptying it
 * costs nothing. Not thread-safe.
 */
final class PairTable {
  private int[] first = new int[16];
  private long[] second = new long[16];
  // Of each slot: the round in which it was filled, and the pair in it.
  private long[] slots = new long[32];
  private int round = 1;
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
    round++;
    if (round == Integer.MAX_VALUE) {
      Arrays.fill(slots, 0);
      round = 1;
    }
  }

  /** The index of a pair, or −1 − the index that it was given now. */
  int add(int a, long b) {
    int mask = slots.length - 1;
    int slot = hash(a, b) & mask;
    while (slots[slot] >>> 32 == round) {
      int known = (int) slots[slot];
      if (first[known] == a && second[known] == b) {
        return known;
      }
      slot = slot + 1 & mask;
    }
    if (size == first.length) {
      first = Arrays.copyOf(first, 2 * size);
      second = Arrays.copyOf(second, 2 * size);
    }
    first[size] = a;
    second[size] = b;
    slots[slot] = (long) round << 32 | size;
    size++;
    if (2 * size > slots.length) {
      rehash();
    }
    return -size;
  }

  private void rehash() {
    slots = new long[2 * slots.length];
    int mask = slots.length - 1;
    for (int i = 0; i < size; i++) {
      int slot = hash(first[i], second[i]) & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = (long) round << 32 | i;
    }
  }

  private static int hash(int a, long b) {
    long h = (b + a * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
    return (int) (h ^ h >>> 32);
  }

  int first(int index) {
    return first[index];
  }

  long second(int index) {
    return second[index];
  }
}
