package io.tripline.rest.otlp;

import org.jspecify.annotations.Nullable;

/** Figures could not be sent; the message says why, and nothing that is secret. */
final class ExportException extends Exception {
  ExportException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
