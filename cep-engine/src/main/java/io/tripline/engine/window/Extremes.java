package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;

/**
 * The least (or greatest) values of all windows that end with the newest row: the rows that no
 * later row undercuts, in their order. The least value since a row is that of the first of them at
 * or behind it, so that one structure serves windows of every length. A ring of row numbers in a
 * block, and a record of 16 bytes: the block, the place of the first, how many, the places less 1.
 * Not thread-safe.
 */
final class Extremes {
  /** Bytes of a record; it begins empty with zeros. */
  static final int BYTES = 16;

  /** Rows by their numbers. */
  interface Rows {
    /** The order of the values of two, which are not null. */
    int compare(long a, long b);
  }

  private static final int HEAD = 4;
  private static final int SIZE = 8;
  private static final int MASK = 12;
  private static final int LEAST_PLACES = 8;

  private final StateHeap heap;
  private final Rows rows;
  private final boolean greatest;

  Extremes(StateHeap heap, Rows rows, boolean greatest) {
    this.heap = heap;
    this.rows = rows;
    this.greatest = greatest;
  }

  private long row(byte[] page, int at, int index) {
    int ring = Bytes.getInt(page, at);
    int place = Bytes.getInt(page, at + HEAD) + index & Bytes.getInt(page, at + MASK);
    return Bytes.getLong(heap.page(ring), heap.offset(ring) + 8 * place);
  }

  /** A row is one of the windows' now; it is newer than all others, and its value is not null. */
  void add(byte[] page, int at, long row) {
    int size = Bytes.getInt(page, at + SIZE);
    while (size > 0 && isOvertaken(row(page, at, size - 1), row)) {
      size--;
    }
    Bytes.putInt(page, at + SIZE, size);
    int places = Bytes.getInt(page, at) == StateHeap.NONE ? 0 : Bytes.getInt(page, at + MASK) + 1;
    if (size == places) {
      resize(page, at, Math.max(LEAST_PLACES, 2 * places));
    } else if (places > LEAST_PLACES && 8 * size < places) {
      resize(page, at, places / 2);
    }
    int ring = Bytes.getInt(page, at);
    int place = Bytes.getInt(page, at + HEAD) + size & Bytes.getInt(page, at + MASK);
    Bytes.putLong(heap.page(ring), heap.offset(ring) + 8 * place, row);
    Bytes.putInt(page, at + SIZE, size + 1);
  }

  private boolean isOvertaken(long old, long row) {
    int order = rows.compare(row, old);
    return greatest ? order >= 0 : order <= 0;
  }

  private void resize(byte[] page, int at, int places) {
    int made = heap.allocate(8 * places);
    byte[] to = heap.page(made);
    int size = Bytes.getInt(page, at + SIZE);
    for (int i = 0; i < size; i++) {
      Bytes.putLong(to, heap.offset(made) + 8 * i, row(page, at, i));
    }
    heap.free(Bytes.getInt(page, at));
    Bytes.putInt(page, at, made);
    Bytes.putInt(page, at + HEAD, 0);
    Bytes.putInt(page, at + MASK, places - 1);
  }

  /** Forgets rows before one. */
  void dropTo(byte[] page, int at, long row) {
    int size = Bytes.getInt(page, at + SIZE);
    int head = Bytes.getInt(page, at + HEAD);
    int gone = 0;
    while (gone < size && row(page, at, gone) < row) {
      gone++;
    }
    Bytes.putInt(page, at + HEAD, head + gone & Bytes.getInt(page, at + MASK));
    Bytes.putInt(page, at + SIZE, size - gone);
  }

  /** The row with the least value from a row on; −1 if there is none. */
  long find(byte[] page, int at, long from) {
    int low = 0;
    int high = Bytes.getInt(page, at + SIZE);
    int size = high;
    while (low < high) {
      int middle = low + high >>> 1;
      if (row(page, at, middle) < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == size ? -1 : row(page, at, low);
  }

  /** Gives its memory back. */
  static void free(StateHeap heap, byte[] page, int at) {
    heap.free(Bytes.getInt(page, at));
  }
}
