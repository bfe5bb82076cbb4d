package io.tripline.engine.pipeline;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * Bounds the states that a worker keeps in memory. A state can be put away once a checkpoint that
 * holds it is in the store; when those that cannot are too many, a checkpoint is asked for, and
 * until it is there the bound is exceeded. What is in memory never changes an outcome.
 */
final class StateCache {
  private static final long NEVER = Long.MIN_VALUE;

  private final int limit;
  private final LongSupplier committed;
  private final Runnable askForCheckpoint;
  // The checkpoint after which there was nothing left to put away.
  private long exhaustedAt = NEVER;
  private boolean asked;

  /**
   * @param committed sequence of the last checkpoint in the store
   * @param askForCheckpoint must return at once
   */
  StateCache(int limit, LongSupplier committed, Runnable askForCheckpoint) {
    this.limit = limit;
    this.committed = committed;
    this.askForCheckpoint = askForCheckpoint;
  }

  boolean hasRoom(List<RuleRun> runs) {
    return inMemory(runs) < limit;
  }

  private static long inMemory(List<RuleRun> runs) {
    long sum = 0;
    for (int i = 0; i < runs.size(); i++) {
      sum += runs.get(i).states().inMemory();
    }
    return sum;
  }

  void afterSlot(List<RuleRun> runs) {
    long inMemory = inMemory(runs);
    if (inMemory <= limit) {
      return;
    }
    long checkpoint = committed.getAsLong();
    if (checkpoint != exhaustedAt) {
      asked = false;
      // An eighth more, so that this is not done for every slot.
      long excess = inMemory - (limit - limit / 8);
      for (RuleRun run : runs) {
        excess -= run.states().putAway((int) Math.min(excess, Integer.MAX_VALUE), checkpoint);
      }
      if (excess > 0) {
        exhaustedAt = checkpoint;
      }
    }
    if (!asked && checkpoint == exhaustedAt) {
      asked = true;
      askForCheckpoint.run();
    }
  }
}
