package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;
import java.util.Arrays;

/**
 * The different values of the rows of a log: found by value, and by a number that a value keeps as
 * long as a row has it. A table of entries, and an index of their numbers by hash with open
 * addressing. A flyweight; not thread-safe.
 *
 * <pre>
 *   0  int  live entries         4  int  entries that were ever used
 *   8  int  block of entries    12  int  how many it has room for
 *  16  int  block of the index  20  int  its places, a power of two
 *  24  int  the first free entry, plus 1; 0 for none
 * </pre>
 *
 * An entry is the value (a word or a {@link TextSlot}), the last row that windows have of it, how
 * many rows have it (of a free entry the next free one, plus 1), and its hash.
 */
final class ValueTable {
  /** No row. */
  static final long NEVER = Long.MIN_VALUE;

  private static final int LIVE = 0;
  private static final int USED = 4;
  private static final int ENTRIES = 8;
  private static final int ROOM = 12;
  private static final int INDEX = 16;
  private static final int PLACES = 20;
  private static final int FREE = 24;
  private static final int HEAD_BYTES = 32;

  private static final int VALUE = 0;
  private static final int LAST = 8;
  private static final int ROWS = 16;
  private static final int HASH = 20;
  private static final int ENTRY_BYTES = 24;

  private static final int LEAST_ROOM = 16;

  private final StateHeap heap;
  private final boolean texts;

  private byte[] page = {};
  private int base;
  private byte[] entries = {};
  private int entriesBase;
  private byte[] index = {};
  private int indexBase;
  private int mask;

  ValueTable(StateHeap heap, Cell cell) {
    this.heap = heap;
    this.texts = cell == Cell.BYTES;
  }

  /** An empty table, which is open then. */
  int make() {
    int made = heap.allocate(HEAD_BYTES);
    int at = heap.offset(made);
    Arrays.fill(heap.page(made), at, at + HEAD_BYTES, (byte) 0);
    page = heap.page(made);
    base = at;
    Bytes.putInt(page, base + ENTRIES, heap.allocate(LEAST_ROOM * ENTRY_BYTES));
    Bytes.putInt(page, base + ROOM, LEAST_ROOM);
    makeIndex(2 * LEAST_ROOM);
    open(made);
    return made;
  }

  private void makeIndex(int places) {
    int made = heap.allocate(4 * places);
    int at = heap.offset(made);
    Arrays.fill(heap.page(made), at, at + 4 * places, (byte) 0);
    Bytes.putInt(page, base + INDEX, made);
    Bytes.putInt(page, base + PLACES, places);
  }

  /** Looks at a table. */
  void open(int table) {
    page = heap.page(table);
    base = heap.offset(table);
    openParts();
  }

  private void openParts() {
    int entriesBlock = Bytes.getInt(page, base + ENTRIES);
    entries = heap.page(entriesBlock);
    entriesBase = heap.offset(entriesBlock);
    int indexBlock = Bytes.getInt(page, base + INDEX);
    index = heap.page(indexBlock);
    indexBase = heap.offset(indexBlock);
    mask = Bytes.getInt(page, base + PLACES) - 1;
  }

  /** How many values there are. */
  int live() {
    return Bytes.getInt(page, base + LIVE);
  }

  /** How many entries there is room for. */
  int room() {
    return Bytes.getInt(page, base + ROOM);
  }

  private int at(int entry) {
    return entriesBase + entry * ENTRY_BYTES;
  }

  /** The last row that windows have of a value, or {@link #NEVER}. */
  long last(int entry) {
    return Bytes.getLong(entries, at(entry) + LAST);
  }

  void putLast(int entry, long row) {
    Bytes.putLong(entries, at(entry) + LAST, row);
  }

  /** Forgets of all values which rows windows have of them. */
  void clearLast() {
    int used = Bytes.getInt(page, base + USED);
    for (int i = 0; i < used; i++) {
      putLast(i, NEVER);
    }
  }

  /** In what the bytes of a value lie. */
  byte[] bytes(int entry) {
    return TextSlot.bytes(Bytes.getLong(entries, at(entry)), entries, heap);
  }

  int from(int entry) {
    return TextSlot.from(Bytes.getLong(entries, at(entry)), at(entry), heap);
  }

  int length(int entry) {
    return TextSlot.length(Bytes.getLong(entries, at(entry)));
  }

  /** The order of two values of bytes. */
  int compare(int a, int b) {
    return a == b
        ? 0
        : Arrays.compareUnsigned(
            bytes(a), from(a), from(a) + length(a), bytes(b), from(b), from(b) + length(b));
  }

  private static int hashOf(long word) {
    long h = word * 0x9E37_79B9_7F4A_7C15L;
    return (int) (h >>> 32);
  }

  private static int hashOf(byte[] bytes, int from, int length) {
    return (int) (Bytes.hash(bytes, from, length) >>> 32);
  }

  /** The entry of a word, or −1. */
  int find(long word) {
    int hash = hashOf(word);
    for (int i = hash & mask; ; i = i + 1 & mask) {
      int entry = Bytes.getInt(index, indexBase + 4 * i) - 1;
      if (entry < 0 || Bytes.getLong(entries, at(entry)) == word) {
        return entry;
      }
    }
  }

  /** The entry of a value of bytes, or −1. */
  int find(byte[] bytes, int from, int length) {
    int hash = hashOf(bytes, from, length);
    for (int i = hash & mask; ; i = i + 1 & mask) {
      int entry = Bytes.getInt(index, indexBase + 4 * i) - 1;
      if (entry < 0 || isText(entry, hash, bytes, from, length)) {
        return entry;
      }
    }
  }

  private boolean isText(int entry, int hash, byte[] bytes, int from, int length) {
    return Bytes.getInt(entries, at(entry) + HASH) == hash
        && length(entry) == length
        && Arrays.equals(
            bytes(entry), from(entry), from(entry) + length, bytes, from, from + length);
  }

  /** The entry of a word that one row more has. */
  int add(long word) {
    int entry = find(word);
    if (entry < 0) {
      entry = newEntry(hashOf(word));
      Bytes.putLong(entries, at(entry) + VALUE, word);
    }
    countRow(entry);
    return entry;
  }

  /** The entry of a value of bytes that one row more has. */
  int add(byte[] bytes, int from, int length) {
    int entry = find(bytes, from, length);
    if (entry < 0) {
      entry = newEntry(hashOf(bytes, from, length));
      Bytes.putLong(entries, at(entry) + VALUE, Nulls.NO_STRING);
      TextSlot.put(entries, at(entry) + VALUE, heap, bytes, from, length);
    }
    countRow(entry);
    return entry;
  }

  private void countRow(int entry) {
    Bytes.putInt(entries, at(entry) + ROWS, Bytes.getInt(entries, at(entry) + ROWS) + 1);
  }

  private int newEntry(int hash) {
    int free = Bytes.getInt(page, base + FREE) - 1;
    int entry = free;
    if (free >= 0) {
      Bytes.putInt(page, base + FREE, Bytes.getInt(entries, at(free) + ROWS));
    } else {
      entry = Bytes.getInt(page, base + USED);
      if (entry == room()) {
        grow();
      }
      Bytes.putInt(page, base + USED, entry + 1);
    }
    Bytes.putLong(entries, at(entry) + LAST, NEVER);
    Bytes.putInt(entries, at(entry) + ROWS, 0);
    Bytes.putInt(entries, at(entry) + HASH, hash);
    Bytes.putInt(page, base + LIVE, live() + 1);
    put(entry, hash);
    return entry;
  }

  private void put(int entry, int hash) {
    int i = hash & mask;
    while (Bytes.getInt(index, indexBase + 4 * i) != 0) {
      i = i + 1 & mask;
    }
    Bytes.putInt(index, indexBase + 4 * i, entry + 1);
  }

  private void grow() {
    int room = room();
    int block = Bytes.getInt(page, base + ENTRIES);
    int grown = heap.resize(block, 2 * room * ENTRY_BYTES, room * ENTRY_BYTES);
    Bytes.putInt(page, base + ENTRIES, grown);
    Bytes.putInt(page, base + ROOM, 2 * room);
    heap.free(Bytes.getInt(page, base + INDEX));
    makeIndex(4 * room);
    openParts();
    for (int i = 0; i < room; i++) {
      put(i, Bytes.getInt(entries, at(i) + HASH)); // none is free, or it would not grow
    }
  }

  /** One row less has a value; the entry is free once none has it. */
  void remove(int entry) {
    int rows = Bytes.getInt(entries, at(entry) + ROWS) - 1;
    if (rows > 0) {
      Bytes.putInt(entries, at(entry) + ROWS, rows);
      return;
    }
    unindex(entry);
    if (texts) {
      TextSlot.clear(entries, at(entry) + VALUE, heap);
    }
    Bytes.putInt(entries, at(entry) + ROWS, Bytes.getInt(page, base + FREE));
    Bytes.putInt(page, base + FREE, entry + 1);
    Bytes.putInt(page, base + LIVE, live() - 1);
  }

  /** Knuth's algorithm R: what lies behind is moved up, so that no mark is needed. */
  private void unindex(int entry) {
    int i = Bytes.getInt(entries, at(entry) + HASH) & mask;
    while (Bytes.getInt(index, indexBase + 4 * i) != entry + 1) {
      i = i + 1 & mask;
    }
    int hole = i;
    for (int j = i + 1 & mask; ; j = j + 1 & mask) {
      int next = Bytes.getInt(index, indexBase + 4 * j) - 1;
      if (next < 0) {
        break;
      }
      int home = Bytes.getInt(entries, at(next) + HASH) & mask;
      if ((j - home & mask) >= (j - hole & mask)) {
        Bytes.putInt(index, indexBase + 4 * hole, next + 1);
        hole = j;
      }
    }
    Bytes.putInt(index, indexBase + 4 * hole, 0);
  }

  /** Gives a table back. */
  void free(int table) {
    open(table);
    if (texts) {
      // Free entries have no text.
      int used = Bytes.getInt(page, base + USED);
      for (int i = 0; i < used; i++) {
        TextSlot.clear(entries, at(i) + VALUE, heap);
      }
    }
    heap.free(Bytes.getInt(page, base + ENTRIES));
    heap.free(Bytes.getInt(page, base + INDEX));
    heap.free(table);
  }
}
