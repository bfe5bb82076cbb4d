package io.tripline.engine.pipeline;

import java.util.Arrays;

/**
 * Reads what events will need before their turn comes: first all places in the tables, then all
 * records, then their states. Each is a step that depends on the one before, and many of one step
 * can be underway at once, where events by themselves would wait for one after the other. What was
 * read decides nothing in the same step: a processor that has guessed wrong throws away what it has
 * underway. Changes nothing, and what it reads may turn out not to be needed. Reused; not
 * thread-safe.
 */
final class Prefetch {
  /** Of a record with more states, most are nothing to the event. */
  private static final int MOST_STATES = 8;

  private long[] hashes = new long[64];
  private KeyGroup[] groups = new KeyGroup[64];
  private int[] found = new int[64];
  private int count;
  private int[] states = new int[128];
  // Written so that the compiler must not leave reads out.
  private int nothing;

  void clear() {
    count = 0;
  }

  /** Notes that an event will look up a key. */
  void add(KeyGroup group, long hash) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
      groups = Arrays.copyOf(groups, 2 * count);
      found = Arrays.copyOf(found, 2 * count);
    }
    hashes[count] = hash;
    groups[count++] = group;
  }

  /** Reads what was noted. */
  void fetch() {
    if (count == 0) {
      return;
    }
    // Their blocks are of one heap, whatever group they are of.
    KeyRecords records = groups[0].states().records();
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += groups[i].touch(hashes[i]);
    }
    for (int i = 0; i < count; i++) {
      found[i] = groups[i].guess(hashes[i]);
    }
    for (int i = 0; i < count; i++) {
      sum += found[i] == KeyRecords.NONE ? 0 : records.touch(found[i]);
    }
    int all = 0;
    for (int i = 0; i < count; i++) {
      if (states.length - all < MOST_STATES) {
        states = Arrays.copyOf(states, 2 * states.length);
      }
      all = groups[i].states(found[i], states, all, MOST_STATES);
    }
    for (int i = 0; i < all; i++) {
      sum += records.touch(states[i]);
    }
    nothing = sum;
  }
}
