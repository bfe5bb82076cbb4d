package io.tripline.engine.pipeline;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Looks, now and then, for rules that have drained, and has them taken out of the stream. */
final class DrainWatch {
  /** How long a rule runs on that has nothing left to complete, ms. */
  private static final long PERIOD = 500;

  private final Ending ending;
  private final BooleanSupplier closed;
  private final Consumer<Throwable> failed;
  private final Semaphore stopping = new Semaphore(0);
  private final Thread thread;

  /** Takes out what has drained; does nothing where nothing has. */
  interface Ending {
    void endDrained() throws InterruptedException;
  }

  /**
   * @param closed whether nothing can be put in any more
   * @param failed told of an error of the engine
   */
  DrainWatch(Ending ending, BooleanSupplier closed, Consumer<Throwable> failed) {
    this.ending = ending;
    this.closed = closed;
    this.failed = failed;
    this.thread = Thread.ofPlatform().daemon().name("tripline-drains").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopping.tryAcquire(PERIOD, TimeUnit.MILLISECONDS)) {
        ending.endDrained();
      }
    } catch (InterruptedException e) {
      return; // the next start goes on looking
    } catch (EngineFailedException e) {
      return; // whoever calls the engine is told
    } catch (Throwable e) {
      if (!closed.getAsBoolean()) {
        failed.accept(e);
      }
    }
  }

  /** Stops the thread; an entry that it has put in still takes its way. */
  void stop() {
    stopping.release();
    thread.interrupt();
    Ended.await(thread);
  }
}
