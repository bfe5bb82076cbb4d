package io.tripline.engine.window;

import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;

/** The states of one form; see {@link SeriesKeeper}. None is asked for {@link StateHeap#NONE}. */
interface States {

  /**
   * Adds an event.
   *
   * @param state may be {@link StateHeap#NONE}
   * @param counts whether it satisfies {@code where}
   * @param value of the argument at the event, if it counts
   * @return the state after it
   */
  int add(int state, long clock, boolean counts, Argument value);

  /**
   * Reads a window.
   *
   * @param sought the value at the tested event, for {@code seen}
   * @param answer begun for the plan
   */
  void read(int state, Plan plan, long clock, Argument sought, Answer answer);

  long deadline(int state);

  int rows(int state);

  void write(int state, ByteBuilder out);

  /**
   * Reads what was written; if it is damaged, nothing is left of it.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  int read(StateInput in);

  void free(int state);
}
