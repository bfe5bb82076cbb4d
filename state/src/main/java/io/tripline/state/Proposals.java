package io.tripline.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that wait for somebody's approval, and what came of earlier ones. Thread-safe. Every
 * method throws a {@link io.tripline.engine.port.StorageException} when the store fails or is
 * closed.
 */
public interface Proposals {
  /** How many there may be, those that are decided among them. */
  int MOST = 1_000;

  /** How many characters their texts may have together. */
  int MOST_CHARACTERS = 32 << 20;

  /**
   * Adds a proposal; durable on return. Where there is no room, those that are no longer open are
   * forgotten for it, the oldest first.
   *
   * @return false if there is no room for it
   * @throws IllegalArgumentException if there is one of this id
   */
  boolean add(Proposal proposal, long nowMillis);

  /** The proposal of an id; null if there is none. */
  @Nullable Proposal find(String id);

  /** All of them, the newest first. */
  List<Proposal> list();

  /**
   * Puts something that came of a proposal; durable on return.
   *
   * @param before as the caller has found it
   * @return false if it is no longer so: somebody else was faster
   */
  boolean replace(Proposal before, Proposal after);
}
