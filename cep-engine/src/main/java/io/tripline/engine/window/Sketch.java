package io.tripline.engine.window;

import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;

/**
 * Summaries of values, in blocks of a heap, that can be merged: what they estimate depends on the
 * values alone, not on their order nor on what was merged when. Not thread-safe.
 */
interface Sketch {

  /**
   * Adds a value that is not null.
   *
   * @param handle {@link StateHeap#NONE} for a summary of nothing
   * @return the summary after it
   */
  int add(int handle, Argument value);

  /** Begins to merge. */
  void clear();

  /** Merges a summary with those since {@link #clear}. */
  void merge(int handle);

  /** Tells what is estimated of all that was merged. */
  void tell(Plan plan, Answer answer);

  /** Writes a summary. */
  void write(int handle, ByteBuilder out);

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException if it is damaged; nothing is left of it then
   */
  int read(StateInput in);
}
