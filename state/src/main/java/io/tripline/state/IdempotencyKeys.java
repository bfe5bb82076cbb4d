package io.tripline.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to requests that brought a key of their own, so that a repetition is not done
 * twice (draft-ietf-httpapi-idempotency-key-header). Thread-safe. Every method throws a {@link
 * io.tripline.engine.port.StorageException} when the store fails or is closed.
 */
public interface IdempotencyKeys {
  /** The most that are kept; those that came first are forgotten for others. */
  int MOST = 10_000;

  /** How long one is kept, ms. */
  long KEPT_MILLIS = 24 * 60 * 60 * 1_000L;

  /**
   * A request.
   *
   * @param fingerprint of what it asks for
   * @param at when it came, by the wall clock, ms
   * @param answer null as long as there is none: it is under way, or the process has ended over it
   */
  record Request(byte[] fingerprint, long at, @Nullable Answer answer) {}

  /**
   * What was answered.
   *
   * @param headers names and values, one after the other
   */
  record Answer(int status, List<String> headers, byte[] body) {}

  /** What is known of a key; null if nothing is, or no longer. */
  @Nullable Request find(byte[] key, long now);

  /**
   * Takes a request, or its answer; durable on return.
   *
   * @param key of the request, with who makes it: 32 bytes
   */
  void put(byte[] key, Request request);

  /** Forgets a request of which nothing has come. */
  void remove(byte[] key);
}
