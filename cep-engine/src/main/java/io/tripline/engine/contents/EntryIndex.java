package io.tripline.engine.contents;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest entry of each key, by its hash: open addressing, half full at most. Written by one
 * thread, read by any, without locks: a place that has a key keeps it, or is forgotten, and whoever
 * needs more room makes another index.
 */
final class EntryIndex {
  private static final int LEAST = 16;

  private final EntryKeys keys;
  private final AtomicReferenceArray<@Nullable Entry> places;
  private final int mask;
  // The writer's.
  private int used;
  private int forgotten;

  /**
   * @param expected how many keys there will be
   */
  EntryIndex(EntryKeys keys, int expected) {
    this.keys = keys;
    int room = LEAST;
    while (room < 2L * expected && room < 1 << 30) {
      room *= 2;
    }
    places = new AtomicReferenceArray<>(room);
    mask = room - 1;
  }

  @Nullable Entry find(long number) {
    int at = EntryKeys.hash(number) & mask;
    Entry entry = places.getAcquire(at);
    while (entry != null && !keys.is(entry, number)) {
      at = at + 1 & mask;
      entry = places.getAcquire(at);
    }
    return entry;
  }

  @Nullable Entry find(long high, long low) {
    int at = EntryKeys.hash(high, low) & mask;
    Entry entry = places.getAcquire(at);
    while (entry != null && !keys.is(entry, high, low)) {
      at = at + 1 & mask;
      entry = places.getAcquire(at);
    }
    return entry;
  }

  @Nullable Entry find(byte[] text, int from, int length) {
    int at = EntryKeys.hash(text, from, length) & mask;
    Entry entry = places.getAcquire(at);
    while (entry != null && !keys.is(entry, text, from, length)) {
      at = at + 1 & mask;
      entry = places.getAcquire(at);
    }
    return entry;
  }

  /** How many places there are; some have no entry. */
  int room() {
    return mask + 1;
  }

  /** The entry at a place, or null. */
  @Nullable Entry at(int place) {
    Entry entry = places.getAcquire(place);
    return entry == Entry.FORGOTTEN ? null : entry;
  }

  /** The place of the key of an entry, or, negative, one less than where it would be. */
  int place(byte[] bytes, int base) {
    int at = keys.hash(bytes, base) & mask;
    Entry entry = places.getAcquire(at);
    while (entry != null) {
      if (keys.isSame(entry, bytes, base)) {
        return at;
      }
      at = at + 1 & mask;
      entry = places.getAcquire(at);
    }
    return -1 - at;
  }

  // ---- the writer's

  /** Whether there is no room for another key. */
  boolean isFull() {
    return 2 * (used + 1) > places.length();
  }

  /** Puts an entry at the place of its key. */
  void put(int place, Entry entry) {
    if (places.getPlain(place) == null) {
      used++;
    }
    places.setRelease(place, entry);
  }

  /** Forgets the key at a place. */
  void forget(int place) {
    forgotten++;
    places.setRelease(place, Entry.FORGOTTEN);
  }

  /** The same entries with room for as many again. */
  EntryIndex larger() {
    EntryIndex larger = new EntryIndex(keys, 2 * (used - forgotten + 1));
    for (int i = 0; i < places.length(); i++) {
      Entry entry = at(i);
      if (entry != null) {
        larger.put(-1 - larger.place(entry.bytes(), entry.base()), entry);
      }
    }
    return larger;
  }
}
