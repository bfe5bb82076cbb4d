package io.tripline.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The alerts stored so far, for people and for the dispatcher. Thread-safe; readers never hold up
 * the engine. Every method throws a {@link io.tripline.engine.port.StorageException} when the store
 * fails or is closed.
 */
public interface AlertReader {

  /** How many alerts there are; also the ordinal of the last one. */
  long count();

  /** The alert with that ordinal. */
  Optional<StoredAlert> get(long ordinal);

  /** The alert with that id; the latest, should two have the same. */
  Optional<StoredAlert> find(String id);

  /**
   * Oldest first.
   *
   * @param afterOrdinal only alerts with a larger ordinal; 0 for all
   * @param limit the most to return, from 1
   */
  List<StoredAlert> list(long afterOrdinal, int limit);

  /**
   * Latest first.
   *
   * @param limit the most to return, from 1
   * @param beforeOrdinal only alerts with a smaller ordinal; {@code Long.MAX_VALUE} for all
   */
  List<StoredAlert> latest(int limit, long beforeOrdinal);

  /**
   * Hands over alerts one by one, oldest first, until the visitor has enough: for filters of the
   * caller's own. Reads as it goes.
   *
   * @param visitor returns whether it wants the next one
   */
  void scan(long afterOrdinal, Predicate<StoredAlert> visitor);

  /** Like {@link #scan}, latest first. */
  void scanBack(long beforeOrdinal, Predicate<StoredAlert> visitor);
}
