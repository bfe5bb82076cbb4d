package io.tripline.engine.pipeline;

import java.util.List;

/** What the alert handler tells of itself: written by it alone, read by any thread. */
final class AlertFigures {
  private volatile long lastSequence = -1;
  private volatile long ordinal;
  private volatile long inShadow;
  private volatile long lastCheckpoint;
  private volatile int lastBarrier;
  private volatile long checkpointMillis;
  private volatile long checkpointBytes;
  private volatile long checkpoints;
  private volatile long allBytes;
  private final Durations latencies = new Durations();

  AlertFigures(long lastCheckpoint) {
    this.lastCheckpoint = lastCheckpoint;
  }

  void processed(long sequence, long ofLastAlert, long ofThemInShadow) {
    inShadow = ofThemInShadow;
    ordinal = ofLastAlert;
    lastSequence = sequence;
  }

  /**
   * Alerts are in the store.
   *
   * @param arrivals when what completed each of them arrived, as {@link Slot#arrivedAt} says
   */
  void stored(long[] arrivals, int count) {
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (arrivals[i] != Slot.NO_ARRIVAL) {
        latencies.add(now - arrivals[i]);
      }
    }
  }

  /** From the arrival of what completed an alert until that was in the store. */
  EngineStats.Durations latencies() {
    return Durations.together(List.of(latencies));
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void checkpoint(long sequence, int barrier, long startedAt, long bytes) {
    checkpointMillis = (System.nanoTime() - startedAt) / 1_000_000;
    checkpointBytes = bytes;
    allBytes += bytes;
    checkpoints++;
    lastCheckpoint = sequence;
    lastBarrier = barrier;
  }

  /** Sequence of the last entry processed. */
  long lastSequence() {
    return lastSequence;
  }

  /** Number of alerts since the store was made, those in shadow included. */
  long ordinal() {
    return ordinal;
  }

  /** How many of them are in shadow. */
  long inShadow() {
    return inShadow;
  }

  /** How many are not; of one moment only while nothing goes on. */
  long alerts() {
    return ordinal - inShadow;
  }

  /** Sequence of the last checkpoint in the store, or −1. */
  long lastCheckpoint() {
    return lastCheckpoint;
  }

  /** Number of the last barrier whose checkpoint is in the store; 0 before the first. */
  int lastBarrier() {
    return lastBarrier;
  }

  EngineStats.CheckpointStats checkpoints(EngineStats.Durations pauses) {
    return new EngineStats.CheckpointStats(
        lastCheckpoint, checkpointMillis, checkpointBytes, checkpoints, allBytes, pauses);
  }
}
