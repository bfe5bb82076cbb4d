package io.tripline.engine.pipeline;

import io.tripline.engine.contents.Piece;
import org.jspecify.annotations.Nullable;

/** Rules that are given the past. Used by one thread. */
interface PastSink {
  /** A change of a list or table from before the first entry. Before any {@link #put}. */
  void before(Piece piece);

  /**
   * Takes an entry, or a run of events, as the ring does.
   *
   * @param passedOver see {@link Slot.PassedOver}
   * @throws EngineFailedException if they cannot go on
   */
  void put(
      EntryKind kind,
      byte[] data,
      int offset,
      int length,
      int count,
      Slot.@Nullable PassedOver passedOver);
}
