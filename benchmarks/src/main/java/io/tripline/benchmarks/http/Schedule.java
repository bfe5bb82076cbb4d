package io.tripline.benchmarks.http;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * When each request is due, settled before the first is sent. Callers of a bank know nothing of one
 * another, so requests come as a Poisson process: some together, some after a pause. At a constant
 * distance two would never meet, and the server would be spared what it meets in service.
 */
final class Schedule {
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long[] due;

  private Schedule(long[] due) {
    this.due = due;
  }

  /**
   * A schedule at a rate; the same each time for the same arguments.
   *
   * @param rate requests a second, on average
   */
  static Schedule poisson(double rate, double seconds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] due = new long[(int) Math.round(rate * seconds)];
    double at = 0;
    for (int i = 0; i < due.length; i++) {
      at -= Math.log(1 - random.nextDouble()) / rate;
      due[i] = (long) (at * SECOND);
    }
    return new Schedule(due);
  }

  /** So many requests as fast as they are answered: all are due at the start. */
  static Schedule atOnce(int requests) {
    return new Schedule(new long[requests]);
  }

  int requests() {
    return due.length;
  }

  /** Nanoseconds from the start to the moment at which a request is due; rising. */
  long due(int request) {
    return due[request];
  }
}
