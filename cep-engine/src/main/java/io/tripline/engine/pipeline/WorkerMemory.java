package io.tripline.engine.pipeline;

import io.tripline.engine.heap.StateHeap;

/**
 * What one worker keeps its keys and states in. Made before the worker, because matchers are bound
 * to it; touched by the worker alone.
 */
record WorkerMemory(StateHeap heap) {
  WorkerMemory() {
    this(new StateHeap());
  }
}
