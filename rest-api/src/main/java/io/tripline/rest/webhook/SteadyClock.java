package io.tripline.rest.webhook;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Begins with the time of a wall clock, and goes on by itself: whoever sets that one back, or
 * forward, lets nobody wait. Thread-safe.
 */
final class SteadyClock implements InstantSource {
  private final Instant start;
  private final LongSupplier nanos;
  private final long startNanos;

  /**
   * @param nanos of a clock that is never set, such as {@link System#nanoTime}
   */
  SteadyClock(InstantSource wall, LongSupplier nanos) {
    this.start = wall.instant();
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }

  @Override
  public long millis() {
    return start.toEpochMilli() + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startNanos);
  }
}
