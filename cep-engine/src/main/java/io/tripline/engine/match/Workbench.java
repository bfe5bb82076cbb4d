package io.tripline.engine.match;

import io.tripline.engine.expression.Frame;
import io.tripline.engine.heap.StateHeap;

/**
 * What the matchers of one worker share: the heap that their states lie in, and scratch that is
 * used within one call. Of a thousand rules an event wakes one or two; what it does not have to
 * fetch from memory for them is most of their cost. Not thread-safe.
 */
public final class Workbench {
  private final StateHeap heap;
  final Frame frame;
  final EventId id = new EventId();
  final EventCells cells;
  final StateBytes codec = new StateBytes();

  /**
   * @param heap the worker's; nothing is taken from it yet
   */
  public Workbench(StateHeap heap) {
    this.heap = heap;
    this.frame = new Frame().heap(heap);
    this.cells = new EventCells(heap);
  }

  public StateHeap heap() {
    return heap;
  }
}
