package io.tripline.engine.pipeline;

/**
 * Chooses which of the events that a group's matchers are given are timed: one in {@link #EVERY} on
 * average. The gaps are of any length from 1 to twice that, so that a stream that repeats itself
 * does not have the same rule chosen each time, and so that each event is as likely to be chosen as
 * any other. Not thread-safe; reads no clock where nothing is chosen.
 */
final class CostSampling {
  /** How many events one that is timed stands for. */
  static final int EVERY = 1 << 10;

  private long random;
  private int left;

  /**
   * @param seed anything; equal ones choose alike
   */
  CostSampling(long seed) {
    random = 0x9E3779B97F4A7C15L * (seed + 1) | 1;
    left = gap();
  }

  /** Whether the event at hand is to be timed; asked once for each. */
  boolean isChosen() {
    if (--left > 0) {
      return false;
    }
    left = gap();
    return true;
  }

  /** From 1 to twice {@link #EVERY} less one, each as likely: on average EVERY. */
  private int gap() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return 1 + (int) Long.remainderUnsigned(random, 2 * EVERY - 1);
  }
}
