package io.tripline.rest.security;

/** Is told of requests that were not let through. Thread-safe. */
public interface AccessObserver {
  /**
   * @param reason one of a few words
   */
  void refused(String reason);
}
