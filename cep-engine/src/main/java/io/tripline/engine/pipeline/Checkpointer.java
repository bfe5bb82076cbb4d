package io.tripline.engine.pipeline;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends barriers: at an interval of wall-clock time, if there was anything new, and when a worker
 * asks for one.
 */
final class Checkpointer {
  private final Ring ring;
  private final Failure failure;
  private final int workers;
  private final long intervalMillis;
  private final long pauseMillis;
  private final CountDownLatch stopped = new CountDownLatch(1);
  // Held while what must not be parted by a barrier is put in.
  private final ReentrantLock barriers = new ReentrantLock();
  private int sent;
  private final Semaphore requests = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile boolean putOff;
  // The ring's sequence of the last barrier: nothing is new while the cursor stands there.
  private volatile long lastBarrier = -1;

  /**
   * @param intervalMillis from the beginning of one to the next; 0 for none but those asked for
   * @param pauseMillis from the end of one to the next, at least
   */
  Checkpointer(Ring ring, Failure failure, int workers, long intervalMillis, long pauseMillis) {
    this.ring = ring;
    this.failure = failure;
    this.workers = workers;
    this.intervalMillis = intervalMillis;
    this.pauseMillis = pauseMillis;
    this.thread = Thread.ofPlatform().daemon().name("tripline-checkpoints").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Asks for a checkpoint soon; returns at once. */
  void request() {
    requests.release();
  }

  /** Puts a barrier into the ring; what to wait for. */
  CheckpointTicket send() {
    barriers.lock();
    try {
      CheckpointTicket ticket = new CheckpointTicket(++sent, workers, failure, System.nanoTime());
      lastBarrier = ring.putBarrier(ticket);
      return ticket;
    } finally {
      barriers.unlock();
    }
  }

  /** Lets no barrier in until {@link #resume}, by the same thread. */
  void hold() {
    barriers.lock();
  }

  /** Lets barriers in again, if they are held. */
  void resume() {
    if (barriers.isHeldByCurrentThread()) {
      barriers.unlock();
    }
  }

  /** Sends none by itself until {@link #goOn}; what is asked for with {@link #send} is sent. */
  void putOff() {
    putOff = true;
  }

  /** See {@link #putOff}. */
  void goOn() {
    putOff = false;
  }

  /** Whether there is an entry after the last barrier. */
  boolean isDue() {
    return ring.cursor() > lastBarrier;
  }

  private void run() {
    try {
      long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(intervalMillis);
      while (true) {
        if (intervalMillis == 0) {
          requests.acquire();
        } else {
          boolean _ = requests.tryAcquire(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        requests.drainPermits();
        if (stopping) {
          return;
        }
        if (isDue() && !putOff) {
          send().awaitWritten();
          boolean _ = stopped.await(pauseMillis, TimeUnit.MILLISECONDS);
        }
      }
    } catch (EngineFailedException e) {
      return; // whoever calls the engine is told; there is nothing left to save
    } catch (Throwable e) {
      failure.set("checkpoints", e);
    }
  }

  /** Stops the thread; a barrier that it has sent still takes its way. */
  void stop() {
    stopping = true;
    stopped.countDown();
    requests.release();
    Ended.await(thread);
  }
}
