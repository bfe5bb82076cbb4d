package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;

/**
 * The least (or greatest) values of all windows that end with the newest row: the rows that no
 * later row undercuts, in their order. The least value since a row is that of the first of them at
 * or behind it, so that one structure serves windows of every length. A ring in a block, of row
 * numbers and a word of each row (which spares a look at rows that are far from one another), and a
 * record of 16 bytes: the block, the place of the first, how many, the places less 1. Not
 * thread-safe.
 */
final class Extremes {
  /** Bytes of a record; it begins empty with zeros. */
  static final int BYTES = 16;

  /** Rows by their numbers, and the words that were given with them. */
  interface Rows {
    /** The order of the values of two, which are not null. */
    int compare(long a, long wordOfA, long b, long wordOfB);
  }

  private static final int HEAD = 4;
  private static final int SIZE = 8;
  private static final int MASK = 12;
  private static final int LEAST_PLACES = 8;
  private static final int PLACE_BYTES = 16;
  private static final int WORD = 8;

  private final StateHeap heap;
  private final Rows rows;
  private final boolean greatest;
  private long foundWord;

  Extremes(StateHeap heap, Rows rows, boolean greatest) {
    this.heap = heap;
    this.rows = rows;
    this.greatest = greatest;
  }

  /** Where a place of the ring lies in the ring's page. */
  private static int place(byte[] page, int at, int base, int index) {
    int place = Bytes.getInt(page, at + HEAD) + index & Bytes.getInt(page, at + MASK);
    return base + PLACE_BYTES * place;
  }

  /**
   * A row is one of the windows' now; it is newer than all others, and its value is not null.
   *
   * @param word given back where rows are compared, and with the row that is found
   */
  void add(byte[] page, int at, long row, long word) {
    int size = Bytes.getInt(page, at + SIZE);
    if (size > 0) {
      int ring = Bytes.getInt(page, at);
      byte[] places = heap.page(ring);
      int base = heap.offset(ring);
      while (size > 0 && isOvertaken(places, place(page, at, base, size - 1), row, word)) {
        size--;
      }
    }
    int places = Bytes.getInt(page, at) == StateHeap.NONE ? 0 : Bytes.getInt(page, at + MASK) + 1;
    if (size == places) {
      resize(page, at, size, Math.max(LEAST_PLACES, 2 * places));
    } else if (places > LEAST_PLACES && 8 * size < places) {
      resize(page, at, size, places / 2);
    }
    int ring = Bytes.getInt(page, at);
    byte[] to = heap.page(ring);
    int place = place(page, at, heap.offset(ring), size);
    Bytes.putLong(to, place, row);
    Bytes.putLong(to, place + WORD, word);
    Bytes.putInt(page, at + SIZE, size + 1);
  }

  private boolean isOvertaken(byte[] places, int old, long row, long word) {
    int order =
        rows.compare(row, word, Bytes.getLong(places, old), Bytes.getLong(places, old + WORD));
    return greatest ? order >= 0 : order <= 0;
  }

  private void resize(byte[] page, int at, int size, int places) {
    int made = heap.allocate(PLACE_BYTES * places);
    byte[] to = heap.page(made);
    if (size > 0) {
      int ring = Bytes.getInt(page, at);
      byte[] from = heap.page(ring);
      int base = heap.offset(ring);
      int target = heap.offset(made);
      for (int i = 0; i < size; i++, target += PLACE_BYTES) {
        int place = place(page, at, base, i);
        Bytes.putLong(to, target, Bytes.getLong(from, place));
        Bytes.putLong(to, target + WORD, Bytes.getLong(from, place + WORD));
      }
    }
    heap.free(Bytes.getInt(page, at));
    Bytes.putInt(page, at, made);
    Bytes.putInt(page, at + HEAD, 0);
    Bytes.putInt(page, at + MASK, places - 1);
  }

  /** Forgets rows before one. */
  void dropTo(byte[] page, int at, long row) {
    int size = Bytes.getInt(page, at + SIZE);
    if (size == 0) {
      return;
    }
    int head = Bytes.getInt(page, at + HEAD);
    int ring = Bytes.getInt(page, at);
    byte[] places = heap.page(ring);
    int base = heap.offset(ring);
    int gone = 0;
    while (gone < size && Bytes.getLong(places, place(page, at, base, gone)) < row) {
      gone++;
    }
    Bytes.putInt(page, at + HEAD, head + gone & Bytes.getInt(page, at + MASK));
    Bytes.putInt(page, at + SIZE, size - gone);
  }

  /** The row with the least value from a row on; −1 if there is none. */
  long find(byte[] page, int at, long from) {
    int size = Bytes.getInt(page, at + SIZE);
    if (size == 0) {
      return -1;
    }
    int ring = Bytes.getInt(page, at);
    byte[] places = heap.page(ring);
    int base = heap.offset(ring);
    int low = 0;
    // Of the longest window, which has all rows, it is the first.
    if (Bytes.getLong(places, place(page, at, base, 0)) < from) {
      int high = size;
      while (low < high) {
        int middle = low + high >>> 1;
        if (Bytes.getLong(places, place(page, at, base, middle)) < from) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      if (low == size) {
        return -1;
      }
    }
    int place = place(page, at, base, low);
    foundWord = Bytes.getLong(places, place + WORD);
    return Bytes.getLong(places, place);
  }

  /** The word of the row that was found last. */
  long foundWord() {
    return foundWord;
  }

  /** Gives its memory back. */
  static void free(StateHeap heap, byte[] page, int at) {
    heap.free(Bytes.getInt(page, at));
  }
}
