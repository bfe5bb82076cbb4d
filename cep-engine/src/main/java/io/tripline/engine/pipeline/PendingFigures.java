package io.tripline.engine.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one rule has pending in one worker, over all versions that share its states. Written by the
 * worker alone, read by those who ask for figures.
 */
final class PendingFigures {
  private static final VarHandle KEYS = field("keys");
  private static final VarHandle RUNS = field("runs");

  // Here, and not in objects of their own: of a thousand rules these are far.
  private long keys;
  private long runs;
  private final LimitMark limit = new LimitMark();
  private final CostFigures cost = new CostFigures();

  private static VarHandle field(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(PendingFigures.class, name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keys with something pending. Any thread. */
  long keys() {
    return (long) KEYS.getOpaque(this);
  }

  /** Partial matches of all keys. Any thread. */
  long runs() {
    return (long) RUNS.getOpaque(this);
  }

  /** Whether a key had too many of them. Any thread. */
  LimitMark limit() {
    return limit;
  }

  /** What it costs to match it, about. */
  CostFigures cost() {
    return cost;
  }

  /** Whether no key has anything pending. The worker. */
  boolean isEmpty() {
    return keys == 0;
  }

  void count(int moreKeys, int moreRuns) {
    if (moreKeys != 0) {
      KEYS.setOpaque(this, keys + moreKeys);
    }
    if (moreRuns != 0) {
      RUNS.setOpaque(this, runs + moreRuns);
    }
  }
}
