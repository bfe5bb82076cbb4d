package io.tripline.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The silences. Thread-safe. Whether an alert is silenced is decided once, in the write that stores
 * it, by the silences as they are then and the wall clock; the decision is stored with it. Every
 * method throws a {@link io.tripline.engine.port.StorageException} when the store fails or is
 * closed.
 */
public interface Silences {
  /** How many there may be, those that are over among them. */
  int MOST = 1_000;

  /**
   * Adds a silence; durable on return. It is about alerts that are stored from now on. Where there
   * are {@link #MOST}, the one that was over first is forgotten.
   *
   * @return false if there are as many as there may be, none of them over
   * @throws IllegalArgumentException if there is one of this id
   */
  boolean add(Silence silence, long nowMillis);

  /** The silence of an id; null if there is none. */
  @Nullable Silence find(String id);

  /** All of them, the newest first. */
  List<Silence> list();

  /**
   * Ends a silence: alerts that are stored from now on are not silenced by it; durable on return.
   * One that is over already stays as it is.
   *
   * @return the silence as it is now; null if there is none
   */
  @Nullable Silence end(String id, long nowMillis);

  /** How many alerts were silenced since the store was opened. */
  long silenced();
}
