package io.tripline.engine.match;

/** What one rule remembers for one key. Owned by one worker; not thread-safe. */
public final class KeyState {
  KeyState() {}

  /** Whether nothing is pending, so that the state can be forgotten. */
  public boolean isEmpty() {
    throw new UnsupportedOperationException();
  }

  /** Number of partial matches. */
  public int runs() {
    throw new UnsupportedOperationException();
  }

  /**
   * The last clock value at which something is pending; past it the state is empty. {@code
   * Long.MIN_VALUE} if it is empty now, {@code Long.MAX_VALUE} if time does not end it.
   */
  public long deadline() {
    throw new UnsupportedOperationException();
  }
}
