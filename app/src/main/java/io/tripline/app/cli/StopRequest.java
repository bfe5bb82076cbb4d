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

  /**
   * One that SIGINT (Ctrl-C) and SIGTERM make. A second signal ends the process at once.
   *
   * <p>A shutdown hook would do without {@code sun.misc}, but then the exit code of an orderly stop
   * would be that of a killed process.
   */
  @SuppressWarnings("sunapi")
  public static StopRequest ofSignals() {
    StopRequest request = new StopRequest();
    for (String name : new String[] {"INT", "TERM"}) {
      Signal signal = new Signal(name);
      Signal.handle(
          signal,
          received -> {
            if (request.isAsked()) {
              Runtime.getRuntime().halt(128 + received.getNumber());
            }
            request.ask();
          });
    }
    return request;
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
