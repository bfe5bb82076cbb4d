package io.tripline.engine.pipeline;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * Bounds the states that a worker keeps in memory. A state can be put away once a checkpoint that
 * holds it is in the store; when those that cannot are too many, a checkpoint is asked for, and
 * until it is there the bound is exceeded. A part of the keys is looked at after each slot of the
 * ring, so that no slot waits long. What is in memory never changes an outcome.
 */
final class StateCache {
  private static final long NEVER = Long.MIN_VALUE;

  private final int limit;
  private final LongSupplier committed;
  private final Runnable askForCheckpoint;
  // The group at which to go on, and how often all of them were gone through since the checkpoint:
  // the first round finds what was used, the second what was not used since.
  private int next;
  private int rounds;
  private long roundsOf = NEVER;
  private boolean asked;

  /**
   * @param limit the most states, about
   * @param committed sequence of the last checkpoint in the store
   * @param askForCheckpoint must return at once
   */
  StateCache(int limit, LongSupplier committed, Runnable askForCheckpoint) {
    this.limit = limit;
    this.committed = committed;
    this.askForCheckpoint = askForCheckpoint;
  }

  boolean hasRoom(MemoryCount memory) {
    return memory.states < limit;
  }

  void afterSlot(MemoryCount memory, List<KeyGroup> groups) {
    if (memory.states <= limit || groups.isEmpty()) {
      return;
    }
    long checkpoint = committed.getAsLong();
    if (checkpoint != roundsOf) {
      roundsOf = checkpoint;
      rounds = 0;
      asked = false;
    }
    int barrier = memory.committed(checkpoint);
    // A little more than has to be, so that this is not done for every slot.
    long wanted = limit - limit / 64;
    for (int turns = 0; turns <= groups.size() && rounds < 2; turns++) {
      next = next % groups.size();
      if (groups.get(next).states().eviction().putAway(wanted, barrier)) {
        next++;
        rounds += next == groups.size() ? 1 : 0;
      }
      if (memory.states <= wanted) {
        return;
      }
    }
    if (rounds == 2 && !asked) {
      asked = true;
      askForCheckpoint.run();
    }
  }
}
