package io.tripline.engine.match;

import io.tripline.engine.event.EventView;

/**
 * A way to match the events of a key; {@link RuleMatcher} chooses the one that does least for its
 * rule. A state is the handle of a block in the worker's heap, 0 where nothing is pending; whoever
 * gives one away uses the one that comes back.
 */
sealed interface Matcher
    permits RunMatcher, ChainMatcher, SharedMatcher, CountingMatcher, EnumeratingMatcher {
  /** What variables can begin something where there is no state, as a bit mask. */
  long startVariables();

  /**
   * Takes the next event of a key.
   *
   * @param variables that the event can satisfy, then loops that it can end; see {@link Conditions}
   * @return the state after it
   */
  int onEvent(int state, EventView event, long variables, long number, long clock, MatchSink sink);

  /** Lets time pass, which can complete something only where a rule waits for it. */
  default int onTime(int state, long clock, MatchSink sink) {
    return state;
  }

  /** The last clock value at which something is pending; the least there is if nothing is. */
  long deadline(int state);

  /** The end at which time completes something next; {@link Deadlines#NEVER} if none. */
  default long nextTimer(int state) {
    return Deadlines.NEVER;
  }

  /** Number of partial matches. */
  int runs(int state);

  /** Number of events kept apart from them. */
  default int keptEvents(int state) {
    return 0;
  }

  /** Tells what a state holds, which stays as it is; one that is not 0. */
  void tell(int state, PendingDraft to);

  /** The state in bytes. */
  byte[] encode(int state);

  /**
   * The state that was put into bytes.
   *
   * @throws IllegalArgumentException if they are not one of a program of this shape
   */
  int decode(byte[] bytes);

  /** Gives a state back. */
  void free(int state);
}
