package io.tripline.engine.pipeline;

/** The engine has stopped on an error; the cause is the error. Restarting recovers the state. */
public final class EngineFailedException extends RuntimeException {
  public EngineFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
