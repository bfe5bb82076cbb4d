package io.tripline.engine.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.EventProcessor;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import io.tripline.engine.port.Journal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes durable, once in a while, what the journal's stage has written by then: behind that stage,
 * and before all who must not see what a loss of power can take. Not a {@link Stage}, since what is
 * written while it waits for its time belongs to the same sync.
 */
final class JournalSync implements EventProcessor {
  private final Journal journal;
  private final SequenceBarrier barrier;
  private final Sequence written;
  private final Failure failure;
  private final ParkingWait wait;
  private final Progress progress;
  private final long nanos;
  private final Sequence sequence = new Sequence();
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile boolean halted;
  private volatile @Nullable Thread thread;
  private long due = System.nanoTime();

  /**
   * @param barrier lets pass what the journal's stage has written
   * @param written the same, as it is known at any moment
   */
  JournalSync(
      Journal journal,
      SequenceBarrier barrier,
      Sequence written,
      Failure failure,
      ParkingWait wait) {
    this.journal = journal;
    this.barrier = barrier;
    this.written = written;
    this.failure = failure;
    this.wait = wait;
    this.progress = new Progress(failure);
    this.nanos = TimeUnit.MILLISECONDS.toNanos(journal.syncMillis());
  }

  /** How far it has come. */
  Progress progress() {
    return progress;
  }

  @Override
  public Sequence getSequence() {
    return sequence;
  }

  @Override
  public void halt() {
    halted = true;
    barrier.alert();
    Thread waiting = thread;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  @Override
  public boolean isRunning() {
    return running.get();
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    running.set(true);
    try {
      while (!halted) {
        release(syncedUpTo(barrier.waitFor(sequence.get() + 1)));
      }
    } catch (AlertException e) {
      return; // told to stop
    } catch (Throwable e) {
      failure.set("journal", e);
    } finally {
      running.set(false);
    }
  }

  /**
   * Waits for its time, and syncs, unless nothing was written: after a restart, it is all there.
   */
  private long syncedUpTo(long available) {
    if (failure.isSet() || journal.isSynced()) {
      return available;
    }
    awaitDue();
    long upTo = written.get();
    due = System.nanoTime() + nanos;
    try {
      journal.sync();
    } catch (Throwable e) { // those who wait are told, and the ring still runs dry
      failure.set("journal", e);
    }
    return upTo;
  }

  private void awaitDue() {
    for (long left = due - System.nanoTime();
        left > 0 && !halted && !failure.isSet();
        left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void release(long upTo) {
    sequence.set(upTo);
    if (!failure.isSet()) {
      progress.advance(upTo);
    }
    wait.signalProgress();
  }
}
