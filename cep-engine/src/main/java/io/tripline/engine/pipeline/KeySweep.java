package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.Pace;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes over the stored states of keys, a part after each checkpoint, for what no event may ever
 * come by: states of rules that are gone are removed, and of keys that were put away and are over
 * the worker is told, who counts them. It looks at four states for each that is new, and some in
 * any case: so the store holds a third more than it has to, about, and nobody keeps a list of what
 * is over when. On the way it renews what tells which keys the store has. Of the thread that writes
 * checkpoints.
 */
final class KeySweep {
  private static final int FOR_EACH_NEW = 4;
  private static final int FOR_RULES_GONE = 20_000;
  private static final int PART = 1_000;

  private final StateStore store;
  private final List<MatchHandler> workers;
  private Set<Long> before = Set.of();
  // Until when rules may have left something: the end of the next pass that begins with none.
  private int passes = 2;
  // Whether the store begins anew; at first that is not known.
  private boolean atStart;
  private boolean renewing;

  /**
   * @param workers whose keys they are; complete before the first checkpoint
   */
  KeySweep(StateStore store, List<MatchHandler> workers) {
    this.store = store;
    this.workers = workers;
  }

  /**
   * After a checkpoint.
   *
   * @param added how many states are new in it
   * @param clocks of all who keep states, the time that they had come to
   */
  void after(long added, Map<Long, Long> clocks, Pace pace) {
    if (!clocks.keySet().containsAll(before)) {
      passes = 2;
    }
    before = Set.copyOf(clocks.keySet());
    long most = passes > 0 ? FOR_RULES_GONE : 0;
    boolean tellsWorkers = workers.stream().anyMatch(MatchHandler::isPartial);
    if (tellsWorkers) {
      most = Math.max(most, PART + FOR_EACH_NEW * added);
    }
    for (long looked = 0; looked < most; looked += PART) {
      long start = System.nanoTime();
      if (atStart) {
        startPass();
      }
      int count =
          store.sweep(
              PART, (key, id, deadline) -> isGarbage(key, id, deadline, clocks, tellsWorkers));
      pace.rest(System.nanoTime() - start, (int) ((most - looked) / PART));
      if (count < PART) {
        endPass();
        return;
      }
    }
  }

  private void startPass() {
    atStart = false;
    renewing = workers.stream().anyMatch(worker -> worker.away().isRatherFull());
    if (renewing) {
      workers.forEach(worker -> worker.away().renew());
    }
  }

  private void endPass() {
    atStart = true;
    passes = Math.max(0, passes - 1);
    if (renewing) {
      renewing = false;
      workers.forEach(worker -> worker.away().renewed());
    }
  }

  private boolean isGarbage(
      KeyName key, long stateId, long deadline, Map<Long, Long> clocks, boolean tellsWorkers) {
    Long clock = clocks.get(stateId);
    if (clock == null) {
      return true;
    }
    boolean isOver = tellsWorkers && deadline < clock;
    if (isOver || renewing) {
      for (MatchHandler worker : workers) {
        if (worker.owns(key.hash())) {
          worker.away().stored(key.hash());
          if (isOver) {
            worker.mayBeOver(key, stateId);
          }
        }
      }
    }
    return false;
  }
}
