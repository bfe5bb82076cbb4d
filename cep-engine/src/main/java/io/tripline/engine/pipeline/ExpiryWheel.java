package io.tripline.engine.pipeline;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A timing wheel on event time: keys by the tick in which their state's deadline lies. A deadline
 * that moves on does not move the key; when its tick has passed, whoever empties the bucket looks
 * at the deadline again. What lies beyond the wheel waits in its last bucket.
 */
final class ExpiryWheel {
  static final int NOWHERE = -1;
  private static final int BUCKETS = 512;
  // Keeps arithmetic on ticks clear of overflow.
  private static final int LEAST_SHIFT = 4;

  private static final @Nullable KeyEntry[] NOT_MADE = {};

  // Made with the first key: most rules of a large set never have one in a short run.
  private @Nullable KeyEntry[] heads = NOT_MADE;
  private final int shift;
  private long tick;
  private int count;

  /**
   * @param horizonMillis how far ahead deadlines lie, as a rule
   */
  ExpiryWheel(long horizonMillis) {
    int bits = LEAST_SHIFT;
    while (horizonMillis >> bits >= BUCKETS / 2) {
      bits++;
    }
    shift = bits;
  }

  /** Puts a key in that is not in the wheel. */
  void schedule(KeyEntry entry, long deadline, long now) {
    if (count == 0) {
      tick = now >> shift;
      if (heads == NOT_MADE) {
        heads = new KeyEntry[BUCKETS];
      }
    }
    long at = Math.clamp(deadline >> shift, tick, tick + BUCKETS - 1);
    int bucket = (int) at & (BUCKETS - 1);
    KeyEntry head = heads[bucket];
    entry.bucket = bucket;
    entry.next = head;
    entry.previous = null;
    if (head != null) {
      head.previous = entry;
    }
    heads[bucket] = entry;
    count++;
  }

  /** Takes a key out, if it is in. */
  void cancel(KeyEntry entry) {
    if (entry.bucket == NOWHERE) {
      return;
    }
    if (entry.previous == null) {
      heads[entry.bucket] = entry.next;
    } else {
      entry.previous.next = entry.next;
    }
    if (entry.next != null) {
      entry.next.previous = entry.previous;
    }
    forget(entry);
    count--;
  }

  private static void forget(KeyEntry entry) {
    entry.bucket = NOWHERE;
    entry.next = null;
    entry.previous = null;
  }

  /** The time at which {@link #advance} has work to do; {@code Long.MAX_VALUE} for never. */
  long nextDue() {
    return count == 0 ? Long.MAX_VALUE : (tick + 1) << shift;
  }

  /**
   * Takes out the keys of every tick that has passed, and gives each to {@code due}, which
   * schedules it again if its deadline has not passed after all.
   */
  void advance(long now, Consumer<KeyEntry> due) {
    long first = tick;
    long passed = Math.min((now >> shift) - first, BUCKETS);
    if (count == 0 || passed <= 0) {
      return;
    }
    tick = now >> shift;
    KeyEntry all = null;
    for (long t = first; t < first + passed; t++) {
      int bucket = (int) t & (BUCKETS - 1);
      KeyEntry entry = heads[bucket];
      heads[bucket] = null;
      while (entry != null) {
        KeyEntry next = entry.next;
        entry.next = all;
        all = entry;
        count--;
        entry = next;
      }
    }
    while (all != null) {
      KeyEntry entry = all;
      all = entry.next;
      forget(entry);
      due.accept(entry);
    }
  }
}
