package io.tripline.engine.pipeline;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * That the limit on partial matches has struck, for people. Written by the worker whose states
 * these are, read by those who ask for figures; allocates the first time alone.
 */
final class LimitMark {
  /**
   * The first time.
   *
   * @param number of the event, which tells which of two is earlier
   * @param clock at it, ms
   * @param key that had too many
   */
  record First(long number, long clock, byte[] key) {}

  private volatile @Nullable First first;
  private final AtomicLong dropped = new AtomicLong();

  void struck(int count, long number, long clock, EventKey key) {
    if (first == null) {
      first = new First(number, clock, key.bytes());
    }
    dropped.setOpaque(dropped.getPlain() + count);
  }

  /** Null while it has not struck. Any thread. */
  @Nullable First first() {
    return first;
  }

  /** Partial matches dropped. Any thread. */
  long dropped() {
    return dropped.getOpaque();
  }
}
