package io.tripline.engine.match;

import io.tripline.engine.expression.RegisterBlocks;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;
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
  // Those in play come first.
  private Run[] runs = {};
  private int inPlay;

  RunPool(Program program, StateHeap heap, BoundEvents bounds) {
    this.counters = program.automaton().counters();
    this.registerBytes = program.registers().bytes();
    this.blocks = program.registers().blocks();
    this.heap = heap;
    this.bounds = bounds;
  }

  /** A run in play that owns what will be put into it. */
  Run take() {
    if (inPlay == runs.length) {
      grow();
    }
    Run run = runs[inPlay++];
    run.owns = true;
    return run;
  }

  private void grow() {
    Run[] more = Arrays.copyOf(runs, Math.max(4, 2 * runs.length));
    for (int i = runs.length; i < more.length; i++) {
      more[i] = new Run(counters, registerBytes);
    }
    runs = more;
  }

  /** Ends the play of all runs; what they own is given back. */
  void releaseAll() {
    for (int i = 0; i < inPlay; i++) {
      giveBack(runs[i]);
    }
    inPlay = 0;
    if (runs.length > MOST_SPARE) {
      runs = Arrays.copyOf(runs, MOST_SPARE);
    }
  }

  /** Ends the play of all but some of the runs. */
  void releaseAllBut(List<Run> kept) {
    for (int i = 0; i < kept.size(); i++) {
      kept.get(i).marked = true;
    }
    int left = 0;
    for (int i = 0; i < inPlay; i++) {
      Run run = runs[i];
      if (run.marked) {
        run.marked = false;
        runs[i] = runs[left];
        runs[left++] = run;
      } else {
        giveBack(run);
      }
    }
    inPlay = left;
  }

  private void giveBack(Run run) {
    if (run.owns) {
      bounds.release(run.bound);
      if (!blocks.isEmpty()) {
        blocks.free(run.registers, 0, heap);
      }
    }
  }
}
