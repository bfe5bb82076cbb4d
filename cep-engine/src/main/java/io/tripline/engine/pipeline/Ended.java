package io.tripline.engine.pipeline;

import java.util.function.BooleanSupplier;

/** Waiting for a thread to end, not to be broken off: an interrupt is kept for later. */
final class Ended {
  private static final long AGAIN_MILLIS = 10;

  private Ended() {}

  static void await(Thread thread) {
    await(thread, () -> true);
  }

  /**
   * Waits for a thread that has to be told.
   *
   * @param tell tells it; tried again until it answers true
   */
  static void await(Thread thread, BooleanSupplier tell) {
    boolean told = false;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        told = told || tell.getAsBoolean();
        thread.join(told ? 0 : AGAIN_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
