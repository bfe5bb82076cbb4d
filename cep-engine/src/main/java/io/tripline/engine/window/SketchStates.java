package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import org.jspecify.annotations.Nullable;

/**
 * States of approximate values: a {@link Sketch} for each pane, or one for the unit or session. A
 * reading merges those of the window, so it costs time in proportion to the panes. Not thread-safe.
 *
 * <pre>
 *   0  long  the last clock at which it holds, of a unit or session
 *   8  int   the index of the oldest pane    12  int  number of panes
 *  16  for each pane: when it begins (a long), the handle of its sketch, 0 for no values
 * </pre>
 */
final class SketchStates implements States {
  private static final int FIRST = 8;
  private static final int COUNT = 12;
  private static final int HEAD = 16;
  private static final int ENTRY = 16;

  private final StateHeap heap;
  private final Sketch sketch;
  private final @Nullable Epochs epochs;
  private final long length;
  private final long[] lengths;
  private final long longest;

  private int state;
  private byte[] page = {};
  private int base;

  /**
   * @param epochs null for panes
   * @param length of a pane, ms
   */
  SketchStates(
      StateHeap heap, Sketch sketch, @Nullable Epochs epochs, long length, long[] lengths) {
    this.heap = heap;
    this.sketch = sketch;
    this.epochs = epochs;
    this.length = length;
    this.lengths = lengths;
    long most = 0;
    for (long each : lengths) {
      most = Math.max(most, each);
    }
    this.longest = most;
  }

  private void open(int of) {
    state = of;
    page = heap.page(of);
    base = heap.offset(of);
  }

  private void make() {
    open(heap.allocate(HEAD + ENTRY));
    Bytes.putLong(page, base, 0);
    Bytes.putLong(page, base + FIRST, 0);
  }

  private int count() {
    return Bytes.getInt(page, base + COUNT);
  }

  private int at(int pane) {
    return base + HEAD + ENTRY * (Bytes.getInt(page, base + FIRST) + pane);
  }

  private long start(int pane) {
    return Bytes.getLong(page, at(pane));
  }

  private int handle(int pane) {
    return Bytes.getInt(page, at(pane) + 8);
  }

  private long until() {
    return Bytes.getLong(page, base);
  }

  @Override
  public int add(int of, long clock, boolean counts, Argument value) {
    if (of == StateHeap.NONE) {
      if (!counts) {
        return of;
      }
      make();
    } else {
      open(of);
    }
    if (epochs == null) {
      drop(firstFrom(from(clock, longest)));
    } else {
      if (clock > until()) {
        drop(count());
      }
      Bytes.putLong(page, base, epochs.until(clock));
    }
    if (counts && !value.isNull()) {
      long begin = epochs == null ? Math.floorDiv(clock, length) * length : 0;
      if (count() == 0 || start(count() - 1) < begin) {
        append(begin, StateHeap.NONE);
      }
      int newest = count() - 1;
      int next = sketch.add(handle(newest), value);
      Bytes.putInt(page, at(newest) + 8, next);
    }
    if (count() == 0) {
      heap.free(state);
      return StateHeap.NONE;
    }
    return state;
  }

  private static long back(long clock, long by) {
    long start = clock - by;
    return start > clock ? Long.MIN_VALUE : start;
  }

  /** Where a window begins. */
  private long from(long clock, long of) {
    long start = back(clock, of);
    return start == Long.MIN_VALUE ? start : Math.floorDiv(start, length) * length;
  }

  private int firstFrom(long begin) {
    int low = 0;
    int high = count();
    while (low < high) {
      int middle = low + high >>> 1;
      if (start(middle) < begin) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void drop(int panes) {
    if (panes == 0) {
      return;
    }
    for (int i = 0; i < panes; i++) {
      heap.free(handle(i));
    }
    int left = count() - panes;
    int first = left == 0 ? 0 : Bytes.getInt(page, base + FIRST) + panes;
    Bytes.putInt(page, base + FIRST, first);
    Bytes.putInt(page, base + COUNT, left);
    int needed = HEAD + ENTRY * Math.max(1, left);
    if (4 * needed < heap.capacity(state)) {
      moveToFront();
      open(heap.resize(state, 2 * needed, HEAD + ENTRY * left));
    }
  }

  private void moveToFront() {
    System.arraycopy(page, at(0), page, base + HEAD, ENTRY * count());
    Bytes.putInt(page, base + FIRST, 0);
  }

  private void append(long begin, int handle) {
    int count = count();
    if (at(count + 1) - base > heap.capacity(state)) {
      boolean hasRoom = Bytes.getInt(page, base + FIRST) > count;
      moveToFront();
      if (!hasRoom) {
        int used = HEAD + ENTRY * count;
        open(heap.resize(state, used + ENTRY + used / 2, used));
      }
    }
    Bytes.putLong(page, at(count), begin);
    Bytes.putLong(page, at(count) + 8, handle);
    Bytes.putInt(page, base + COUNT, count + 1);
  }

  @Override
  public void read(int of, Plan plan, long clock, Argument sought, Answer answer) {
    open(of);
    int first =
        epochs == null
            ? firstFrom(from(clock, lengths[plan.frame()]))
            : clock > until() ? count() : 0;
    if (first == count()) {
      answer.none();
      return;
    }
    sketch.clear();
    for (int i = first; i < count(); i++) {
      sketch.merge(handle(i));
    }
    sketch.tell(plan, answer);
  }

  @Override
  public long deadline(int of) {
    open(of);
    if (epochs != null) {
      return until();
    }
    if (count() == 0) {
      return Long.MIN_VALUE;
    }
    long last = start(count() - 1);
    long end = last + longest + length - 1;
    return end < last ? Long.MAX_VALUE : end;
  }

  @Override
  public int rows(int of) {
    open(of);
    return count();
  }

  @Override
  public void write(int of, ByteBuilder out) {
    open(of);
    out.putSigned(until());
    out.putNumber(count());
    long before = 0;
    for (int i = 0; i < count(); i++) {
      long index = epochs == null ? Math.floorDiv(start(i), length) : 0;
      out.putSigned(index - before);
      before = index;
      sketch.write(handle(i), out);
    }
  }

  @Override
  public int read(StateInput in) {
    make();
    try {
      Bytes.putLong(page, base, in.takeSigned());
      int count = in.takeCount();
      if (epochs != null && count > 1) {
        throw StateInput.damaged("a unit or session is one");
      }
      long index = 0;
      for (int i = 0; i < count; i++) {
        long step = in.takeSigned();
        index += step;
        boolean isBeyond = Math.multiplyHigh(index, length) != index * length >> 63;
        if (i > 0 && step <= 0 || isBeyond) {
          throw StateInput.damaged("its panes are not in order");
        }
        append(index * length, sketch.read(in));
      }
    } catch (IllegalArgumentException e) {
      free(state);
      throw e;
    }
    return state;
  }

  @Override
  public void free(int of) {
    open(of);
    for (int i = 0; i < count(); i++) {
      heap.free(handle(i));
    }
    heap.free(of);
  }
}
