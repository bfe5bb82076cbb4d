package io.tripline.ingest.json;

/**
 * Ends the decoding of a record; never leaves the decoder. Has no stack trace, which nobody sees.
 */
final class RejectedException extends Exception {
  private final transient Rejection rejection;

  RejectedException(Rejection rejection) {
    super(rejection.reason(), null, false, false);
    this.rejection = rejection;
  }

  Rejection rejection() {
    return rejection;
  }
}
