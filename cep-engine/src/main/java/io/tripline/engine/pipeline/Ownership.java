package io.tripline.engine.pipeline;

/** Which keys are a worker's, by their hashes. Immutable. */
final class Ownership {
  private final int worker;
  private final int workers;
  private final boolean byMask;

  /**
   * @param worker which one, from 0
   * @param workers how many there are
   */
  Ownership(int worker, int workers) {
    this.worker = worker;
    this.workers = workers;
    this.byMask = Integer.bitCount(workers) == 1;
  }

  /** Whether a key is the worker's. */
  boolean owns(long hash) {
    return worker == owner(hash);
  }

  /** Whose a key is. */
  int owner(long hash) {
    return byMask ? (int) hash & workers - 1 : Math.floorMod(hash, workers);
  }

  /** Whether every key is. */
  boolean ownsAll() {
    return workers == 1;
  }
}
