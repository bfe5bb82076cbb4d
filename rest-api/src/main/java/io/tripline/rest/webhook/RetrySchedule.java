package io.tripline.rest.webhook;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** When a delivery that failed is tried again: growing pauses, a little at random. */
final class RetrySchedule {
  private final List<Duration> delays;
  private final double jitter;
  private final RandomGenerator random;

  RetrySchedule(List<Duration> delays, double jitter, RandomGenerator random) {
    this.delays = delays;
    this.jitter = jitter;
    this.random = random;
  }

  /**
   * The pause after an attempt, in milliseconds, from 1; empty if it was the last one.
   *
   * @param attempts made so far, from 1
   * @param atLeast what the receiver asked for
   */
  OptionalLong delayAfter(int attempts, Duration atLeast) {
    if (attempts > delays.size()) {
      return OptionalLong.empty();
    }
    double spread = 1 + jitter * (2 * random.nextDouble() - 1);
    long millis = Math.round(delays.get(attempts - 1).toMillis() * spread);
    return OptionalLong.of(Math.max(1, Math.max(millis, atLeast.toMillis())));
  }
}
