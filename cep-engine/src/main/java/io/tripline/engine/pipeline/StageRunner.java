package io.tripline.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Ties a {@link Stage} to the ring: stands still once anything has failed, and tells those behind
 * it when a batch is through.
 */
final class StageRunner implements EventHandler<Slot> {
  private static final long NAP_NANOS = 50_000;

  private final String name;
  private final Stage stage;
  private final Failure failure;
  private final ParkingWait wait;
  private final Progress progress;
  private final LongSupplier there;
  private final Durations handOvers = new Durations();
  private Sequence sequence = new Sequence();

  /**
   * @param there the last slot that it could take
   */
  StageRunner(String name, Stage stage, Failure failure, ParkingWait wait, LongSupplier there) {
    this.name = name;
    this.stage = stage;
    this.failure = failure;
    this.wait = wait;
    this.there = there;
    this.progress = new Progress(failure);
  }

  String name() {
    return name;
  }

  Progress progress() {
    return progress;
  }

  /** From when it found that rules change until it could take the events behind. Any thread. */
  Durations handOvers() {
    return handOvers;
  }

  @Override
  public void setSequenceCallback(Sequence sequenceCallback) {
    sequence = sequenceCallback;
  }

  @Override
  public void onEvent(Slot slot, long at, boolean endOfBatch) {
    if (failure.isSet()) {
      return; // the ring still runs dry, so that nobody hangs on it
    }
    try {
      if (slot.kind().changesRules()) {
        long found = System.nanoTime();
        take(slot, at, endOfBatch);
        handOvers.add(System.nanoTime() - found);
      } else {
        take(slot, at, endOfBatch);
      }
    } catch (Throwable e) { // an error of the JVM too must not leave others waiting
      failure.set(name, e);
      return;
    }
    if (endOfBatch) {
      tell(at);
      onIdle(at);
    } else if (slot.kind() == EntryKind.BARRIER) {
      tell(at); // others may wait for the checkpoint, and this stage, in its next slot, for them
    }
  }

  private void take(Slot slot, long at, boolean endOfBatch) {
    waitFor(slot, at);
    stage.onSlot(slot, endOfBatch);
  }

  private void tell(long at) {
    sequence.set(at);
    progress.advance(at);
    wait.signalProgress();
  }

  private void waitFor(Slot slot, long at) {
    if (!stage.mustWaitFor(slot)) {
      return;
    }
    tell(at - 1); // it may be those behind who are waited for
    while (stage.mustWaitFor(slot)) {
      failure.check();
      if (!stage.onIdle()) {
        LockSupport.parkNanos(NAP_NANOS);
      }
    }
  }

  /** Until there is a slot to take, or nothing left to do. */
  private void onIdle(long at) {
    try {
      while (there.getAsLong() == at && stage.onIdle()) {
        Thread.onSpinWait();
      }
    } catch (Throwable e) {
      failure.set(name, e);
    }
  }
}
