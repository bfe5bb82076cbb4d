package io.tripline.engine.pipeline;

import io.tripline.engine.heap.StateHeap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A worker's part in checkpoints: what has changed in its keys by a barrier is handed over bit by
 * bit behind it. When the worker has to stand still for a checkpoint, that is measured. Of the
 * worker's thread, but for the figures.
 */
final class WorkerCheckpoints {
  private static final long NAP_NANOS = 50_000;

  private final StateCache cache;
  private final StateHeap heap;
  private final DeletedKeys deleted;
  private final Durations pauses = new Durations();
  private final Durations memoryWaits = new Durations();
  // Number of the last barrier that it has met.
  private int lastBarrier;
  // Of that barrier, while not all states are handed over.
  private @Nullable KeyChangeSink leaving;
  // By System.nanoTime, while it waits; 0 while it does not.
  private long barrierFoundAt;
  private long fullSince;

  WorkerCheckpoints(StateCache cache, StateHeap heap, DeletedKeys deleted) {
    this.cache = cache;
    this.heap = heap;
    this.deleted = deleted;
  }

  /** From when a barrier is next until the events behind it can be taken. Any thread. */
  Durations pauses() {
    return pauses;
  }

  /** How long it waited for a checkpoint as its memory was more than full. Any thread. */
  Durations memoryWaits() {
    return memoryWaits;
  }

  /**
   * What changed before a barrier has to be handed over before the next one, and before rules
   * change; and where memory is more than full, a checkpoint that is underway has to be through.
   */
  boolean mustWaitFor(EntryKind next, List<KeyGroup> groups) {
    if (next == EntryKind.BARRIER && barrierFoundAt == 0) {
      barrierFoundAt = System.nanoTime();
    }
    return leaving != null && isChange(next) || mustWaitForRoom(groups);
  }

  private static boolean isChange(EntryKind kind) {
    return switch (kind) {
      case BARRIER, DEPLOY, UNDEPLOY, MODES -> true;
      case EVENTS, SOURCE, TIME, IDLE, CONTENTS, END -> false;
    };
  }

  private boolean mustWaitForRoom(List<KeyGroup> groups) {
    boolean full = cache.isOverfull(heap);
    if (full) {
      cache.afterSlot(heap, deleted, groups);
      full = cache.committed() < lastBarrier && cache.isOverfull(heap);
    }
    if (full && fullSince == 0) {
      fullSince = System.nanoTime();
    } else if (!full && fullSince != 0) {
      memoryWaits.add(System.nanoTime() - fullSince);
      fullSince = 0;
    }
    return full;
  }

  /** At a barrier, once all that changed before the last one is handed over. */
  void leave(CheckpointTicket of, List<KeyGroup> groups) {
    deleted.committed(cache.committed());
    lastBarrier = of.number();
    KeyChangeSink sink = new KeyChangeSink(of);
    // Deletes first: a key that was removed may have come back since.
    deleted.handOver(lastBarrier).addTo(sink);
    for (KeyGroup group : groups) {
      group.states().changedStates().leave(lastBarrier, sink);
    }
    leaving = sink;
    if (barrierFoundAt != 0) {
      pauses.add(System.nanoTime() - barrierFoundAt);
      barrierFoundAt = 0;
    }
  }

  /** Whether something has still to be handed over. */
  boolean areLeaving() {
    return leaving != null;
  }

  /**
   * Hands over some of what had changed at the last barrier, and says so once it is all.
   *
   * @param most in records; {@code Integer.MAX_VALUE} for all, even where there is no room for them
   */
  void handOver(int most, List<KeyGroup> groups) {
    KeyChangeSink sink = leaving;
    if (sink == null) {
      return;
    }
    boolean all = most == Integer.MAX_VALUE;
    int left = most;
    boolean more = false;
    for (int i = 0; i < groups.size(); i++) {
      ChangedStates changed = groups.get(i).states().changedStates();
      while (left > 0 && (all || sink.hasRoom()) && changed.handOverOne()) {
        left--;
      }
      more |= changed.isLeaving();
    }
    if (!more) {
      sink.end();
      leaving = null;
    }
  }

  /** Leaves the processor to the writer for a moment, if it is what is waited for. */
  void nap() {
    if (leaving != null && !leaving.hasRoom()) {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }
}
