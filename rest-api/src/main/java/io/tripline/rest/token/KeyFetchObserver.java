package io.tripline.rest.token;

/** Is told of fetches of an issuer's keys. Thread-safe. */
@FunctionalInterface
public interface KeyFetchObserver {
  /** A fetch has ended. */
  void fetched(boolean good);
}
