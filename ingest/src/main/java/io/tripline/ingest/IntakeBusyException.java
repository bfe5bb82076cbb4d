package io.tripline.ingest;

/** The engine had no room for a body in time. Nothing of it was taken: send it again later. */
public final class IntakeBusyException extends RuntimeException {
  public IntakeBusyException(String message) {
    super(message);
  }
}
