package io.tripline.engine.match;

import io.tripline.engine.expression.RegisterBlocks;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of runs: those in play at the event at hand, and those that wait for the next. Not
 * thread-safe.
 */
final class RunPool {
  /** Objects kept for the next events; past it they are left to the garbage collector. */
  private static final int MOST_SPARE = 4_096;

  private final int counters;
  private final int registerBytes;
  private final RegisterBlocks blocks;
  private final StateHeap heap;
  private final BoundEvents bounds;
  private final List<Run> inPlay = new ArrayList<>();
  private final List<Run> spare = new ArrayList<>();

  RunPool(Program program, StateHeap heap, BoundEvents bounds) {
    this.counters = program.automaton().counters();
    this.registerBytes = program.registers().bytes();
    this.blocks = program.registers().blocks();
    this.heap = heap;
    this.bounds = bounds;
  }

  /** A run in play that owns what will be put into it. */
  Run take() {
    Run run = spare.isEmpty() ? new Run(counters, registerBytes) : spare.removeLast();
    run.owns = true;
    inPlay.add(run);
    return run;
  }

  /** Ends the play of all runs; what they own is given back. */
  void releaseAll() {
    for (int i = 0; i < inPlay.size(); i++) {
      release(inPlay.get(i));
    }
    inPlay.clear();
  }

  /** Ends the play of all but some of the runs. */
  void releaseAllBut(List<Run> kept) {
    for (int i = 0; i < kept.size(); i++) {
      kept.get(i).marked = true;
    }
    int left = 0;
    for (int i = 0; i < inPlay.size(); i++) {
      Run run = inPlay.get(i);
      if (run.marked) {
        run.marked = false;
        inPlay.set(left++, run);
      } else {
        release(run);
      }
    }
    while (inPlay.size() > left) {
      inPlay.removeLast();
    }
  }

  private void release(Run run) {
    if (run.owns) {
      bounds.release(run.bound);
      if (!blocks.isEmpty()) {
        blocks.free(run.registers, 0, heap);
      }
    }
    if (spare.size() < MOST_SPARE) {
      spare.add(run);
    }
  }
}
