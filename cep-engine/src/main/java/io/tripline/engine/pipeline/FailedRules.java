package io.tripline.engine.pipeline;

import io.tripline.engine.port.RuleVersions.RuleFailure;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Takes rules that have failed out of the stream: has the change of modes put in by which they are
 * paused and their states dropped, which has to be planned and waited for. Until then nothing
 * counts that they find (see {@link RuleErrors}).
 */
final class FailedRules {
  /** Puts the change in; does nothing where the rule does not run any more. */
  interface Stopping {
    void stop(RuleFailure failure) throws InterruptedException;
  }

  private final BlockingQueue<RuleFailure> failures = new LinkedBlockingQueue<>();
  private final Stopping stopping;
  private final BooleanSupplier closed;
  private final Consumer<Throwable> failed;
  private final Thread thread;

  /**
   * @param closed whether nothing can be put in any more
   * @param failed told of an error of the engine
   */
  FailedRules(Stopping stopping, BooleanSupplier closed, Consumer<Throwable> failed) {
    this.stopping = stopping;
    this.closed = closed;
    this.failed = failed;
    this.thread = Thread.ofPlatform().daemon().name("tripline-failed-rules").unstarted(this::run);
  }

  /** Takes a rule; also before the start, and again. Returns at once. Any thread. */
  void add(RuleFailure failure) {
    failures.add(failure);
  }

  /** From now on rules are stopped; those that were taken before, too. */
  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        stopping.stop(failures.take());
      }
    } catch (InterruptedException e) {
      return; // the next start stops what is left
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
    thread.interrupt();
    Ended.await(thread);
  }
}
