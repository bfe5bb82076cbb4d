package io.tripline.engine.pipeline;

import io.tripline.engine.match.KeyState;
import org.jspecify.annotations.Nullable;

/** A key for which a rule remembers something. Belongs to one {@link KeyedStates}. */
final class KeyEntry {
  static final int CLEAN = -1;

  final long hash;
  final byte[] key;

  /** Null while the state is only in the store. */
  @Nullable KeyState state;

  /** Of the state, when it was last looked at. */
  long deadline;

  /** The end at which time completes something next, or {@code Long.MAX_VALUE}. */
  long timer = Long.MAX_VALUE;

  /** Place in the {@link TimerHeap}. */
  int timerAt = TimerHeap.NOWHERE;

  /** Partial matches in the state, when it was last looked at. */
  int runs;

  /** Place in the list of those changed since the last barrier, or {@link #CLEAN}. */
  int changedAt = CLEAN;

  /** Handed over at a barrier, so that removing it takes a delete. */
  boolean stored;

  /** The last barrier it was handed over at, by the sequence of the entry before. */
  long savedAt;

  // Links and place in the expiry wheel.
  @Nullable KeyEntry next;
  @Nullable KeyEntry previous;
  int bucket = ExpiryWheel.NOWHERE;

  KeyEntry(long hash, byte[] key) {
    this.hash = hash;
    this.key = key;
  }
}
