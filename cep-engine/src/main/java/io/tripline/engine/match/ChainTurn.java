package io.tripline.engine.match;

import io.tripline.engine.event.EventView;

/**
 * The event at hand of the chains of a worker, and what is noted while one of them takes it. One
 * for all of them, as they take turns: it is near, where that of a rule which is seldom woken would
 * not be. Not thread-safe.
 */
final class ChainTurn {
  private static final int FEW = 4;

  EventView event = new EventView();
  long number;
  long clock;
  long satisfiable;

  /** Whether the conditions have seen it. */
  boolean isSeen;

  /** Partial matches that are complete with it, by their places. */
  int[] candidates = new int[FEW];

  int candidateCount;

  /** Whether it has changed any of the partial matches. */
  boolean hasChanged;

  /** The clock at which the last of the partial matches began that it has left. */
  long latest;

  /** Turns to an event. */
  void of(EventView at, long itsNumber, long itsClock, long canSatisfy) {
    event = at;
    number = itsNumber;
    clock = itsClock;
    satisfiable = canSatisfy;
    isSeen = false;
    hasChanged = false;
  }
}
