package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;

/** Reads stored states of one rule, or one series of windows, one after another. */
interface StateReader {
  /** Whose they are, for people. */
  String name();

  /**
   * Tells a state.
   *
   * @throws IllegalArgumentException if it is none of its states
   * @throws IndexOutOfBoundsException likewise
   */
  StoredState tell(KeyName key, KeyState state);
}
