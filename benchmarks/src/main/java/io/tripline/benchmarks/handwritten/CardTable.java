package io.tripline.benchmarks.handwritten;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * States by card: open addressing with linear probing, by a hash that the caller knows.
 *
 * @param <T> the state of one card
 */
final class CardTable<T> {
  private final Supplier<T> fresh;
  private @Nullable Object[] states = new @Nullable Object[1 << 12];
  private @Nullable String[] cards = new @Nullable String[1 << 12];
  private long[] hashes = new long[1 << 12];
  private int count;

  CardTable(Supplier<T> fresh) {
    this.fresh = fresh;
  }

  /** Where a card's state is, or where it would be. */
  int slot(long hash, String card) {
    int mask = states.length - 1;
    int at = (int) (hash ^ hash >>> 32) & mask;
    for (String of = cards[at]; of != null; of = cards[at]) {
      if (hashes[at] == hash && of.equals(card)) {
        return at;
      }
      at = at + 1 & mask;
    }
    return at;
  }

  /** The same for a card that is ASCII text in bytes. */
  int slot(long hash, byte[] bytes, int offset, int length) {
    int mask = states.length - 1;
    int at = (int) (hash ^ hash >>> 32) & mask;
    for (String of = cards[at]; of != null; of = cards[at]) {
      if (hashes[at] == hash && same(of, bytes, offset, length)) {
        return at;
      }
      at = at + 1 & mask;
    }
    return at;
  }

  private static boolean same(String card, byte[] bytes, int offset, int length) {
    if (card.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (card.charAt(i) != bytes[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /** The state in a slot, or null. */
  @SuppressWarnings("unchecked") // only add() writes
  @Nullable T state(int slot) {
    return (T) states[slot];
  }

  /** The card of a state. */
  String card(int slot) {
    String card = cards[slot];
    if (card == null) {
      throw new IllegalStateException("no card there");
    }
    return card;
  }

  /** Adds a card's state in the slot where it was looked for; the slots of others change. */
  T add(int slot, long hash, String card) {
    T state = fresh.get();
    cards[slot] = card;
    hashes[slot] = hash;
    states[slot] = state;
    if (++count > states.length / 2) {
      grow();
    }
    return state;
  }

  private void grow() {
    @Nullable Object[] oldStates = states;
    @Nullable String[] oldCards = cards;
    long[] oldHashes = hashes;
    states = new @Nullable Object[2 * oldStates.length];
    cards = new @Nullable String[states.length];
    hashes = new long[states.length];
    for (int i = 0; i < oldStates.length; i++) {
      String card = oldCards[i];
      if (card != null) {
        int at = slot(oldHashes[i], card);
        cards[at] = card;
        hashes[at] = oldHashes[i];
        states[at] = oldStates[i];
      }
    }
  }
}
