package io.tripline.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * Whether somebody wants the running command to end. Commands that run until then look here, end
 * what they do in order, and return. Thread-safe.
 */
public final class StopRequest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final boolean signals;

  private StopRequest(boolean signals) {
    this.signals = signals;
  }

  /** One that SIGINT (Ctrl-C) and SIGTERM make, once a command {@link #listen}s. */
  public static StopRequest ofSignals() {
    return new StopRequest(true);
  }

  /** One that only {@link #ask} makes. */
  public static StopRequest byHand() {
    return new StopRequest(false);
  }

  /**
   * From now on signals ask instead of ending the process; a second one ends it at once. For
   * commands that look here; all others just end.
   *
   * <p>A shutdown hook would do without {@code sun.misc}, but then the exit code of an orderly stop
   * would be that of a killed process.
   */
  @SuppressWarnings("sunapi")
  public void listen() {
    if (!signals) {
      return;
    }
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(
          new Signal(name),
          received -> {
            if (isAsked()) {
              Runtime.getRuntime().halt(128 + received.getNumber());
            }
            ask();
          });
    }
  }

  /** Asks the command to end. */
  public void ask() {
    asked.countDown();
  }

  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /**
   * Waits until somebody asks.
   *
   * @return false if nobody did so in time
   */
  public boolean await(Duration time) throws InterruptedException {
    return asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
