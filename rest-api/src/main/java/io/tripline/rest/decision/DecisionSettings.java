package io.tripline.rest.decision;

import io.tripline.dsl.ir.Decision;
import java.time.Duration;

/**
 * How callers are answered who wait for a decision.
 *
 * @param deadline the longest that one waits, from the start of the request on; a request may ask
 *     for less
 * @param otherwise the answer where the rules have not answered in time, or did not take the event
 */
public record DecisionSettings(Duration deadline, Decision otherwise) {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /**
   * @throws IllegalArgumentException if the deadline is not from 1 ms to a minute
   */
  public DecisionSettings {
    if (deadline.compareTo(Duration.ofMillis(1)) < 0 || deadline.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the deadline of decisions must be 1 ms to " + LONGEST.toSeconds() + " s");
    }
  }

  /** 200 ms, and then what is not decided is approved. */
  public static DecisionSettings defaults() {
    return new DecisionSettings(Duration.ofMillis(200), Decision.APPROVE);
  }
}
