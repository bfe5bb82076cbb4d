package io.tripline.engine.pipeline;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the match workers of an engine wait for each other, within a slot: for what others have
 * worked out of it for keys of theirs. Nobody is locked out; each says how far it is, and looks how
 * far the others are.
 */
final class WorkersMeeting {
  // A counter in a cache line of its own.
  private static final int LINE = 16;
  private static final int SPINS = 200;
  private static final long PARK_NANOS = 20_000;

  private final SharedFeatures[][] features = new SharedFeatures[2][];
  private final AtomicLongArray rounds;
  private final int workers;
  private final Failure failure;

  WorkersMeeting(int workers, Failure failure) {
    this.workers = workers;
    this.failure = failure;
    this.rounds = new AtomicLongArray(LINE * workers);
    for (int turn = 0; turn < features.length; turn++) {
      features[turn] = new SharedFeatures[workers];
      for (int worker = 0; worker < workers; worker++) {
        features[turn][worker] = new SharedFeatures();
      }
    }
  }

  /** How many workers there are. */
  int workers() {
    return workers;
  }

  /**
   * Where each worker puts values of features for the others. There are two of them, taken in turn:
   * while one is filled, slower workers still read the other.
   */
  SharedFeatures[] features(int turn) {
    return features[turn & 1];
  }

  /**
   * Waits until all have come here as often as this worker has, with this call. What each wrote
   * before is seen by all after. All workers call it the same number of times a slot.
   *
   * @param meanwhile called again and again while it has to wait; must not wait itself
   * @throws EngineFailedException if one of them will not come
   */
  void meet(int worker, Runnable meanwhile) {
    long round = rounds.get(LINE * worker) + 1;
    rounds.set(LINE * worker, round);
    int spins = 0;
    for (int other = 0; other < workers; other++) {
      while (rounds.get(LINE * other) < round) {
        failure.check();
        if (++spins < SPINS) {
          Thread.onSpinWait();
        } else {
          meanwhile.run();
          LockSupport.parkNanos(PARK_NANOS);
        }
      }
    }
  }
}
