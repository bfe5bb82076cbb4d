package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.Arrays;
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

  private final boolean inPlace;

  // While a state is worked on where it lies: which of its runs were read, ascending, and which of
  // these are no more; what matters to those left as they are, and until when.
  private int[] touched = new int[8];
  private int touchedCount;
  private int[] holes = new int[8];
  private int holeCount;
  private long deadline;
  private long matters;

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
    this.inPlace = !program.countsFromLastEvent() && layout.isNarrow() && interest.tells();
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

  // ---- where a state lies

  /** Whether runs can be worked on where they lie: their first word says what matters to them. */
  boolean isInPlace() {
    return inPlace;
  }

  /** What is done with a run that the event at hand concerns. */
  interface Step {
    /**
     * @param run read from the state
     * @return whether it is still there
     */
    boolean take(Run run);
  }

  /**
   * Goes over the runs of a state. Those that an event does not concern stay as they are, unread;
   * those that are over are no more.
   *
   * @param variables that the event can satisfy, and loops that it can end
   */
  void concerned(int state, long variables, long clock, Conditions conditions, Step step) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    seen.read(page, base + seenAt);
    int count = Bytes.getInt(page, base + RUNS);
    touchedCount = 0;
    holeCount = 0;
    deadline = Long.MIN_VALUE;
    matters = interest.start();
    int at = base + runsAt;
    for (int i = 0; i < count; i++, at += layout.bytes()) {
      long end = deadlines.within(Bytes.getLong(page, at + layout.startTimeAt()));
      if (end < clock) {
        read(page, at, i);
        addHole(i);
        continue;
      }
      long word = Bytes.getLong(page, at);
      boolean fresh = RunLayout.isFresh(word);
      long needs =
          interest.of(RunLayout.state(word), RunLayout.open(word), RunLayout.alive(word), fresh);
      conditions.bound(page, at + layout.registersAt());
      if (fresh && interest.looksAtNext() || conditions.any(needs & variables)) {
        if (!step.take(read(page, at, i))) {
          addHole(i);
        }
      } else {
        deadline = Math.max(deadline, end);
        matters |= needs;
      }
    }
  }

  private Run read(byte[] page, int at, int index) {
    Run run = pool.take();
    layout.read(page, at, run);
    run.index = index;
    if (touchedCount == touched.length) {
      touched = Arrays.copyOf(touched, 2 * touchedCount);
    }
    touched[touchedCount++] = index;
    return run;
  }

  private void addHole(int index) {
    if (holeCount == holes.length) {
      holes = Arrays.copyOf(holes, 2 * holeCount);
    }
    holes[holeCount++] = index;
  }

  /** How many runs {@link #concerned} has left unread. */
  int unread(int state) {
    return count(state) - touchedCount;
  }

  /** Reads those too: they are added to a list, for who has to see all. */
  void readRest(int state, List<Run> runs) {
    byte[] page = heap.page(state);
    int at = heap.offset(state) + runsAt;
    int count = count(state);
    int known = touchedCount;
    int next = 0;
    for (int i = 0; i < count; i++, at += layout.bytes()) {
      if (next < known && touched[next] == i) {
        next++;
      } else {
        runs.add(read(page, at, i));
      }
    }
  }

  /**
   * Writes what has become of those that were read, where the state lies: changed ones in their
   * places, new ones in the places of those that are no more, then behind.
   *
   * @param left of those that were read, and new ones
   * @return the state now; 0 if nothing remains
   */
  int storeInPlace(int state, List<Run> left) {
    int before = count(state);
    int after = unread(state) + left.size();
    int stored = state;
    if (after == 0 && seen.isEmpty()) {
      heap.free(state);
      stored = StateHeap.NONE;
    } else {
      if (after > before) {
        stored = heap.resize(state, bytes(after), bytes(before));
      }
      writeInPlace(stored, before, after, left);
      if (after < before) {
        stored = heap.resize(stored, bytes(after), bytes(after));
      }
    }
    pool.releaseAll();
    return stored;
  }

  private int bytes(int count) {
    return Math.addExact(runsAt, Math.multiplyExact(count, layout.bytes()));
  }

  private void writeInPlace(int state, int before, int after, List<Run> left) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    int first = base + runsAt;
    boolean seesNext = false;
    int filled = 0;
    int end = before;
    for (int i = 0; i < left.size(); i++) {
      Run run = left.get(i);
      int index = run.index;
      if (index < 0) {
        index = filled < holeCount ? holes[filled++] : end++;
      }
      if (run.changed) {
        layout.write(page, first + index * layout.bytes(), run);
      }
      run.owns = false;
      deadline = Math.max(deadline, deadlines.of(run));
      matters |= interest.of(run);
      seesNext |= run.fresh && interest.looksAtNext();
    }
    // The last ones move to where there is nothing; no place behind the hole at hand is one.
    for (int h = holeCount - 1; h >= filled; h--) {
      end--;
      if (holes[h] != end) {
        System.arraycopy(
            page,
            first + end * layout.bytes(),
            page,
            first + holes[h] * layout.bytes(),
            layout.bytes());
      }
    }
    writeFront(page, base, after, seesNext);
  }

  /** What is asked often, as far as it comes of the runs and of what was seen. */
  private void writeFront(byte[] page, int base, int count, boolean seesNext) {
    Bytes.putLong(page, base + DEADLINE, Math.max(deadline, seen.deadline()));
    Bytes.putLong(page, base + INTEREST, matters);
    Bytes.putInt(page, base + RUNS, count);
    Bytes.putInt(page, base + SEES_NEXT, seesNext ? 1 : 0);
    seen.write(page, base + seenAt);
  }

  // ---- as a whole

  private int write(int state, List<Run> left) {
    int count = left.size();
    int bytes = bytes(count);
    int before = state == StateHeap.NONE ? 0 : bytes(count(state));
    int stored = heap.resize(state, bytes, Math.min(before, bytes));
    byte[] page = heap.page(stored);
    int base = heap.offset(stored);
    deadline = Long.MIN_VALUE;
    matters = interest.start();
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
      seesNext |= run.fresh && interest.looksAtNext();
      if (timer >= 0) {
        next = Math.min(next, deadlines.nextEnd(run));
      }
    }
    writeFront(page, base, count, seesNext);
    if (timer >= 0) {
      Bytes.putLong(page, base + timer, next);
    }
    return stored;
  }
}
