package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;

/**
 * What is known of a key, in a block of the worker's heap: where it hangs in the lists of its
 * {@link KeyGroup}, the key's bytes, and a slot for each rule that has something pending for it.
 *
 * <pre>
 *    0  int   cell in a bag of the wheel   16  the key, then slots of 28 bytes, by rising id:
 *    4  int   place in list of changed         0  int   handle of the state
 *    8  int   bytes of the key                 4  int   partial matches
 *   12  short number of slots; 2 marks         8  long  deadline
 *   14  short bag of the wheel                16  int   place in the timer heap
 *                                             20  int   barrier that it was last saved at
 *                                             24  int   id of the slot: which rule; 4 flags
 * </pre>
 *
 * <p>A record moves when it gets a slot that it has no room for; then whoever holds its handle is
 * told the new one. Where several things of a slot are read or written, its page and its place in
 * there are looked up once; both hold until the record moves. Not thread-safe.
 */
final class KeyRecords {
  static final int NONE = StateHeap.NONE;

  /** In place of a place in a list: in none. */
  static final int NOWHERE = -1;

  /** Changed since the last barrier. */
  static final int DIRTY = 1;

  /** The store has a state, so that removing it takes a delete. */
  static final int STORED = 2;

  /** Used since the cache last looked at it. */
  static final int USED = 4;

  /** Mark of a record: the store may have more of its key, which has to be loaded first. */
  static final int PART = 0x8000;

  /** Mark of a record: what the store has of its key will be loaded for the slot at hand. */
  static final int WANTED = 0x4000;

  private static final int CELL = 0;
  private static final int CHANGED_AT = 4;
  private static final int KEY_BYTES = 8;
  private static final int COUNT_AND_BAG = 12;
  private static final int KEY = 16;

  private static final int STATE = 0;
  private static final int RUNS = 4;
  private static final int DEADLINE = 8;
  private static final int TIMER_AT = 16;
  private static final int SAVED_IN = 20;
  private static final int ID_AND_FLAGS = 24;
  private static final int SLOT_BYTES = 28;

  private static final int MOST_SLOTS = 0x3FFF;
  private static final int COUNT_AND_MARKS = 0xFFFF;
  private static final int LINE = 64;
  private static final int FLAG_BITS = 4;
  private static final int ALL_FLAGS = (1 << FLAG_BITS) - 1;

  private final StateHeap heap;

  KeyRecords(StateHeap heap) {
    this.heap = heap;
  }

  StateHeap heap() {
    return heap;
  }

  /** A record without slots, with room for one. */
  int make(byte[] key, int keyBytes) {
    int record = heap.allocate(KEY + keyBytes + SLOT_BYTES);
    byte[] page = heap.page(record);
    int at = heap.offset(record);
    Bytes.putInt(page, at + CHANGED_AT, NOWHERE);
    Bytes.putInt(page, at + KEY_BYTES, keyBytes);
    Bytes.putInt(page, at + COUNT_AND_BAG, NOWHERE << 16);
    System.arraycopy(key, 0, page, at + KEY, keyBytes);
    return record;
  }

  void free(int record) {
    heap.free(record);
  }

  private int get(int record, int field) {
    return Bytes.getInt(heap.page(record), heap.offset(record) + field);
  }

  private void set(int record, int field, int value) {
    Bytes.putInt(heap.page(record), heap.offset(record) + field, value);
  }

  /** The hash of its key. Worked out anew. */
  long hash(int record) {
    return Bytes.hash(heap.page(record), keyOffset(record), keyBytes(record));
  }

  /** Notes the bag of the wheel that a record is in, and its cell there. */
  void putInto(int record, int bag, int cell) {
    byte[] page = heap.page(record);
    int at = heap.offset(record);
    Bytes.putInt(page, at + CELL, cell);
    int rest = Bytes.getInt(page, at + COUNT_AND_BAG) & COUNT_AND_MARKS;
    Bytes.putInt(page, at + COUNT_AND_BAG, bag << 16 | rest);
  }

  int cell(int record) {
    return get(record, CELL);
  }

  int changedAt(int record) {
    return get(record, CHANGED_AT);
  }

  void changedAt(int record, int value) {
    set(record, CHANGED_AT, value);
  }

  /** The bag of the wheel that it is in, or {@link #NOWHERE}. */
  int bag(int record) {
    return get(record, COUNT_AND_BAG) >> 16;
  }

  /** Number of slots. */
  int count(int record) {
    return get(record, COUNT_AND_BAG) & MOST_SLOTS;
  }

  /** Whether it has a mark. */
  boolean is(int record, int mark) {
    return (get(record, COUNT_AND_BAG) & mark) != 0;
  }

  void mark(int record, int marks) {
    set(record, COUNT_AND_BAG, get(record, COUNT_AND_BAG) | marks);
  }

  void unmark(int record, int marks) {
    set(record, COUNT_AND_BAG, get(record, COUNT_AND_BAG) & ~marks);
  }

  /** Whether it is that of the key of an event. */
  boolean isOf(int record, EventKey key) {
    byte[] page = heap.page(record);
    int at = heap.offset(record);
    return key.matches(page, at + KEY, Bytes.getInt(page, at + KEY_BYTES));
  }

  /** A copy of the key. */
  byte[] key(int record) {
    int from = keyOffset(record);
    return Arrays.copyOfRange(heap.page(record), from, from + keyBytes(record));
  }

  /** Where the key begins in the record's page. */
  int keyOffset(int record) {
    return heap.offset(record) + KEY;
  }

  /** The length of the key. */
  int keyBytes(int record) {
    return get(record, KEY_BYTES);
  }

  // ---- slots

  /**
   * The slot with an id, as an index; negative if there is none: {@code -1 - where it would be}.
   */
  int find(int record, int id) {
    byte[] page = heap.page(record);
    int first = slots(page, heap.offset(record));
    int low = 0;
    int high = count(record) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = id(page, first + SLOT_BYTES * middle);
      if (found == id) {
        return middle;
      }
      if (found < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }

  /**
   * Adds a slot in which there is nothing.
   *
   * @param slot where it is to be
   * @return the record, which may have moved: its old handle was freed then
   */
  int add(int record, int slot, int id) {
    int moved = withRoom(record);
    byte[] page = heap.page(moved);
    int at = heap.offset(moved);
    int countAndBag = Bytes.getInt(page, at + COUNT_AND_BAG);
    int from = slots(page, at) + SLOT_BYTES * slot;
    int behind = SLOT_BYTES * ((countAndBag & MOST_SLOTS) - slot);
    if (behind > 0) {
      System.arraycopy(page, from, page, from + SLOT_BYTES, behind);
    }
    Bytes.putLong(page, from, 0);
    Bytes.putLong(page, from + DEADLINE, 0);
    Bytes.putInt(page, from + TIMER_AT, NOWHERE);
    Bytes.putInt(page, from + SAVED_IN, 0);
    Bytes.putInt(page, from + ID_AND_FLAGS, id << FLAG_BITS);
    Bytes.putInt(page, at + COUNT_AND_BAG, countAndBag + 1);
    return moved;
  }

  /**
   * The record with room for one more slot. If it has to move, it gets room for a few: a key at
   * which two rules wait is one at which others come and go.
   */
  private int withRoom(int record) {
    int count = count(record);
    if (count == MOST_SLOTS) {
      throw new IllegalStateException("more than 16,383 rules wait at one key");
    }
    int bytes = KEY + keyBytes(record) + SLOT_BYTES * count;
    return bytes + SLOT_BYTES <= heap.capacity(record)
        ? record
        : heap.resize(record, bytes + SLOT_BYTES * (2 + count / 4), bytes);
  }

  /**
   * Removes a slot.
   *
   * @return the record, which may have moved: its old handle was freed then
   */
  int remove(int record, int slot) {
    byte[] page = heap.page(record);
    int at = heap.offset(record);
    int countAndBag = Bytes.getInt(page, at + COUNT_AND_BAG);
    int left = (countAndBag & MOST_SLOTS) - 1;
    int first = slots(page, at);
    int from = first + SLOT_BYTES * slot;
    if (slot < left) {
      System.arraycopy(page, from + SLOT_BYTES, page, from, SLOT_BYTES * (left - slot));
    }
    Bytes.putInt(page, at + COUNT_AND_BAG, countAndBag - 1);
    int bytes = first + SLOT_BYTES * left - at;
    return left > 0 ? heap.resize(record, bytes, bytes) : record;
  }

  /** The array that the record lies in. */
  byte[] page(int record) {
    return heap.page(record);
  }

  /** Where the slot before one lies in the page. */
  static int before(int place) {
    return place - SLOT_BYTES;
  }

  /** Where a slot lies in the page of its record. */
  int place(int record, int slot) {
    return slots(heap.page(record), heap.offset(record)) + SLOT_BYTES * slot;
  }

  private static int slots(byte[] page, int at) {
    return at + KEY + Bytes.getInt(page, at + KEY_BYTES);
  }

  /**
   * Notes all that a slot says of a state that has changed.
   *
   * @return by how much its partial matches are more
   */
  static int changed(byte[] page, int place, int state, int runs, long deadline) {
    int before = Bytes.getInt(page, place + RUNS);
    Bytes.putInt(page, place + STATE, state);
    Bytes.putInt(page, place + RUNS, runs);
    Bytes.putLong(page, place + DEADLINE, deadline);
    int idAndFlags = Bytes.getInt(page, place + ID_AND_FLAGS);
    Bytes.putInt(page, place + ID_AND_FLAGS, idAndFlags | DIRTY | USED);
    return runs - before;
  }

  /** Notes that a state was used, and is as it was. */
  static void use(byte[] page, int place) {
    int idAndFlags = Bytes.getInt(page, place + ID_AND_FLAGS);
    Bytes.putInt(page, place + ID_AND_FLAGS, idAndFlags | USED);
  }

  /** The state of a slot. */
  static int state(byte[] page, int place) {
    return Bytes.getInt(page, place + STATE);
  }

  int state(int record, int slot) {
    return state(heap.page(record), place(record, slot));
  }

  void state(int record, int slot, int value) {
    Bytes.putInt(heap.page(record), place(record, slot) + STATE, value);
  }

  static int runs(byte[] page, int place) {
    return Bytes.getInt(page, place + RUNS);
  }

  static boolean isStored(byte[] page, int place) {
    return (Bytes.getInt(page, place + ID_AND_FLAGS) & STORED) != 0;
  }

  /** The state of the first slot; {@link #NONE} if there is none. */
  int firstState(int record) {
    return count(record) == 0 ? NONE : state(record, 0);
  }

  /**
   * The states of the first slots.
   *
   * @param most how many slots are looked at
   * @return where they end in {@code target}
   */
  int states(int record, int[] target, int from, int most) {
    byte[] page = heap.page(record);
    int at = heap.offset(record);
    int slot = slots(page, at);
    int slots = Math.min(most, Bytes.getInt(page, at + COUNT_AND_BAG) & MOST_SLOTS);
    int end = from;
    for (int i = 0; i < slots; i++, slot += SLOT_BYTES) {
      target[end++] = state(page, slot);
    }
    return end;
  }

  /** Reads the first cache lines of a block. */
  int touch(int block) {
    byte[] page = heap.page(block);
    int at = heap.offset(block);
    int last = heap.capacity(block) - 1;
    return page[at] + page[at + Math.min(LINE, last)] + page[at + Math.min(2 * LINE, last)];
  }

  int runs(int record, int slot) {
    return runs(heap.page(record), place(record, slot));
  }

  void runs(int record, int slot, int value) {
    Bytes.putInt(heap.page(record), place(record, slot) + RUNS, value);
  }

  static long deadline(byte[] page, int place) {
    return Bytes.getLong(page, place + DEADLINE);
  }

  long deadline(int record, int slot) {
    return deadline(heap.page(record), place(record, slot));
  }

  void deadline(int record, int slot, long value) {
    Bytes.putLong(heap.page(record), place(record, slot) + DEADLINE, value);
  }

  int timerAt(int record, int slot) {
    return Bytes.getInt(heap.page(record), place(record, slot) + TIMER_AT);
  }

  void timerAt(int record, int slot, int value) {
    Bytes.putInt(heap.page(record), place(record, slot) + TIMER_AT, value);
  }

  int savedIn(int record, int slot) {
    return Bytes.getInt(heap.page(record), place(record, slot) + SAVED_IN);
  }

  void savedIn(int record, int slot, int value) {
    Bytes.putInt(heap.page(record), place(record, slot) + SAVED_IN, value);
  }

  static int id(byte[] page, int place) {
    return Bytes.getInt(page, place + ID_AND_FLAGS) >>> FLAG_BITS;
  }

  int id(int record, int slot) {
    return id(heap.page(record), place(record, slot));
  }

  int flags(int record, int slot) {
    return Bytes.getInt(heap.page(record), place(record, slot) + ID_AND_FLAGS) & ALL_FLAGS;
  }

  void flags(int record, int slot, int value) {
    int at = place(record, slot) + ID_AND_FLAGS;
    byte[] page = heap.page(record);
    Bytes.putInt(page, at, Bytes.getInt(page, at) & ~ALL_FLAGS | value);
  }
}
