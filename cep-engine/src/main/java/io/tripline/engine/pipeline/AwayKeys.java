package io.tripline.engine.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Tells of most keys that nobody has put them away, so that the store need not be asked: a Bloom
 * filter whose bits of a key lie in one cache line (Putze, Sanders, Singler: Cache-, Hash- and
 * Space-Efficient Bloom Filters, WEA 2007). It takes a fixed number of bytes; the more keys there
 * are, the more often it says that there may be one, and the store has to say.
 *
 * <p>Keys cannot be taken out. So once it is rather full, whoever goes over the store's keys anyway
 * fills a second one, which then takes its place. Added to and asked by a worker, renewed by one
 * other thread.
 */
final class AwayKeys {
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int BLOCK = 8;
  private static final int BITS = 4;

  /** About 64 million keys. */
  private static final int MOST_WORDS = 1 << 23;

  /** Where three of ten bits are set, one in a hundred answers is wrong. */
  private static final double RATHER_FULL = 0.3;

  private static final int SAMPLE = 1 << 15;

  /**
   * @param next what is being filled in its place
   */
  private record Filters(long[] now, long @Nullable [] next) {}

  private final int words;
  private volatile @Nullable Filters filters;

  /**
   * @param bytes the most that it takes, but for the time of a renewal, where it is twice that; at
   *     least a hundred are taken, and at most 64 MB
   */
  AwayKeys(long bytes) {
    long most = Math.clamp(bytes / Long.BYTES, 2L * BLOCK, MOST_WORDS);
    this.words = (int) Long.highestOneBit(most);
  }

  /** Bytes that it takes now: none, before there is a key. */
  long bytes() {
    Filters of = filters;
    return of == null ? 0 : (of.next == null ? 1L : 2L) * words * Long.BYTES;
  }

  /** A key of the worker has been put away. By the worker. */
  void add(long hash) {
    Filters of = filters;
    if (of == null) {
      of = new Filters(new long[words], null);
      filters = of;
    }
    set(of.now, hash);
    if (of.next != null) {
      set(of.next, hash);
    }
  }

  /** Whether a key may have been put away; false if it was not. By the worker. */
  boolean mayHave(long hash) {
    Filters of = filters;
    return of != null && isSet(of.now, hash);
  }

  // ---- renewal: by the thread that goes over the store

  /** Whether it should be renewed. */
  boolean isRatherFull() {
    Filters of = filters;
    if (of == null || of.next != null) {
      return false;
    }
    // A key's bits may be anywhere: one part is as full as another.
    int looked = Math.min(words, SAMPLE);
    long bits = 0;
    for (int i = 0; i < looked; i++) {
      bits += Long.bitCount(of.now[i]);
    }
    return bits > RATHER_FULL * Long.SIZE * looked;
  }

  /** Begins a renewal: from now on all keys in the store are looked at, from the first one. */
  void renew() {
    Filters of = filters;
    if (of != null) {
      filters = new Filters(of.now, new long[words]);
    }
  }

  /** During a renewal: a key that the store has. */
  void stored(long hash) {
    Filters of = filters;
    if (of != null && of.next != null) {
      set(of.next, hash);
    }
  }

  /** Ends a renewal: all keys in the store were looked at. */
  void renewed() {
    Filters of = filters;
    if (of != null && of.next != null) {
      // What the worker adds to the two of before at this moment is in the one that stays.
      filters = new Filters(of.next, null);
    }
  }

  // ---- bits

  private static void set(long[] of, long hash) {
    long mixed = mix(hash);
    int block = block(of, mixed);
    for (int i = 0; i < BITS; i++) {
      int bit = bit(mixed, i);
      // Two threads may fill the same one.
      WORDS.getAndBitwiseOr(of, block + (bit >>> 6), 1L << bit);
    }
  }

  private static boolean isSet(long[] of, long hash) {
    long mixed = mix(hash);
    int block = block(of, mixed);
    for (int i = 0; i < BITS; i++) {
      int bit = bit(mixed, i);
      if ((of[block + (bit >>> 6)] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The finalizer of MurmurHash3: workers and tables have used bits of the hash already. */
  private static long mix(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ mixed >>> 33;
  }

  private static int block(long[] of, long mixed) {
    return (int) mixed & of.length - 1 & -BLOCK;
  }

  private static int bit(long mixed, int i) {
    return (int) (mixed >>> 28 + 9 * i) & BLOCK * Long.SIZE - 1;
  }
}
