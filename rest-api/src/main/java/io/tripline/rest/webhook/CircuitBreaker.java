package io.tripline.rest.webhook;

import java.time.Duration;

/**
 * Keeps a receiver that fails from being called: after some failures in a row it opens, for a
 * pause; then one delivery may try, and closes it, or has it open for twice the pause. Not
 * thread-safe. Times are those of {@link System#nanoTime}.
 */
public final class CircuitBreaker {
  /** How it stands. */
  public enum State {
    /** Deliveries go out. */
    CLOSED,
    /** None does. */
    OPEN,
    /** One may try. */
    HALF_OPEN
  }

  /**
   * When it opens, and for how long.
   *
   * @param failures in a row after which it opens
   * @param firstPause for which it opens first
   * @param longestPause what the pauses grow to
   */
  public record Settings(int failures, Duration firstPause, Duration longestPause) {
    /**
     * @throws IllegalArgumentException if a bound makes no sense; the message says which
     */
    public Settings {
      if (failures < 1) {
        throw new IllegalArgumentException("failures must be at least 1");
      }
      if (!firstPause.isPositive() || longestPause.compareTo(firstPause) < 0) {
        throw new IllegalArgumentException("firstPause must be positive, longestPause no shorter");
      }
    }
  }

  private final Settings settings;
  private int failures;

  /** 0 while it is closed. */
  private long pauseNanos;

  private long untilNanos;

  CircuitBreaker(Settings settings) {
    this.settings = settings;
  }

  /**
   * A delivery was made.
   *
   * @return whether it was not closed before
   */
  boolean succeeded() {
    boolean wasOpen = pauseNanos > 0;
    failures = 0;
    pauseNanos = 0;
    return wasOpen;
  }

  /**
   * A delivery has failed.
   *
   * @return whether it is open now, and was closed before
   */
  boolean failed(long nowNanos) {
    failures = Math.min(failures + 1, settings.failures());
    if (failures < settings.failures()) {
      return false;
    }
    boolean wasOpen = pauseNanos > 0;
    if (wasOpen && nanosToProbe(nowNanos) > 0) {
      return false; // an attempt that began before it opened
    }
    pauseNanos =
        wasOpen
            ? Math.min(2 * pauseNanos, settings.longestPause().toNanos())
            : settings.firstPause().toNanos();
    untilNanos = nowNanos + pauseNanos;
    return !wasOpen;
  }

  State state(long nowNanos) {
    return pauseNanos == 0
        ? State.CLOSED
        : nanosToProbe(nowNanos) > 0 ? State.OPEN : State.HALF_OPEN;
  }

  /** How long until a delivery may go out; 0 or less if it may now. */
  long nanosToProbe(long nowNanos) {
    return pauseNanos == 0 ? 0 : untilNanos - nowNanos;
  }
}
