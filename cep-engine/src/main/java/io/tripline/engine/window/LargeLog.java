package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;

/**
 * Many rows, in chunks that a ring of handles leads to. Rows have numbers, which ascend as long as
 * the state lives; to add one, or to forget the oldest, costs the same however many there are. The
 * value of a row of {@link Cell#BYTES} is the number of an entry of a {@link ValueTable}. A
 * flyweight; not thread-safe.
 *
 * <pre>
 *   0  int   the kind of the state
 *   4  int   the table of values; 0 for none
 *   8  long  the state's own clock, or the last one that the gear has seen
 *  16  long  the oldest row      24  long  the row after the newest
 *  32  long  the row after the newest one that windows have
 *  40  int   the ring            44  int   its places, a power of two
 *  48  long  what the gear is for 56  int   the gear; 0 for none
 *  60  int   the first chunk      64  int   the last one
 * </pre>
 */
final class LargeLog implements Extremes.Rows {
  /** What is in the lowest byte of a state of this kind. */
  static final int KIND = 1;

  private static final int TABLE = 4;
  private static final int CLOCK = 8;
  private static final int FIRST = 16;
  private static final int END = 24;
  private static final int TAKEN = 32;
  private static final int RING = 40;
  private static final int PURPOSE = 48;
  private static final int GEAR = 56;
  private static final int FIRST_CHUNK = 60;
  private static final int LAST_CHUNK = 64;
  private static final int HEAD_BYTES = 72;

  private static final long NO_ROW = -1;

  private static final int CHUNK_BITS = 6;
  private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;

  private final StateHeap heap;
  private final Cell cell;
  private final int stampBytes;
  private final int rowBytes;
  private final int chunkBytes;
  private final ValueTable values;
  private final HandleRing ring;

  private int state;
  private byte[] page = {};
  private int base;

  // The row that was sought last, if it is one, and where it lies.
  private long row = NO_ROW;
  private byte[] rowPage = {};
  private int rowAt;

  // Whether the ring is that of the open state: most events need the first and the last chunk only.
  private boolean ringIsOpen;

  // The row that was added last to the open state, if one was, and when it came.
  private long added = NO_ROW;
  private long addedStamp;

  /**
   * @param stamped whether rows say when they came
   */
  LargeLog(StateHeap heap, Cell cell, boolean stamped) {
    this.heap = heap;
    this.cell = cell;
    this.stampBytes = stamped ? 8 : 0;
    this.rowBytes = stampBytes + (cell == Cell.NONE ? 0 : 8);
    this.chunkBytes = Math.max(1, rowBytes << CHUNK_BITS);
    this.values = new ValueTable(heap, cell);
    this.ring = new HandleRing(heap);
  }

  /** Whether a state is of this kind. */
  static boolean is(StateHeap heap, int state) {
    return heap.page(state)[heap.offset(state)] == KIND;
  }

  /** A state without rows, which is open then. */
  void make() {
    int made = heap.allocate(HEAD_BYTES);
    int at = heap.offset(made);
    byte[] bytes = heap.page(made);
    Arrays.fill(bytes, at, at + HEAD_BYTES, (byte) 0);
    Bytes.putInt(bytes, at, KIND);
    ring.make(bytes, at + RING);
    state = StateHeap.NONE; // what was open may have been given back, and this be its block
    open(made);
    if (cell == Cell.BYTES) {
      makeTable();
    }
  }

  /**
   * Looks at a state. One that is open already stays so: nobody else changes it, nor gives it back.
   */
  void open(int of) {
    if (of == state) {
      return;
    }
    state = of;
    page = heap.page(of);
    base = heap.offset(of);
    row = NO_ROW;
    added = NO_ROW;
    ringIsOpen = false;
    int table = Bytes.getInt(page, base + TABLE);
    if (table != StateHeap.NONE) {
      values.open(table);
    }
  }

  int state() {
    return state;
  }

  /** What the gear was made for; see {@link Gear#purpose}. */
  long purpose() {
    return Bytes.getLong(page, base + PURPOSE);
  }

  int gear() {
    return Bytes.getInt(page, base + GEAR);
  }

  void putGear(long purpose, int gear) {
    Bytes.putLong(page, base + PURPOSE, purpose);
    Bytes.putInt(page, base + GEAR, gear);
  }

  long clock() {
    return Bytes.getLong(page, base + CLOCK);
  }

  void putClock(long clock) {
    Bytes.putLong(page, base + CLOCK, clock);
  }

  /** The number of the oldest row. */
  long first() {
    return Bytes.getLong(page, base + FIRST);
  }

  /** The number after that of the newest row. */
  long end() {
    return Bytes.getLong(page, base + END);
  }

  /** The number after that of the newest row that windows have. */
  long taken() {
    return Bytes.getLong(page, base + TAKEN);
  }

  void putTaken(long row) {
    Bytes.putLong(page, base + TAKEN, row);
  }

  int count() {
    return (int) (end() - first());
  }

  // ---- rows

  private HandleRing ring() {
    if (!ringIsOpen) {
      ring.open(page, base + RING);
      ringIsOpen = true;
    }
    return ring;
  }

  private int chunk(long of) {
    long number = of >>> CHUNK_BITS;
    if (number == first() >>> CHUNK_BITS) {
      return Bytes.getInt(page, base + FIRST_CHUNK);
    }
    return number == end() - 1 >>> CHUNK_BITS
        ? Bytes.getInt(page, base + LAST_CHUNK)
        : ring().get(number);
  }

  private int at(int chunk, long row) {
    return heap.offset(chunk) + ((int) row & CHUNK_MASK) * rowBytes;
  }

  /**
   * Looks at a row that there is: at the one behind the last that was looked at with little ado.
   */
  private void seek(long of) {
    if (of == row) {
      return;
    }
    if (of == row + 1 && row != NO_ROW && ((int) of & CHUNK_MASK) != 0) {
      rowAt += rowBytes;
    } else {
      int chunk = chunk(of);
      rowPage = heap.page(chunk);
      rowAt = at(chunk, of);
    }
    row = of;
  }

  /** When a row came; 0 where rows do not say. */
  long stamp(long of) {
    if (stampBytes == 0) {
      return 0;
    }
    seek(of);
    return Bytes.getLong(rowPage, rowAt);
  }

  /** When the newest row came; there is one. */
  long newestStamp() {
    long newest = end() - 1;
    return newest == added ? addedStamp : stamp(newest);
  }

  /**
   * The value of a row, or of {@link Cell#BYTES} the number of its entry, −1 for null; 0 where rows
   * have none.
   */
  long word(long of) {
    if (cell == Cell.NONE) {
      return 0;
    }
    seek(of);
    return Bytes.getLong(rowPage, rowAt + stampBytes);
  }

  boolean isNull(long of) {
    return isNullWord(word(of));
  }

  /** Whether the word of a row is that of null. */
  boolean isNullWord(long word) {
    return switch (cell) {
      case NONE -> false;
      case LONG -> word == Nulls.LONG;
      case DOUBLE -> isNaN(word);
      case BYTES -> word < 0;
    };
  }

  /** Rows are given with their words. */
  @Override
  public int compare(long a, long wordOfA, long b, long wordOfB) {
    return cell == Cell.BYTES
        ? values.compare((int) wordOfA, (int) wordOfB)
        : Long.compare(Order.of(cell, wordOfA), Order.of(cell, wordOfB));
  }

  /** Adds a row with what a cell of numbers holds. */
  void append(long stamp, long word) {
    boolean isNumber = cell == Cell.LONG ? word != Nulls.LONG : !isNaN(word);
    if (hasTable() && isNumber) {
      values.add(word);
    }
    appendWord(stamp, word);
  }

  private static boolean isNaN(long word) {
    return Double.isNaN(Double.longBitsToDouble(word));
  }

  /**
   * Adds a row with bytes.
   *
   * @param length −1 for null
   */
  void append(long stamp, byte[] bytes, int from, int length) {
    appendWord(stamp, length < 0 ? -1 : values.add(bytes, from, length));
  }

  private void appendWord(long stamp, long word) {
    added = end();
    addedStamp = stamp;
    if (((int) added & CHUNK_MASK) == 0) {
      addChunk(added);
    }
    int chunk = Bytes.getInt(page, base + LAST_CHUNK);
    rowPage = heap.page(chunk);
    rowAt = at(chunk, added);
    row = added;
    if (stampBytes > 0) {
      Bytes.putLong(rowPage, rowAt, stamp);
    }
    if (cell != Cell.NONE) {
      Bytes.putLong(rowPage, rowAt + stampBytes, word);
    }
    Bytes.putLong(page, base + END, added + 1);
  }

  private void addChunk(long of) {
    long firstNumber = first() >>> CHUNK_BITS;
    int chunk = heap.allocate(chunkBytes);
    ring().add(firstNumber, of >>> CHUNK_BITS, chunk);
    Bytes.putInt(page, base + LAST_CHUNK, chunk);
    if (of >>> CHUNK_BITS == firstNumber) {
      Bytes.putInt(page, base + FIRST_CHUNK, chunk);
    }
  }

  /** Forgets the rows before one. */
  void dropTo(long to) {
    long from = first();
    if (to <= from) {
      return;
    }
    if (hasTable()) {
      for (long r = from; r < to; r++) {
        long word = word(r);
        if (!isNullWord(word)) {
          values.remove(entryOf(word));
        }
      }
    }
    Bytes.putLong(page, base + FIRST, to);
    // The chunk in which the row lies stays, if any row of it was ever added.
    long last = to >>> CHUNK_BITS;
    long n = from >>> CHUNK_BITS;
    if (n < last) {
      row = NO_ROW;
      for (; n < last; n++) {
        heap.free(ring().get(n));
      }
      ring().shrink(last, chunksEnd());
      if (last < chunksEnd()) {
        Bytes.putInt(page, base + FIRST_CHUNK, ring().get(last));
      }
    }
  }

  /** The number after that of the last chunk. */
  private long chunksEnd() {
    return end() + CHUNK_MASK >>> CHUNK_BITS;
  }

  // ---- values

  ValueTable values() {
    return values;
  }

  boolean hasTable() {
    return Bytes.getInt(page, base + TABLE) != StateHeap.NONE;
  }

  /** The entry of the value of a row that is not null. */
  int entry(long of) {
    return entryOf(word(of));
  }

  /** The entry of a value that a row has, by the row's word. */
  int entryOf(long word) {
    return cell == Cell.BYTES ? (int) word : values.find(word);
  }

  private void makeTable() {
    Bytes.putInt(page, base + TABLE, values.make());
  }

  /** Makes a table for a cell of numbers, or gives it back. */
  void setTable(boolean wanted) {
    if (cell == Cell.BYTES || cell == Cell.NONE || wanted == hasTable()) {
      return;
    }
    if (!wanted) {
      values.free(Bytes.getInt(page, base + TABLE));
      Bytes.putInt(page, base + TABLE, StateHeap.NONE);
      return;
    }
    makeTable();
    for (long r = first(); r < end(); r++) {
      if (!isNull(r)) {
        values.add(word(r));
      }
    }
  }

  /** Whether most of the memory is a table that had many more values once. */
  boolean wastes() {
    return hasTable()
        && values.room() > 64
        && 4 * values.live() < values.room()
        && count() < values.room();
  }

  /** Gives the open state back, but for its gear. */
  void free() {
    for (long n = first() >>> CHUNK_BITS; n < chunksEnd(); n++) {
      heap.free(ring().get(n));
    }
    ring().free();
    if (hasTable()) {
      values.free(Bytes.getInt(page, base + TABLE));
    }
    heap.free(state);
    state = StateHeap.NONE;
  }
}
