package io.tripline.engine.pipeline;

import io.tripline.engine.heap.StateHeap;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Bounds what a worker keeps in memory of its keys. A key can be put away once a checkpoint that
 * holds its states is in the store; when those that cannot are too much, a checkpoint is asked for,
 * and until it is there the bound is exceeded. A part of the keys is looked at after each slot of
 * the ring, so that no slot waits long. What is in memory never changes an outcome.
 */
final class StateCache {
  /** So much of the memory tells which keys are not there at all. */
  private static final int AWAY_SHARE = 16;

  private final long limit;
  private final AwayKeys away;
  private final IntSupplier committed;
  private final Runnable askForCheckpoint;
  // The group at which to go on, and how often all of them were gone through since the checkpoint:
  // the first round finds what was used, the second what was not used since.
  private int next;
  private int rounds;
  private int roundsOf = -1;
  private boolean asked;

  /**
   * @param limit the most bytes of keys and their states, about
   * @param committed number of the last barrier whose checkpoint is in the store
   * @param askForCheckpoint must return at once
   */
  StateCache(long limit, IntSupplier committed, Runnable askForCheckpoint) {
    this.limit = limit;
    this.away = new AwayKeys(limit / AWAY_SHARE);
    this.committed = committed;
    this.askForCheckpoint = askForCheckpoint;
  }

  /** Number of the last barrier whose checkpoint is in the store. */
  int committed() {
    return committed.getAsInt();
  }

  /** The keys that were put away. */
  AwayKeys away() {
    return away;
  }

  /** Whether more may be brought into memory. */
  boolean hasRoom(StateHeap heap) {
    return heap.usedBytes() < limit();
  }

  private long limit() {
    return limit - away.bytes();
  }

  /**
   * Whether there is so much more than there should be that a worker has to wait, if it can wait
   * for a checkpoint: its states can be put away then.
   */
  boolean isOverfull(StateHeap heap) {
    return heap.usedBytes() - limit() > limit / 2;
  }

  /** Makes room, if there has to be more. */
  void afterSlot(StateHeap heap, DeletedKeys deleted, List<KeyGroup> groups) {
    if (hasRoom(heap) || groups.isEmpty()) {
      return;
    }
    int barrier = committed();
    if (barrier != roundsOf) {
      roundsOf = barrier;
      rounds = 0;
      asked = false;
    }
    // What is put away from now on must be believed when it is loaded again.
    deleted.committed(barrier);
    // A little more than has to be, so that this is not done for every slot.
    long wanted = limit() - limit / 64;
    for (int turns = 0; turns <= groups.size() && rounds < 2; turns++) {
      next = next % groups.size();
      if (groups.get(next).states().eviction().putAway(wanted, barrier)) {
        next++;
        rounds += next == groups.size() ? 1 : 0;
      }
      if (heap.usedBytes() <= wanted) {
        return;
      }
    }
    if (rounds == 2 && !asked) {
      asked = true;
      askForCheckpoint.run();
    }
  }
}
