package io.tripline.engine.pipeline;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far a stage has come, for callers to wait for. Waiting parks, so that thousands of virtual
 * threads can; with nobody waiting an advance costs two volatile accesses.
 */
final class Progress {
  private final Failure failure;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private volatile long value = -1;
  // Volatile like value: either the waiter sees the new value, or advance() sees the waiter.
  private volatile int waiting;

  Progress(Failure failure) {
    this.failure = failure;
    failure.onFailure(this::wake);
  }

  long value() {
    return value;
  }

  /** Called by one thread, with rising sequences. */
  void advance(long sequence) {
    value = sequence;
    if (waiting > 0) {
      wake();
    }
  }

  private void wake() {
    lock.lock();
    try {
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the stage has come to {@code sequence}.
   *
   * @param nanos how long to wait at most
   * @return false if it has not in that time
   * @throws EngineFailedException if the engine stops on an error before
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock
  boolean await(long sequence, long nanos) throws InterruptedException {
    if (value >= sequence) {
      return true;
    }
    lock.lockInterruptibly();
    try {
      waiting++;
      long left = nanos;
      while (value < sequence) {
        failure.check();
        if (left <= 0) {
          return false;
        }
        left = moved.awaitNanos(left);
      }
      return true;
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  /** {@link #await} without a limit, not to be broken off; an interrupt is kept for later. */
  void awaitUninterruptibly(long sequence) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          await(sequence, Long.MAX_VALUE);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
