package io.tripline.engine.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Spins for a moment, then parks. Disruptor's own blocking strategy parks only those who wait for a
 * producer; a handler that waits for another handler spins there, which would burn a core while the
 * journal waits for the disk. Here both park: the one until a slot is published, the other until a
 * handler in front of it has come to the end of a batch and says so with {@link #signalProgress}.
 */
final class ParkingWait implements WaitStrategy {
  private static final int SPINS = 100;

  private final Room published = new Room();
  private final Room progressed = new Room();

  @Override
  @SuppressWarnings(
      "ReferenceEquality") // the ring gives its cursor to those who wait for nobody else
  public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
      throws AlertException, InterruptedException {
    for (int i = 0; i < SPINS; i++) {
      long available = dependent.get();
      if (available >= sequence) {
        return available;
      }
      barrier.checkAlert();
      Thread.onSpinWait();
    }
    return (dependent == cursor ? published : progressed).await(sequence, dependent, barrier);
  }

  /** Called by the ring after a publication, and when a handler is told to stop. */
  @Override
  public void signalAllWhenBlocking() {
    published.signal();
  }

  /** To be called after a handler's sequence was moved on. */
  void signalProgress() {
    progressed.signal();
  }

  private static final class Room {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int waiting;

    long await(long sequence, Sequence dependent, SequenceBarrier barrier)
        throws AlertException, InterruptedException {
      lock.lockInterruptibly();
      try {
        waiting++;
        // Against signal(): either this thread sees the moved sequence, or that one sees waiting.
        VarHandle.fullFence();
        while (true) {
          long available = dependent.get();
          if (available >= sequence) {
            return available;
          }
          barrier.checkAlert();
          changed.await();
        }
      } finally {
        waiting--;
        lock.unlock();
      }
    }

    @SuppressWarnings("GuardedBy")
    void signal() {
      VarHandle.fullFence();
      if (waiting > 0) {
        lock.lock();
        try {
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
    }
  }
}
