package io.tripline.rest.tls;

/** Files that no server can show to its callers; the message is for the operator. */
public final class TlsFilesException extends Exception {
  TlsFilesException(String message) {
    super(message);
  }
}
