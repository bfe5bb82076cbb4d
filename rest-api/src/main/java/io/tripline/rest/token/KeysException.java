package io.tripline.rest.token;

import java.io.IOException;

/** An issuer's keys could not be had. The message goes on from "could not be fetched: ". */
final class KeysException extends IOException {
  private static final long serialVersionUID = 1;

  KeysException(String message) {
    super(message);
  }

  KeysException(String message, Throwable cause) {
    super(message, cause);
  }
}
