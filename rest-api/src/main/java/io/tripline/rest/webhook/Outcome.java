package io.tripline.rest.webhook;

import java.time.Duration;

/** What an attempt to deliver came to. */
sealed interface Outcome {
  /** What the receiver answered; 0 if it did not. */
  int status();

  /** What went wrong, in a few words, without secrets and without the receiver's URL; or empty. */
  String reason();

  /** The receiver has taken it: a 2xx answer. */
  record Delivered(int status) implements Outcome {
    @Override
    public String reason() {
      return "";
    }
  }

  /** The receiver wants nothing any more: 410. */
  record Gone() implements Outcome {
    @Override
    public int status() {
      return 410;
    }

    @Override
    public String reason() {
      return "the receiver answered 410 (gone)";
    }
  }

  /** Nothing was sent, nor will be: of this alert no body can be made. */
  record Unsendable(String reason) implements Outcome {
    @Override
    public int status() {
      return 0;
    }
  }

  /**
   * Anything else.
   *
   * @param retryAfter the least wait that the receiver asks for, or zero
   */
  record Failed(int status, String reason, Duration retryAfter) implements Outcome {}
}
