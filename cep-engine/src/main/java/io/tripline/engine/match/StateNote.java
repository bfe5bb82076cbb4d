package io.tripline.engine.match;

/**
 * What there is to note of a state that an event has changed. A matcher of chains has it at hand
 * while it takes the event, and leaves it here, where to read it out of the state again would cost
 * as much as a part of the match; of others it is asked for. One for all matchers of a worker; not
 * thread-safe.
 */
public final class StateNote {
  private boolean isMade;
  private boolean isUnchanged;
  private long deadline;
  private int runs;

  /** One of which nothing is known. */
  public StateNote() {}

  /** Nothing is known of what comes. */
  void clear() {
    isMade = false;
    isUnchanged = false;
  }

  /** The state that is given back is as it was. */
  void leave() {
    isUnchanged = true;
  }

  /** Leaves what is known of the state that is given back. */
  public void make(long lastClock, int partialMatches) {
    deadline = lastClock;
    runs = partialMatches;
    isMade = true;
  }

  boolean isMade() {
    return isMade;
  }

  /** Whether the state is known to be as it was, bit by bit. */
  boolean isUnchanged() {
    return isUnchanged;
  }

  /** See {@link RuleMatcher#deadline}. */
  public long deadline() {
    return deadline;
  }

  /** See {@link RuleMatcher#runs}. */
  public int runs() {
    return runs;
  }
}
