package io.tripline.rest.token;

/** Where an issuer's keys come from. Is used by one thread at a time. */
interface KeySource extends AutoCloseable {
  /**
   * The keys as they are now. Takes a bounded time and a bounded memory, whatever is at the other
   * end.
   *
   * @throws KeysException if they cannot be had; the message says why
   */
  SigningKeys fetch() throws KeysException, InterruptedException;

  /** For people: what is asked. */
  String place();

  @Override
  void close();
}
