package io.tripline.engine.pipeline;

import io.tripline.engine.contents.LookUps;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.Workbench;

/**
 * What one worker keeps its keys and states in. Made before the worker, because matchers are bound
 * to it; touched by the worker alone.
 */
record WorkerMemory(Workbench workbench) {
  WorkerMemory() {
    this(new Workbench(new StateHeap()));
  }

  LookUps lookUps() {
    return workbench.lookUps();
  }

  StateHeap heap() {
    return workbench.heap();
  }
}
