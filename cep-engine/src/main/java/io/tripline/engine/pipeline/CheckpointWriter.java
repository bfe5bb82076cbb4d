package io.tripline.engine.pipeline;

import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StateStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Writes checkpoints in a thread of its own, in their order, so that neither events nor alerts wait
 * for one: what is to be written is handed over bit by bit, and written bit by bit.
 */
final class CheckpointWriter implements AlertHandler.Checkpoints {
  private static final long LOOK_AROUND_MILLIS = 50;

  /** How much longer it rests than it works, while the engine is busy. */
  private static final int SHARE = 3;

  /** After so long it rests no more, at the latest. */
  private static final long MOST_MILLIS = 2_000;

  /** It is to be through before the next one is due. */
  private static final double OF_INTERVAL = 0.75;

  private final StateStore store;
  private final Journal journal;
  private final KeySweep sweep;
  private final AlertFigures figures;
  private final Failure failure;
  private final LongSupplier published;
  private final long mostNanos;
  private long publishedBefore;
  private final Thread thread;
  // One is written, one waits: who has a third waits, and all that is behind it in the ring.
  private final BlockingQueue<Optional<Request>> requests = new ArrayBlockingQueue<>(1);

  /** A checkpoint without its changes. */
  private record Request(
      CheckpointTicket ticket,
      long sequence,
      byte[] meta,
      List<Long> droppedStateIds,
      Map<Long, Long> clocks,
      Journal.Needs needs) {}

  /**
   * @param journal told what is needed of it, before each
   * @param sweep of the store's keys, after each
   * @param published how many slots were put into the ring so far: while there are more and more,
   *     the engine has other things to do
   * @param intervalMillis at which checkpoints are due; 0 if they are only asked for
   */
  CheckpointWriter(
      StateStore store,
      Journal journal,
      KeySweep sweep,
      AlertFigures figures,
      Failure failure,
      LongSupplier published,
      long intervalMillis) {
    this.store = store;
    this.journal = journal;
    this.sweep = sweep;
    this.published = published;
    this.figures = figures;
    this.failure = failure;
    long ofInterval = intervalMillis == 0 ? MOST_MILLIS : (long) (OF_INTERVAL * intervalMillis);
    this.mostNanos = TimeUnit.MILLISECONDS.toNanos(Math.min(ofInterval, MOST_MILLIS));
    this.thread =
        Thread.ofPlatform().daemon().name("tripline-checkpoint-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Waits only while two others are underway. */
  @Override
  public void write(
      CheckpointTicket ticket,
      long sequence,
      byte[] meta,
      List<Long> droppedStateIds,
      Map<Long, Long> clocks,
      Journal.Needs needs) {
    put(Optional.of(new Request(ticket, sequence, meta, droppedStateIds, clocks, needs)));
  }

  private void put(Optional<Request> request) {
    try {
      while (!requests.offer(request, LOOK_AROUND_MILLIS, TimeUnit.MILLISECONDS)) {
        failure.check();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the engine's threads", e);
    }
  }

  private void run() {
    try {
      while (writeNext()) {}
    } catch (EngineFailedException e) {
      return; // whoever calls the engine is told; there is nothing left to save
    } catch (Throwable e) {
      failure.set("checkpoints", e);
    }
  }

  /** Waits for one in a method of its own, which keeps nothing of the one before alive. */
  private boolean writeNext() throws InterruptedException {
    Optional<Request> next = requests.take();
    if (next.isPresent()) {
      write(next.get());
    }
    return next.isPresent();
  }

  private void write(Request request) throws InterruptedException {
    CheckpointTicket ticket = request.ticket();
    long start = System.nanoTime();
    StateStore.Pace pace = (nanos, left) -> rest(nanos, left, start);
    StateStore.Draft draft = store.draft(pace);
    long[] added = {0};
    ticket.awaitChanges(
        changes -> {
          draft.add(changes);
          added[0] += changes.stream().filter(change -> !change.replaces()).count();
        });
    journal.need(request.needs());
    long bytes =
        draft.commit(
            request.sequence(), request.meta(), ticket.changes(), request.droppedStateIds());
    figures.checkpoint(request.sequence(), ticket.number(), ticket.startedAt(), bytes);
    ticket.written();
    sweep.after(added[0], request.clocks(), pace);
  }

  /** Leaves the processor to others for most of the time, as long as there are any. */
  private void rest(long nanos, int left, long start) {
    long leftNanos = mostNanos - (System.nanoTime() - start);
    long now = published.getAsLong();
    boolean isBusy = now != publishedBefore;
    publishedBefore = now;
    if (left > 0 && leftNanos > 0 && isBusy) {
      LockSupport.parkNanos(Math.min(SHARE * nanos, leftNanos / left));
    }
  }

  /** Writes what was asked for, unless the engine has failed, and stops. */
  void stop() {
    Ended.await(
        thread,
        () -> {
          if (failure.isSet()) {
            requests.clear();
          }
          return requests.offer(Optional.empty());
        });
  }
}
