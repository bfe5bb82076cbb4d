package io.tripline.engine.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;

/** Barriers of one worker, by small numbers that a slot has room for. Not thread-safe. */
final class BarrierCount {
  private record Barrier(int number, long sequence) {}

  private final Deque<Barrier> underway = new ArrayDeque<>();
  private int last;
  private int committed;

  /**
   * The number of a barrier.
   *
   * @param sequence of the last entry before it
   */
  int barrier(long sequence) {
    underway.addLast(new Barrier(++last, sequence));
    return last;
  }

  /**
   * The number of the last barrier that is in the store.
   *
   * @param sequence of the last entry before that
   */
  int committed(long sequence) {
    while (!underway.isEmpty() && underway.getFirst().sequence <= sequence) {
      committed = underway.removeFirst().number;
    }
    return committed;
  }
}
