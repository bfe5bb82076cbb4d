package io.tripline.app.cli;

/** The user asked for what cannot be done; the message is a sentence for the user. Exit code 2. */
public final class WrongUseException extends RuntimeException {
  public WrongUseException(String message) {
    super(message);
  }

  public WrongUseException(String message, Throwable cause) {
    super(message, cause);
  }
}
