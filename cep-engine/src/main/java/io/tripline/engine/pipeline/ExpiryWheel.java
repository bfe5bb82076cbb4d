package io.tripline.engine.pipeline;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A timing wheel on event time: key records by the time at which their first state can be removed.
 * Levels of 64 buckets, each eight times coarser than the one before, so that a record comes out at
 * most an eighth of its waiting time too late, and is never moved from level to level (as in the
 * Linux kernel's timer wheel since 4.8). A deadline that moves on does not move the record; when
 * its bucket has passed, whoever empties it looks at the deadline again. The buckets are {@link
 * RecordBags}.
 */
final class ExpiryWheel {
  private static final int BUCKET_BITS = 6;
  private static final int BUCKETS = 1 << BUCKET_BITS;
  private static final int LEVELS = 13;
  // The finest bucket: 16 ms.
  private static final int SHIFT = 4;
  // Each level is coarser by so many bits.
  private static final int STEP = 3;

  private final KeyRecords records;
  // Made with the first key: most keys of a large set of rules never have one in a short run.
  private @Nullable RecordBags bags;
  // Of each level the buckets that are not empty, and the first that has not passed.
  private final long[] used = new long[LEVELS];
  private final long[] first = new long[LEVELS];
  private int count;
  // Not later than the time at which a bucket with a record has passed.
  private long next = Long.MAX_VALUE;

  ExpiryWheel(KeyRecords records) {
    this.records = records;
  }

  /** Puts a record in that is not in the wheel. */
  void schedule(int record, long deadline, long now) {
    if (count == 0) {
      for (int level = 0; level < LEVELS; level++) {
        first[level] = now >> shift(level);
      }
    }
    insert(record, bucketOf(deadline, now));
  }

  private RecordBags bags() {
    if (bags == null) {
      bags = new RecordBags(records, LEVELS * BUCKETS);
    }
    return bags;
  }

  private void insert(int record, int bucket) {
    bags().add(bucket, record);
    used[bucket / BUCKETS] |= 1L << bucket;
    next = Math.min(next, due(bucket));
    count++;
  }

  /** Passes over empty buckets, so that what comes is not taken to be farther ahead than it is. */
  private void catchUp(int level, long now) {
    long passed = (now >> shift(level)) - first[level];
    if (passed > 0) {
      first[level] += used[level] == 0 ? passed : Math.min(passed, emptyAhead(level));
    }
  }

  private int emptyAhead(int level) {
    return Long.numberOfTrailingZeros(Long.rotateRight(used[level], (int) first[level]));
  }

  private static int shift(int level) {
    return SHIFT + STEP * level;
  }

  /** The bucket that is passed when a deadline is: of the first level that reaches so far. */
  private int bucketOf(long deadline, long now) {
    // No level before this one does.
    long ahead = Math.max(0, deadline - now) >> SHIFT;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(ahead);
    for (int level = Math.clamp((bits - BUCKET_BITS) / STEP, 0, LEVELS - 1); ; level++) {
      catchUp(level, now);
      long tick = deadline >> shift(level);
      if (tick - first[level] < BUCKETS) {
        long at = Math.max(tick, first[level]);
        return level * BUCKETS + (int) (at & BUCKETS - 1);
      }
      if (level == LEVELS - 1) {
        return level * BUCKETS + (int) (first[level] + BUCKETS - 1 & BUCKETS - 1);
      }
    }
  }

  /** Takes a record out, if it is in. */
  void cancel(int record) {
    int bucket = records.bag(record);
    if (bucket != KeyRecords.NOWHERE) {
      remove(record, bucket);
      records.putInto(record, KeyRecords.NOWHERE, 0);
    }
  }

  private void remove(int record, int bucket) {
    bags().remove(bucket, record);
    if (bags().isEmpty(bucket)) {
      used[bucket / BUCKETS] &= ~(1L << bucket);
    }
    count--;
  }

  /** Puts a record in the wheel where it is due no later than a deadline. */
  void hasten(int record, long deadline, long now) {
    int bucket = records.bag(record);
    if (bucket == KeyRecords.NOWHERE) {
      schedule(record, deadline, now);
    } else if (deadline < due(bucket)) {
      int sooner = bucketOf(deadline, now);
      if (due(sooner) < due(bucket)) {
        remove(record, bucket);
        insert(record, sooner);
      }
    }
  }

  /** A record has moved: it says of itself what it said before. */
  void moved(int record) {
    if (records.bag(record) != KeyRecords.NOWHERE) {
      bags().moved(record);
    }
  }

  /** The time at which a bucket has passed. */
  private long due(int bucket) {
    int level = bucket / BUCKETS;
    long ahead = bucket - first[level] & BUCKETS - 1;
    return first[level] + ahead + 1 << shift(level);
  }

  /** Not later than when {@link #advance} has work to do; {@code Long.MAX_VALUE} for never. */
  long nextDue() {
    return count == 0 ? Long.MAX_VALUE : next;
  }

  private long firstDue() {
    long due = Long.MAX_VALUE;
    for (int level = 0; level < LEVELS; level++) {
      if (used[level] != 0) {
        due = Math.min(due, first[level] + emptyAhead(level) + 1 << shift(level));
      }
    }
    return due;
  }

  /**
   * Takes out the records of every bucket that has passed, and gives each to {@code due}, which may
   * free it, or schedule it again if its deadline has not passed after all.
   */
  void advance(long now, IntConsumer due) {
    if (count == 0) {
      return;
    }
    int all = KeyRecords.NOWHERE;
    for (int level = 0; level < LEVELS; level++) {
      long tick = now >> shift(level);
      long passed = tick - first[level];
      if (passed <= 0) {
        continue;
      }
      long gone = passed >= BUCKETS ? -1L : Long.rotateLeft((1L << passed) - 1, (int) first[level]);
      for (long left = used[level] & gone; left != 0; left &= left - 1) {
        all = bags().empty(level * BUCKETS + Long.numberOfTrailingZeros(left), all);
      }
      used[level] &= ~gone;
      first[level] = tick;
    }
    next = firstDue();
    // Some come back meanwhile, and are counted then: the two must not be in one expression.
    int given = bags().giveAway(all, due);
    count -= given;
  }

  /** Bytes of its arrays, about. */
  long bytes() {
    return (bags == null ? 0 : bags.bytes()) + 16L * LEVELS;
  }
}
