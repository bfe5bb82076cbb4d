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
  private static final int HEAD_BYTES = 64;

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
    open(made);
    if (cell == Cell.BYTES) {
      makeTable();
    }
  }

  /** Looks at a state. */
  void open(int of) {
    state = of;
    page = heap.page(of);
    base = heap.offset(of);
    ring.open(page, base + RING);
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

  private int chunk(long row) {
    return ring.get(row >>> CHUNK_BITS);
  }

  private int at(int chunk, long row) {
    return heap.offset(chunk) + ((int) row & CHUNK_MASK) * rowBytes;
  }

  /** When a row came; 0 where rows do not say. */
  long stamp(long row) {
    if (stampBytes == 0) {
      return 0;
    }
    int chunk = chunk(row);
    return Bytes.getLong(heap.page(chunk), at(chunk, row));
  }

  /** The value of a row, or of {@link Cell#BYTES} the number of its entry, −1 for null. */
  long word(long row) {
    int chunk = chunk(row);
    return Bytes.getLong(heap.page(chunk), at(chunk, row) + stampBytes);
  }

  boolean isNull(long row) {
    return switch (cell) {
      case NONE -> false;
      case LONG -> word(row) == Nulls.LONG;
      case DOUBLE -> Double.isNaN(Double.longBitsToDouble(word(row)));
      case BYTES -> word(row) < 0;
    };
  }

  @Override
  public int compare(long a, long b) {
    long x = word(a);
    long y = word(b);
    return cell == Cell.BYTES
        ? values.compare((int) x, (int) y)
        : Long.compare(Order.of(cell, x), Order.of(cell, y));
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
    long row = end();
    int place = (int) row & CHUNK_MASK;
    if (place == 0) {
      addChunk(row);
    }
    int chunk = chunk(row);
    byte[] bytes = heap.page(chunk);
    int at = at(chunk, row);
    if (stampBytes > 0) {
      Bytes.putLong(bytes, at, stamp);
    }
    if (cell != Cell.NONE) {
      Bytes.putLong(bytes, at + stampBytes, word);
    }
    Bytes.putLong(page, base + END, row + 1);
  }

  private void addChunk(long row) {
    ring.add(first() >>> CHUNK_BITS, row >>> CHUNK_BITS, heap.allocate(chunkBytes));
  }

  /** Forgets the rows before one. */
  void dropTo(long row) {
    long from = first();
    if (row <= from) {
      return;
    }
    if (hasTable()) {
      for (long r = from; r < row; r++) {
        if (!isNull(r)) {
          values.remove(entry(r));
        }
      }
    }
    // The chunk in which the row lies stays, if any row of it was ever added.
    long last = row >>> CHUNK_BITS;
    for (long n = from >>> CHUNK_BITS; n < last; n++) {
      heap.free(ring.get(n));
    }
    Bytes.putLong(page, base + FIRST, row);
    ring.shrink(last, chunksEnd());
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
  int entry(long row) {
    return cell == Cell.BYTES ? (int) word(row) : values.find(word(row));
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
    for (long row = first(); row < end(); row++) {
      if (!isNull(row)) {
        values.add(word(row));
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
      heap.free(ring.get(n));
    }
    ring.free();
    if (hasTable()) {
      values.free(Bytes.getInt(page, base + TABLE));
    }
    heap.free(state);
    state = StateHeap.NONE;
  }
}
