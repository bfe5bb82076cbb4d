package io.tripline.engine.pipeline;

import io.tripline.engine.contents.ContentsReading;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Travels with a barrier and gathers what a checkpoint is made of. The intake's part is written and
 * read with the ring's sequences between; those of the workers and of the alert handler, which go
 * on taking slots while they hand over, with {@link #awaitChanges} between.
 */
final class CheckpointTicket {
  /** How much a stage hands over at a time, in records: some tens of microseconds. */
  static final int A_FEW = 64;

  private static final long LOOK_FOR_FAILURE_MILLIS = 50;

  private final int number;
  private final Failure failure;
  private final List<List<KeyChange>> changes = new ArrayList<>();
  private final List<DeletedKeys.Log> deletes = new ArrayList<>();
  private List<StateChange> alertingChanges = List.of();
  private final CountDownLatch partsLeft;
  private final CountDownLatch written = new CountDownLatch(1);
  private TimeReading time = TimeReading.START;
  private ContentsReading contents = ContentsReading.START;
  private List<StateChange> intakeChanges = List.of();
  private List<Long> dropped = List.of();
  private final long startedAt;

  /**
   * @param number see {@link #number}
   * @param startedAt by {@link System#nanoTime}, for the statistics
   */
  CheckpointTicket(int number, int workers, Failure failure, long startedAt) {
    this.number = number;
    this.failure = failure;
    this.startedAt = startedAt;
    this.partsLeft = new CountDownLatch(workers + 1);
    for (int i = 0; i < workers; i++) {
      changes.add(List.of());
      deletes.add(DeletedKeys.Log.EMPTY);
    }
  }

  /**
   * Its place among the barriers since the start, from 1: a slot of a record has room for it. Not
   * where it stands in the stream: several may stand at one place, and between them states can go.
   */
  int number() {
    return number;
  }

  /** All that a worker has to say. */
  void changes(int worker, DeletedKeys.Log deleted, List<KeyChange> changed) {
    deletes.set(worker, deleted);
    changes.set(worker, changed);
    partsLeft.countDown();
  }

  /** All that the alert handler has to say. */
  void alerting(List<StateChange> changed) {
    alertingChanges = changed;
    partsLeft.countDown();
  }

  /** By the intake. */
  void intake(
      TimeReading reading,
      ContentsReading lists,
      List<StateChange> changed,
      List<Long> droppedStateIds) {
    time = reading;
    contents = lists;
    intakeChanges = changed;
    dropped = droppedStateIds;
  }

  /**
   * Waits until all workers and the alert handler have handed over theirs.
   *
   * @throws EngineFailedException if the engine stops on an error before
   */
  void awaitChanges() throws InterruptedException {
    await(partsLeft);
  }

  /** Of states under names. After {@link #awaitChanges}. */
  List<StateChange> changes() {
    List<StateChange> all = new ArrayList<>(intakeChanges);
    all.addAll(alertingChanges);
    return all;
  }

  /** Of states of keys. Likewise. */
  List<KeyChange> keyChanges() {
    List<KeyChange> all = new ArrayList<>();
    // Deletes first: a key that was removed may have come back since.
    deletes.forEach(log -> log.addTo(all));
    changes.forEach(all::addAll);
    return all;
  }

  /** The checkpoint is in the store, or there is nothing to store. */
  void written() {
    written.countDown();
  }

  /**
   * Waits until the checkpoint is in the store.
   *
   * @throws EngineFailedException if the engine stops on an error before
   */
  void awaitWritten() throws InterruptedException {
    await(written);
  }

  private void await(CountDownLatch latch) throws InterruptedException {
    while (!latch.await(LOOK_FOR_FAILURE_MILLIS, TimeUnit.MILLISECONDS)) {
      failure.check();
    }
  }

  TimeReading time() {
    return time;
  }

  /** Which lists and tables there are. */
  ContentsReading contents() {
    return contents;
  }

  /** Ids under which the intake needs nothing any more. */
  List<Long> droppedStateIds() {
    return dropped;
  }

  long startedAt() {
    return startedAt;
  }
}
