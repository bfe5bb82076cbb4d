package io.tripline.engine.pipeline;

/** What the alert handler tells of itself: written by it alone, read by any thread. */
final class AlertFigures {
  private volatile long lastSequence = -1;
  private volatile long alerts;
  private volatile long lastCheckpoint;
  private volatile long checkpointMillis;
  private volatile long checkpoints;

  AlertFigures(long lastCheckpoint) {
    this.lastCheckpoint = lastCheckpoint;
  }

  void processed(long sequence, long ordinal) {
    alerts = ordinal;
    lastSequence = sequence;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void checkpoint(long sequence, long startedAt) {
    checkpointMillis = (System.nanoTime() - startedAt) / 1_000_000;
    checkpoints++;
    lastCheckpoint = sequence;
  }

  /** Sequence of the last entry processed. */
  long lastSequence() {
    return lastSequence;
  }

  /** Number of alerts since the store was made. */
  long alerts() {
    return alerts;
  }

  /** Sequence of the last checkpoint in the store, or −1. */
  long lastCheckpoint() {
    return lastCheckpoint;
  }

  long checkpointMillis() {
    return checkpointMillis;
  }

  long checkpoints() {
    return checkpoints;
  }
}
