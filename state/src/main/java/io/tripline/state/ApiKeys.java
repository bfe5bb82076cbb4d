package io.tripline.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API keys. Thread-safe. Every method throws a {@link io.tripline.engine.port.StorageException}
 * when the store fails or is closed.
 */
public interface ApiKeys {
  /** How many there may be, revoked ones among them. */
  int MOST = 1_000;

  /**
   * Adds a key; durable on return. Where there are {@link #MOST}, the one that was revoked first is
   * forgotten.
   *
   * @return false if there are as many as there may be, none of them revoked
   * @throws IllegalArgumentException if there is one of this id
   */
  boolean add(ApiKey key);

  /** The key of an id, from memory; null if there is none. */
  @Nullable ApiKey find(String id);

  /** All of them, in the order in which they were made. */
  List<ApiKey> list();

  /**
   * Lets a key be good no more, from now on and for ever; durable on return. Again, it changes
   * nothing.
   *
   * @return the key as it is now; null if there is none
   */
  @Nullable ApiKey revoke(String id, long at);

  /**
   * A key was used; written down unless that was done for a use within {@link
   * ApiKey#USE_GRAIN_MILLIS} before. A loss of power may take it.
   */
  void used(ApiKey key, long at);
}
