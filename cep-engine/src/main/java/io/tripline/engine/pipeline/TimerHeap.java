package io.tripline.engine.pipeline;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one rule that wait for time, by the end that they wait for: a binary heap in which
 * each entry knows its place. Of keys with the same end any comes first: what they complete is put
 * into order by the alert handler.
 */
final class TimerHeap {
  static final int NOWHERE = -1;
  private static final int LEAST = 16;
  private static final @Nullable KeyEntry[] NOT_MADE = {};

  // Made with the first timer: most rules never have one.
  private @Nullable KeyEntry[] entries = NOT_MADE;
  private int size;

  int size() {
    return size;
  }

  /** The earliest end; {@code Long.MAX_VALUE} if nothing waits. */
  long next() {
    return size == 0 ? Long.MAX_VALUE : at(0).timer;
  }

  /** The key with the earliest end. There must be one. */
  KeyEntry first() {
    return at(0);
  }

  /**
   * Sets the end that a key waits for, in place of the one before.
   *
   * @param timer {@code Long.MAX_VALUE} for none
   */
  void set(KeyEntry entry, long timer) {
    if (entry.timer == timer) {
      return;
    }
    entry.timer = timer;
    if (entry.timerAt == NOWHERE) {
      insert(entry);
    } else if (timer == Long.MAX_VALUE) {
      remove(entry);
    } else {
      down(up(entry.timerAt));
    }
  }

  private void insert(KeyEntry entry) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, Math.max(LEAST, 2 * size));
    }
    put(size++, entry);
    up(entry.timerAt);
  }

  private void remove(KeyEntry entry) {
    int gap = entry.timerAt;
    entry.timerAt = NOWHERE;
    KeyEntry last = at(--size);
    entries[size] = null;
    if (last != entry) {
      put(gap, last);
      down(up(gap));
    }
    if (entries.length > LEAST && 4 * size < entries.length) {
      entries = Arrays.copyOf(entries, entries.length / 2);
    }
  }

  private int up(int from) {
    KeyEntry entry = at(from);
    int i = from;
    while (i > 0) {
      int parent = (i - 1) / 2;
      if (at(parent).timer <= entry.timer) {
        break;
      }
      put(i, at(parent));
      i = parent;
    }
    put(i, entry);
    return i;
  }

  private void down(int from) {
    KeyEntry entry = at(from);
    int i = from;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && at(child + 1).timer < at(child).timer) {
        child++;
      }
      if (at(child).timer >= entry.timer) {
        break;
      }
      put(i, at(child));
      i = child;
    }
    put(i, entry);
  }

  private void put(int i, KeyEntry entry) {
    entries[i] = entry;
    entry.timerAt = i;
  }

  private KeyEntry at(int i) {
    KeyEntry entry = entries[i];
    if (entry == null) {
      throw new IllegalStateException("no entry " + i + " of " + size);
    }
    return entry;
  }
}
