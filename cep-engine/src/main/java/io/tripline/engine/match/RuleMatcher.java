package io.tripline.engine.match;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;

/**
 * Runs a {@link Program} over the events of one key at a time. It holds scratch space and is bound
 * to the layouts of one schema, so each worker makes its own for each schema; all lasting state is
 * in {@link KeyState}. Not thread-safe.
 */
public final class RuleMatcher {

  /**
   * @param maxRuns the most partial matches of one key; past it those with the oldest start are
   *     dropped, and counted
   */
  public RuleMatcher(Program program, Schema schema, int maxRuns, RuleCounters counters) {
    throw new UnsupportedOperationException();
  }

  public Program program() {
    throw new UnsupportedOperationException();
  }

  public KeyState newState() {
    return new KeyState();
  }

  /**
   * Whether the event could begin a match. Where it could not, and the key has no state, there is
   * nothing to do.
   */
  public boolean canStart(EventView event) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes the next event of the key's input. The caller has made sure that the event's type is one
   * of the rule's and its key is the state's.
   *
   * @param number the event's place among all events, from 1
   * @param clock the time that matching goes by, ms: the event's time, or the watermark if that is
   *     later; never less than in the call before
   */
  public void onEvent(KeyState state, EventView event, long number, long clock, MatchSink sink) {
    throw new UnsupportedOperationException();
  }

  /** Forgets what can no longer become a match at this clock. */
  public void expire(KeyState state, long clock) {
    throw new UnsupportedOperationException();
  }

  /** The state in bytes, with a format version. */
  public byte[] encode(KeyState state) {
    throw new UnsupportedOperationException();
  }

  /**
   * @throws IllegalArgumentException if the bytes are not a state of this program's shape
   */
  public KeyState decode(byte[] bytes) {
    throw new UnsupportedOperationException();
  }
}
