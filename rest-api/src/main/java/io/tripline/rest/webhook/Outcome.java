package io.tripline.rest.webhook;

import java.time.Duration;

/** What an attempt to deliver came to. */
sealed interface Outcome {
  /** The receiver has taken it: a 2xx answer. */
  record Delivered() implements Outcome {}

  /** The receiver wants nothing any more: 410. */
  record Gone() implements Outcome {}

  /**
   * Anything else.
   *
   * @param reason a few words, without secrets and without the receiver's URL
   * @param retryAfter the least wait that the receiver asks for, or zero
   */
  record Failed(String reason, Duration retryAfter) implements Outcome {}
}
