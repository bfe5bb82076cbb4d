package io.tripline.app.cli;

/** Something failed that the user did not cause; the message says what. Exit code 3. */
public final class FailedException extends RuntimeException {
  public FailedException(String message) {
    super(message);
  }

  public FailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
