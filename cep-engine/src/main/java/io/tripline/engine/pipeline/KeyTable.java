package io.tripline.engine.pipeline;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of keys: open addressing, linear probing, no tombstones (what follows a removed
 * entry is shifted back). At most half full.
 */
final class KeyTable {
  private static final int LEAST = 16;

  // hashes[i] is 0 where there is no entry: no key has the hash 0.
  private long[] hashes = new long[LEAST];
  private @Nullable KeyEntry[] entries = new KeyEntry[LEAST];
  private int size;

  int size() {
    return size;
  }

  int capacity() {
    return hashes.length;
  }

  /** The entry with this key; most keys that are not there are told by their hash alone. */
  @Nullable KeyEntry find(long hash, EventKey key) {
    int mask = hashes.length - 1;
    for (int i = home(hash, mask); hashes[i] != 0; i = i + 1 & mask) {
      if (hashes[i] == hash) {
        KeyEntry entry = entries[i];
        if (entry != null && key.buffer().matches(entry.key)) {
          return entry;
        }
      }
    }
    return null;
  }

  /** Adds an entry whose key is not in the table. */
  void add(KeyEntry entry) {
    if (2 * (size + 1) > hashes.length) {
      resize(2 * hashes.length);
    }
    insert(entry);
    size++;
  }

  private void insert(KeyEntry entry) {
    int mask = hashes.length - 1;
    int i = home(entry.hash, mask);
    while (hashes[i] != 0) {
      i = i + 1 & mask;
    }
    hashes[i] = entry.hash;
    entries[i] = entry;
  }

  /** Removes an entry that is in the table. */
  void remove(KeyEntry entry) {
    int mask = hashes.length - 1;
    int gap = home(entry.hash, mask);
    while (entries[gap] != entry) {
      if (hashes[gap] == 0) {
        throw new IllegalStateException("not in the table");
      }
      gap = gap + 1 & mask;
    }
    for (int i = gap + 1 & mask; hashes[i] != 0; i = i + 1 & mask) {
      // An entry may fill the gap if its probe path goes over it.
      int distance = i - home(hashes[i], mask) & mask;
      if (distance >= (i - gap & mask)) {
        hashes[gap] = hashes[i];
        entries[gap] = entries[i];
        gap = i;
      }
    }
    hashes[gap] = 0;
    entries[gap] = null;
    size--;
    if (hashes.length > LEAST && 16 * size < hashes.length) {
      resize(hashes.length / 4);
    }
  }

  private void resize(int capacity) {
    @Nullable KeyEntry[] old = entries;
    hashes = new long[Math.max(LEAST, capacity)];
    entries = new KeyEntry[hashes.length];
    for (KeyEntry entry : old) {
      if (entry != null) {
        insert(entry);
      }
    }
  }

  void forEach(Consumer<KeyEntry> visitor) {
    for (KeyEntry entry : entries) {
      if (entry != null) {
        visitor.accept(entry);
      }
    }
  }

  // The low bits of the hash chose the worker, so within a worker they say little.
  private static int home(long hash, int mask) {
    return (int) (hash >>> 32) & mask;
  }
}
