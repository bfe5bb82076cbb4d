package io.tripline.benchmarks.http;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What became of the requests of one run. Written by the threads of {@link OpenLoop}, read once it
 * is over.
 */
final class Tally {
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

  /** From the moment at which a request was due to its whole answer, ns. By who receives. */
  final Histogram latencies = new Histogram(LONGEST, 3);

  /**
   * From that moment to the request being written, ns: what the client itself adds. By who sends.
   */
  final Histogram delays = new Histogram(LONGEST, 3);

  /** Answers that a rule has decided on. */
  int decided;

  /** Answers given because the deadline had come. */
  int atDeadline;

  /** Requests that the server had no room for (429). They are in no figure but this one. */
  int refused;

  /** From the first request being due to the last answer, ns. */
  long nanos;

  /** All answers, refusals among them. */
  int answered() {
    return (int) latencies.getTotalCount() + refused;
  }
}
