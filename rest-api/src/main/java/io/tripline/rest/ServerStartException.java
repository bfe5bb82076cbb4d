package io.tripline.rest;

import org.jspecify.annotations.Nullable;

/** The server cannot start as it is set up; the message is for the operator. */
public final class ServerStartException extends RuntimeException {
  public ServerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
