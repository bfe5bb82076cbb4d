package io.tripline.engine.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventProcessor;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.util.Util;
import io.tripline.engine.port.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ring with its threads: claiming, waiting for room, starting, stopping. */
final class Ring {
  private static final byte[] NOTHING = {};

  private final RingBuffer<Slot> slots;
  private final ParkingWait wait = new ParkingWait();
  private final Failure failure;
  private final List<BatchEventProcessor<Slot>> processors = new ArrayList<>();
  private final List<StageRunner> runners = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable JournalSync sync;
  private @Nullable Progress processed;
  private volatile boolean barrierWaits;

  Ring(int size, int workers, Failure failure) {
    this.failure = failure;
    this.slots = RingBuffer.createMultiProducer(() -> new Slot(workers), size, wait);
  }

  /** Adds a stage that takes slots as they are published, in batches of an eighth of the ring. */
  StageRunner first(String name, Stage stage) {
    return add(name, stage, slots.getBufferSize() / 8, new Sequence[0]);
  }

  /** Likewise, in batches of half the ring: for a stage whose batches cost the same at any size. */
  StageRunner firstInLargeBatches(String name, Stage stage) {
    return add(name, stage, slots.getBufferSize() / 2, new Sequence[0]);
  }

  /** Adds what makes durable what a stage has written to the journal; all who come last wait. */
  JournalSync syncBehind(StageRunner front, Journal journal) {
    Sequence written = processors.get(runners.indexOf(front)).getSequence();
    JournalSync added = new JournalSync(journal, slots.newBarrier(written), written, failure, wait);
    sync = added;
    return added;
  }

  /** Adds a stage that takes slots once another has. */
  StageRunner behind(StageRunner front, String name, Stage stage) {
    Sequence after = processors.get(runners.indexOf(front)).getSequence();
    return add(name, stage, slots.getBufferSize() / 8, new Sequence[] {after});
  }

  /** Adds a stage that takes slots once several others have. */
  StageRunner behindAll(List<StageRunner> fronts, String name, Stage stage) {
    Sequence[] after =
        fronts.stream()
            .map(front -> processors.get(runners.indexOf(front)).getSequence())
            .toArray(Sequence[]::new);
    return add(name, stage, slots.getBufferSize() / 8, after);
  }

  /** Adds the stage that takes slots once all others have; its progress frees slots. */
  StageRunner last(String name, Stage stage) {
    Sequence[] others =
        Stream.concat(processors.stream(), Stream.ofNullable(sync))
            .map(EventProcessor::getSequence)
            .toArray(Sequence[]::new);
    StageRunner runner = add(name, stage, slots.getBufferSize() / 8, others);
    slots.addGatingSequences(processors.getLast().getSequence());
    processed = runner.progress();
    return runner;
  }

  private StageRunner add(String name, Stage stage, int maxBatch, Sequence[] after) {
    LongSupplier there =
        after.length == 0 ? slots::getCursor : () -> Util.getMinimumSequence(after);
    StageRunner runner = new StageRunner(name, stage, failure, wait, there);
    // A batch is a part of the ring, so that stages work at the same time and room comes early.
    BatchEventProcessor<Slot> processor =
        new BatchEventProcessorBuilder()
            .setMaxBatchSize(Math.max(1, maxBatch))
            .build(slots, slots.newBarrier(after), runner);
    processor.setExceptionHandler(new Escaped(name));
    processors.add(processor);
    runners.add(runner);
    return runner;
  }

  void start() {
    for (int i = 0; i < processors.size(); i++) {
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("tripline-" + runners.get(i).name().replace(' ', '-'))
              .start(processors.get(i)));
    }
    if (sync != null) {
      threads.add(Thread.ofPlatform().daemon().name("tripline-journal-sync").start(sync));
    }
  }

  /** The sequence of the last slot claimed. */
  long cursor() {
    return slots.getCursor();
  }

  int used() {
    return (int) (slots.getBufferSize() - slots.remainingCapacity());
  }

  int size() {
    return slots.getBufferSize();
  }

  /** Puts one slot in if there is room, and nobody who goes first; its sequence, or −1. */
  long offer(
      EntryKind kind, byte[] data, int offset, int length, int count, @Nullable Object payload) {
    return offer(kind, data, offset, length, count, payload, Slot.NO_ARRIVAL);
  }

  /**
   * The same.
   *
   * @param arrivedAt see {@link Slot#arrived}
   */
  long offer(
      EntryKind kind,
      byte[] data,
      int offset,
      int length,
      int count,
      @Nullable Object payload,
      long arrivedAt) {
    if (barrierWaits && kind != EntryKind.BARRIER) {
      Thread.yield(); // there may be room already, and the barrier's thread be about to take it
      return -1;
    }
    long at;
    try {
      at = slots.tryNext();
    } catch (InsufficientCapacityException e) {
      return -1;
    }
    try {
      Slot slot = slots.get(at);
      slot.fill(kind, data, offset, length, count, payload);
      slot.arrived(arrivedAt);
    } catch (Throwable e) {
      // The slot is claimed and must be published, but what it holds is not what it should be.
      failure.set("publication", e);
      throw e;
    } finally {
      slots.publish(at);
    }
    return at;
  }

  /**
   * Puts a barrier in, waiting for room as long as it takes. All others let it go first: it is what
   * workers need to make room in their memory, and a ring that is kept full would have none for it.
   * Of one thread at a time.
   */
  long putBarrier(CheckpointTicket ticket) {
    barrierWaits = true;
    try {
      return put(EntryKind.BARRIER, NOTHING, 0, 0, 0, ticket);
    } finally {
      barrierWaits = false;
    }
  }

  /** Puts one slot in, waiting for room as long as it takes. */
  long put(
      EntryKind kind, byte[] data, int offset, int length, int count, @Nullable Object payload) {
    return put(kind, data, offset, length, count, payload, Slot.NO_ARRIVAL);
  }

  /**
   * The same.
   *
   * @param arrivedAt see {@link Slot#arrived}
   */
  long put(
      EntryKind kind,
      byte[] data,
      int offset,
      int length,
      int count,
      @Nullable Object payload,
      long arrivedAt) {
    while (true) {
      failure.check();
      long at = offer(kind, data, offset, length, count, payload, arrivedAt);
      if (at >= 0) {
        return at;
      }
      processed().awaitUninterruptibly(nextRoom());
    }
  }

  /** Waits until there was room; false if there was none in that time. */
  boolean awaitRoom(long nanos) throws InterruptedException {
    return processed().await(nextRoom(), nanos);
  }

  /** With a quarter of the ring free at least, so that threads do not take turns slot by slot. */
  private long nextRoom() {
    long done = processed().value();
    return Math.min(slots.getCursor(), done + Math.max(1, slots.getBufferSize() / 4));
  }

  Progress processed() {
    if (processed == null) {
      throw new IllegalStateException("no last stage");
    }
    return processed;
  }

  /** Stops the threads, whatever is still in the ring. */
  void stop() {
    Stream.concat(processors.stream(), Stream.ofNullable(sync)).forEach(EventProcessor::halt);
    wait.signalProgress();
    threads.forEach(Ended::await);
  }

  /** A stage's errors end in {@link StageRunner}; what gets here is an error of the ring. */
  private final class Escaped implements ExceptionHandler<Slot> {
    private final String name;

    Escaped(String name) {
      this.name = name;
    }

    @Override
    public void handleEventException(Throwable e, long sequence, Slot slot) {
      failure.set(name, e);
    }

    @Override
    public void handleOnStartException(Throwable e) {
      failure.set(name, e);
    }

    @Override
    public void handleOnShutdownException(Throwable e) {
      failure.set(name, e);
    }
  }
}
