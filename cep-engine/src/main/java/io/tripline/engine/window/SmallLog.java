package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;
import java.util.Arrays;

/**
 * A few rows in one block, oldest first, with room behind them and, once old ones have left, before
 * them. A flyweight; not thread-safe.
 *
 * <pre>
 *   0  int   the index of the oldest row, above the kind of the state
 *   4  int   number of rows
 *   8  long  a clock of its own, if it has one
 *   …  rows: a long that says when, if they do, and the value, if there is one
 * </pre>
 */
final class SmallLog {
  private static final int COUNT = 4;
  private static final int CLOCK = 8;
  private static final int KIND_BITS = 8;

  private final StateHeap heap;
  private final Cell cell;
  private final int front;
  private final int stampBytes;
  private final int rowBytes;

  private int state;
  private byte[] page = {};
  private int base;
  private int first;
  private int count;

  /**
   * @param clock whether a state has a clock of its own
   * @param stamped whether rows say when they came
   */
  SmallLog(StateHeap heap, Cell cell, boolean clock, boolean stamped) {
    this.heap = heap;
    this.cell = cell;
    this.front = clock ? 16 : 8;
    this.stampBytes = stamped ? 8 : 0;
    this.rowBytes = stampBytes + (cell == Cell.NONE ? 0 : 8);
  }

  /** A state without rows. */
  int make() {
    int made = heap.allocate(front + rowBytes);
    byte[] bytes = heap.page(made);
    int at = heap.offset(made);
    Bytes.putLong(bytes, at, 0);
    if (front > CLOCK) {
      Bytes.putLong(bytes, at + CLOCK, 0);
    }
    return made;
  }

  /** Looks at a state. */
  void open(int of) {
    state = of;
    page = heap.page(of);
    base = heap.offset(of);
    first = Bytes.getInt(page, base) >>> KIND_BITS;
    count = Bytes.getInt(page, base + COUNT);
  }

  int count() {
    return count;
  }

  /** The state's own clock. */
  long clock() {
    return Bytes.getLong(page, base + CLOCK);
  }

  void putClock(long clock) {
    Bytes.putLong(page, base + CLOCK, clock);
  }

  private int at(int row) {
    return base + front + (first + row) * rowBytes;
  }

  /** When a row came; 0 where rows do not say. */
  long stamp(int row) {
    return stampBytes == 0 ? 0 : Bytes.getLong(page, at(row));
  }

  /** The value of a row, in its cell. */
  long word(int row) {
    return Bytes.getLong(page, at(row) + stampBytes);
  }

  /** In what the text of a row's slot lies. */
  byte[] bytes(int row) {
    return TextSlot.bytes(word(row), page, heap);
  }

  int from(int row) {
    return TextSlot.from(word(row), at(row) + stampBytes, heap);
  }

  /** Whether two rows, neither of which is null, have the same text. */
  boolean isSameText(int a, int b) {
    int length = TextSlot.length(word(a));
    return length == TextSlot.length(word(b))
        && Arrays.equals(bytes(a), from(a), from(a) + length, bytes(b), from(b), from(b) + length);
  }

  /** The first row that came at a time or later; the number of rows if there is none. */
  int firstFrom(long stamp) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = low + high >>> 1;
      if (stamp(middle) < stamp) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Adds a row to the open state; what is open then may be another block. */
  void append(long stamp, Argument value) {
    int at = grow(stamp);
    if (cell == Cell.BYTES) {
      Bytes.putLong(page, at + stampBytes, Nulls.NO_STRING);
      if (!value.isNull()) {
        TextSlot.put(page, at + stampBytes, heap, value.bytes(), value.from(), value.length());
      }
    } else if (cell != Cell.NONE) {
      Bytes.putLong(page, at + stampBytes, value.word());
    }
  }

  /** The same with a value that lies in some bytes already, or in a cell of numbers. */
  void append(long stamp, long word, byte[] bytes, int from, int length) {
    int at = grow(stamp);
    if (cell == Cell.BYTES) {
      Bytes.putLong(page, at + stampBytes, Nulls.NO_STRING);
      if (length >= 0) {
        TextSlot.put(page, at + stampBytes, heap, bytes, from, length);
      }
    } else if (cell != Cell.NONE) {
      Bytes.putLong(page, at + stampBytes, word);
    }
  }

  /** Makes a row without a value; where it lies. */
  private int grow(long stamp) {
    if (front + (first + count + 1) * rowBytes > heap.capacity(state)) {
      makeRoom();
    }
    int at = at(count);
    if (stampBytes > 0) {
      Bytes.putLong(page, at, stamp);
    }
    count++;
    Bytes.putInt(page, base + COUNT, count);
    return at;
  }

  private void makeRoom() {
    if (first > count) {
      moveToFront();
    } else {
      moveToFront();
      int rows = count + 1 + count / 2;
      state = heap.resize(state, front + rows * rowBytes, front + count * rowBytes);
    }
    open(state);
  }

  private void moveToFront() {
    if (first > 0) {
      System.arraycopy(page, at(0), page, base + front, count * rowBytes);
      first = 0;
      Bytes.putInt(page, base, 0);
    }
  }

  /** Forgets the oldest rows. */
  void drop(int rows) {
    if (rows == 0) {
      return;
    }
    if (cell == Cell.BYTES) {
      for (int i = 0; i < rows; i++) {
        TextSlot.clear(page, at(i) + stampBytes, heap);
      }
    }
    count -= rows;
    first = count == 0 ? 0 : first + rows;
    Bytes.putInt(page, base, first << KIND_BITS);
    Bytes.putInt(page, base + COUNT, count);
  }

  /** Gives memory back that the open state has too much of. */
  void shrink() {
    int needed = front + Math.max(1, count) * rowBytes;
    if (4 * needed <= heap.capacity(state)) {
      moveToFront();
      open(heap.resize(state, needed, front + count * rowBytes));
    }
  }

  /** The state that is open. */
  int state() {
    return state;
  }

  /** Gives the open state back. */
  void free() {
    drop(count);
    heap.free(state);
    state = StateHeap.NONE;
  }
}
