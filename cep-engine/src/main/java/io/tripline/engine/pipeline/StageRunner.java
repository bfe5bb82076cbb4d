package io.tripline.engine.pipeline;

import com.lmax.disruptor.Cursored;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;

/**
 * Ties a {@link Stage} to the ring: stands still once anything has failed, and tells those behind
 * it when a batch is through.
 */
final class StageRunner implements EventHandler<Slot> {
  private final String name;
  private final Stage stage;
  private final Failure failure;
  private final ParkingWait wait;
  private final Progress progress;
  private final Cursored ring;
  private Sequence sequence = new Sequence();

  StageRunner(String name, Stage stage, Failure failure, ParkingWait wait, Cursored ring) {
    this.name = name;
    this.stage = stage;
    this.failure = failure;
    this.wait = wait;
    this.ring = ring;
    this.progress = new Progress(failure);
  }

  String name() {
    return name;
  }

  Progress progress() {
    return progress;
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
      stage.onSlot(slot, endOfBatch);
    } catch (Throwable e) { // an error of the JVM too must not leave others waiting
      failure.set(name, e);
      return;
    }
    if (endOfBatch) {
      sequence.set(at);
      progress.advance(at);
      wait.signalProgress();
      onIdle(at);
    }
  }

  /** Until there is a slot to take, or nothing left to do. */
  private void onIdle(long at) {
    try {
      while (ring.getCursor() == at && stage.onIdle()) {
        Thread.onSpinWait();
      }
    } catch (Throwable e) {
      failure.set(name, e);
    }
  }
}
