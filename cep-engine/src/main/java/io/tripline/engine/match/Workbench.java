package io.tripline.engine.match;

import io.tripline.engine.contents.LookUps;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.heap.StateHeap;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What the matchers of one worker share: the heap that their states lie in, and scratch that is
 * used within one call. Of a thousand rules an event wakes one or two; what it does not have to
 * fetch from memory for them is most of their cost. Not thread-safe.
 */
public final class Workbench {
  private final StateHeap heap;
  final Frame frame;
  private final LookUps lookUps = new LookUps();
  final EventId id = new EventId();
  final EventCells cells;
  final StateBytes codec = new StateBytes();
  final ChainTurn chains = new ChainTurn();
  final StateNote note = new StateNote();

  // Those that are in use.
  private final Map<ChainShape, WeakReference<ChainShape>> shapes = new WeakHashMap<>();

  /**
   * @param heap the worker's; nothing is taken from it yet
   */
  public Workbench(StateHeap heap) {
    this.heap = heap;
    this.frame = new Frame().heap(heap).lookUps(lookUps);
    this.cells = new EventCells(heap);
  }

  public StateHeap heap() {
    return heap;
  }

  /** As of what place the worker's matchers ask lists and tables. */
  public LookUps lookUps() {
    return lookUps;
  }

  /** The shape that is in use, of all that are equal. Where rules are deployed. */
  synchronized ChainShape shared(ChainShape shape) {
    WeakReference<ChainShape> known = shapes.get(shape);
    ChainShape first = known == null ? null : known.get();
    if (first != null) {
      return first;
    }
    shapes.put(shape, new WeakReference<>(shape));
    return shape;
  }
}
