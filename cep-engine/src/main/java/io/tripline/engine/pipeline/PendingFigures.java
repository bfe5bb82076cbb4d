package io.tripline.engine.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one rule has pending in one worker, over all versions that share its states. Written by the
 * worker alone, read by those who ask for figures.
 */
final class PendingFigures {
  private final AtomicLong keys = new AtomicLong();
  private final AtomicLong runs = new AtomicLong();
  private final LimitMark limit = new LimitMark();

  /** Keys with something pending. Any thread. */
  long keys() {
    return keys.getOpaque();
  }

  /** Partial matches of all keys. Any thread. */
  long runs() {
    return runs.getOpaque();
  }

  /** Whether a key had too many of them. Any thread. */
  LimitMark limit() {
    return limit;
  }

  /** Whether no key has anything pending. The worker. */
  boolean isEmpty() {
    return keys.getPlain() == 0;
  }

  void count(int moreKeys, int moreRuns) {
    if (moreKeys != 0) {
      keys.setOpaque(keys.getPlain() + moreKeys);
    }
    if (moreRuns != 0) {
      runs.setOpaque(runs.getPlain() + moreRuns);
    }
  }
}
