package io.tripline.engine.port;

/** The store failed or is damaged; the message says what to do. */
public class StorageException extends RuntimeException {
  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
