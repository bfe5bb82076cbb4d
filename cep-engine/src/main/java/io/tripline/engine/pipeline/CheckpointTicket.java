package io.tripline.engine.pipeline;

import io.tripline.engine.contents.ContentsReading;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Travels with a barrier and gathers what a checkpoint is made of. The intake's part is written and
 * read with the ring's sequences between; those of the workers and of the alert handler, which go
 * on taking slots while they hand over, with {@link #awaitChanges} between.
 */
final class CheckpointTicket {
  /** How much a stage hands over at a time, in records: some tens of microseconds. */
  static final int A_FEW = 64;

  /** How many chunks of 64 KB may be on their way, usually. */
  private static final int CHUNKS = 64;

  private static final long LOOK_FOR_FAILURE_MILLIS = 50;

  private final int number;
  private final Failure failure;
  private final int workers;
  private final BlockingQueue<Optional<KeyChangeSink.Chunk>> chunks = new LinkedBlockingQueue<>();
  private List<StateChange> alertingChanges = List.of();
  private final CountDownLatch alertingIsThrough = new CountDownLatch(1);
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
    this.workers = workers;
    this.failure = failure;
    this.startedAt = startedAt;
  }

  /**
   * Its place among the barriers since the start, from 1: a slot of a record has room for it. Not
   * where it stands in the stream: several may stand at one place, and between them states can go.
   */
  int number() {
    return number;
  }

  /** Whether a worker that can wait may put in more. */
  boolean hasRoom() {
    return chunks.size() < CHUNKS;
  }

  /** What a worker has to say, a part. */
  void put(KeyChangeSink.Chunk chunk) {
    chunks.add(Optional.of(chunk));
  }

  /** A worker has said all. */
  void workerIsThrough() {
    chunks.add(Optional.empty());
  }

  /** All that the alert handler has to say. */
  void alerting(List<StateChange> changed) {
    alertingChanges = changed;
    alertingIsThrough.countDown();
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
   * Gives away what the workers say, part by part, and waits until they and the alert handler have
   * said all.
   *
   * @throws EngineFailedException if the engine stops on an error before
   */
  void awaitChanges(Consumer<List<KeyChange>> to) throws InterruptedException {
    for (int left = workers; left > 0; ) {
      Optional<KeyChangeSink.Chunk> chunk =
          chunks.poll(LOOK_FOR_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
      if (chunk == null) {
        failure.check();
      } else if (chunk.isPresent()) {
        to.accept(chunk.get().changes());
      } else {
        left--;
      }
    }
    await(alertingIsThrough);
  }

  /** Of states under names. After {@link #awaitChanges}. */
  List<StateChange> changes() {
    List<StateChange> all = new ArrayList<>(intakeChanges);
    all.addAll(alertingChanges);
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
