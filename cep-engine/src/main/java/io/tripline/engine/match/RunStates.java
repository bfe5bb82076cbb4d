package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered for a key, as a block of a heap, and the same while it is worked on: {@link
 * #load} reads a block into {@link #runs} and {@link #seen}, {@link #store} writes them back. What
 * is asked often without reading the runs lies at the front of the block. Not thread-safe.
 */
final class RunStates {
  private static final int DEADLINE = 0;
  private static final int INTEREST = 8;
  private static final int RUNS = 16;
  private static final int SEES_NEXT = 20;
  private static final int MORE = 24;

  private final StateHeap heap;
  private final Deadlines deadlines;
  private final Interest interest;
  private final RunLayout layout;
  private final RunPool pool;
  private final int timer;
  private final int extra;
  private final int seenAt;
  private final int runsAt;

  /** The runs of the state at hand, in order of making; one that goes on before its branches. */
  final List<Run> runs = new ArrayList<>();

  /** Of the state at hand. */
  final SeenTimes seen;

  /**
   * @param extraBytes that the caller keeps with each state; see {@link #extraAt}
   */
  RunStates(Program program, StateHeap heap, RunPool pool, RunLayout layout, int extraBytes) {
    this.heap = heap;
    this.deadlines = program.deadlines();
    this.interest = new Interest(program);
    this.layout = layout;
    this.pool = pool;
    this.seen = new SeenTimes(program);
    this.timer = deadlines.waits() ? MORE : -1;
    this.extra = MORE + (deadlines.waits() ? 8 : 0);
    this.seenAt = extra + extraBytes;
    this.runsAt = seenAt + seen.bytes();
  }

  /** What variables can begin something where there is nothing. */
  long startInterest() {
    return interest.start();
  }

  /** Whether an event that satisfies these variables leaves a state as it is, time apart. */
  boolean isIndifferent(int state, long variables) {
    if (state == StateHeap.NONE) {
      return (variables & interest.start()) == 0;
    }
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    return (variables & Bytes.getLong(page, base + INTEREST)) == 0
        && Bytes.getInt(page, base + SEES_NEXT) == 0;
  }

  /** The last clock value at which something is pending; the least there is if nothing is. */
  long deadline(int state) {
    return state == StateHeap.NONE ? Long.MIN_VALUE : longAt(state, DEADLINE);
  }

  /** The end at which time completes something next; {@link Deadlines#NEVER} if none. */
  long nextTimer(int state) {
    return state == StateHeap.NONE || timer < 0 ? Deadlines.NEVER : longAt(state, timer);
  }

  /** Number of runs. */
  int count(int state) {
    return state == StateHeap.NONE ? 0 : Bytes.getInt(heap.page(state), heap.offset(state) + RUNS);
  }

  private long longAt(int state, int offset) {
    return Bytes.getLong(heap.page(state), heap.offset(state) + offset);
  }

  /** Where in its page the caller's own bytes of a state lie. */
  int extraAt(int state) {
    return heap.offset(state) + extra;
  }

  /** Reads a state; the runs are in play from now on. */
  void load(int state) {
    runs.clear();
    if (state == StateHeap.NONE) {
      seen.clear();
      return;
    }
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    seen.read(page, base + seenAt);
    int count = Bytes.getInt(page, base + RUNS);
    int at = base + runsAt;
    for (int i = 0; i < count; i++) {
      Run run = pool.take();
      layout.read(page, at, run);
      run.index = i;
      runs.add(run);
      at += layout.bytes();
    }
  }

  /** After a {@link #load}, for those who have only looked. */
  void leave() {
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).owns = false;
    }
    runs.clear();
    pool.releaseAll();
  }

  /**
   * Writes a state, and ends the play of all runs; those not among {@code left} are no more.
   *
   * @param state that was read, or 0
   * @param left what remains
   * @return the state now; 0 if nothing remains
   */
  int store(int state, List<Run> left) {
    int stored = StateHeap.NONE;
    if (left.isEmpty() && seen.isEmpty()) {
      heap.free(state);
    } else {
      stored = write(state, left);
    }
    runs.clear();
    pool.releaseAll();
    return stored;
  }

  private int write(int state, List<Run> left) {
    int count = left.size();
    int bytes = Math.addExact(runsAt, Math.multiplyExact(count, layout.bytes()));
    int before = state == StateHeap.NONE ? 0 : runsAt + count(state) * layout.bytes();
    int stored = heap.resize(state, bytes, Math.min(before, bytes));
    byte[] page = heap.page(stored);
    int base = heap.offset(stored);
    long deadline = seen.deadline();
    long matters = interest.start();
    long next = Deadlines.NEVER;
    boolean seesNext = false;
    int at = base + runsAt;
    for (int i = 0; i < count; i++) {
      Run run = left.get(i);
      if (run.changed || run.index != i) {
        layout.write(page, at, run);
      }
      at += layout.bytes();
      run.owns = false;
      deadline = Math.max(deadline, deadlines.of(run));
      matters |= interest.of(run);
      seesNext |= interest.inNext(run);
      if (timer >= 0) {
        next = Math.min(next, deadlines.nextEnd(run));
      }
    }
    Bytes.putLong(page, base + DEADLINE, deadline);
    Bytes.putLong(page, base + INTEREST, matters);
    Bytes.putInt(page, base + RUNS, count);
    Bytes.putInt(page, base + SEES_NEXT, seesNext ? 1 : 0);
    if (timer >= 0) {
      Bytes.putLong(page, base + timer, next);
    }
    seen.write(page, base + seenAt);
    return stored;
  }
}
