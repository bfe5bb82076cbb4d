package io.tripline.engine.pipeline;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one rule costs in one worker, about: from {@link CostSampling samples} of the events that
 * its matcher is given, and from the states that are put into bytes. Written by the worker alone,
 * read by those who ask for figures.
 */
final class CostFigures {
  // Past it both sums are halved, so that what states were like long ago is forgotten.
  private static final long STATES = 1 << 12;

  private static final int SAMPLES = 0;
  private static final int NANOS = 1;
  private static final int ENCODED = 2;
  private static final int ENCODED_BYTES = 3;

  private final AtomicLongArray sums = new AtomicLongArray(4);

  /** An event was given to the matcher and timed. The worker. */
  void sampled(long nanos) {
    add(SAMPLES, 1);
    add(NANOS, nanos);
  }

  /** A state was put into bytes. The worker. */
  void encoded(int bytes) {
    if (sums.getOpaque(ENCODED) >= STATES) {
      sums.setOpaque(ENCODED, sums.getOpaque(ENCODED) / 2);
      sums.setOpaque(ENCODED_BYTES, sums.getOpaque(ENCODED_BYTES) / 2);
    }
    add(ENCODED, 1);
    add(ENCODED_BYTES, bytes);
  }

  private void add(int which, long more) {
    sums.setOpaque(which, sums.getOpaque(which) + more);
  }

  /** How many events the matcher was given, about. Any thread. */
  long events() {
    return sums.getOpaque(SAMPLES) * CostSampling.EVERY;
  }

  /** How long it took over them, about, ns. Any thread. */
  long nanos() {
    return sums.getOpaque(NANOS) * CostSampling.EVERY;
  }

  /**
   * Bytes of the states of so many keys, about: those that were written lately stand for all of
   * them; 0 before any was. Any thread.
   */
  long bytes(long keys) {
    long states = sums.getOpaque(ENCODED);
    return states == 0 ? 0 : keys * sums.getOpaque(ENCODED_BYTES) / states;
  }
}
