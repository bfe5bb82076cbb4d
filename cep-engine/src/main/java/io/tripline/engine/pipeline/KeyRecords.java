package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;

/**
 * What is known of a key, in a block of the worker's heap: where it hangs in the lists of its
 * {@link KeyGroup}, a slot for each rule that has something pending for it, and the key's bytes.
 *
 * <pre>
 *    0  int   previous, next in wheel     20  slots of 28 bytes, by rising id:
 *    8  int   place in list of changed         0  int   handle of the state; 0: put away
 *   12  int   bytes of the key                 4  int   partial matches
 *   16  short number of slots                  8  long  deadline
 *   18  short bucket of the wheel             16  int   place in the timer heap
 *                                             20  int   barrier that it was last saved at
 *                                             24  int   id of the slot: which rule; 4 flags
 *                                         then the key
 * </pre>
 *
 * <p>A record moves when it gets a slot that it has no room for; then whoever holds its handle is
 * told the new one. Not thread-safe.
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

  /** Noted to be loaded. */
  static final int NEEDED = 8;

  private static final int PREVIOUS = 0;
  private static final int NEXT = 4;
  private static final int CHANGED_AT = 8;
  private static final int KEY_BYTES = 12;
  private static final int COUNT_AND_BUCKET = 16;
  private static final int SLOTS = 20;

  private static final int STATE = 0;
  private static final int RUNS = 4;
  private static final int DEADLINE = 8;
  private static final int TIMER_AT = 16;
  private static final int SAVED_IN = 20;
  private static final int ID_AND_FLAGS = 24;
  private static final int SLOT_BYTES = 28;

  private static final int MOST_SLOTS = 0xFFFF;
  private static final int FLAG_BITS = 4;
  private static final int ALL_FLAGS = (1 << FLAG_BITS) - 1;

  private final StateHeap heap;
  // Written so that the compiler must not leave a read out.
  private int read;

  KeyRecords(StateHeap heap) {
    this.heap = heap;
  }

  StateHeap heap() {
    return heap;
  }

  /** A record without slots, with room for one. */
  int make(byte[] key, int keyBytes) {
    int record = heap.allocate(SLOTS + SLOT_BYTES + keyBytes);
    byte[] page = heap.page(record);
    int at = heap.offset(record);
    Bytes.putInt(page, at + CHANGED_AT, NOWHERE);
    Bytes.putInt(page, at + KEY_BYTES, keyBytes);
    Bytes.putInt(page, at + COUNT_AND_BUCKET, NOWHERE << 16);
    System.arraycopy(key, 0, page, at + SLOTS, keyBytes);
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

  int previous(int record) {
    return get(record, PREVIOUS);
  }

  void previous(int record, int value) {
    set(record, PREVIOUS, value);
  }

  int next(int record) {
    return get(record, NEXT);
  }

  void next(int record, int value) {
    set(record, NEXT, value);
  }

  int changedAt(int record) {
    return get(record, CHANGED_AT);
  }

  void changedAt(int record, int value) {
    set(record, CHANGED_AT, value);
  }

  int bucket(int record) {
    return get(record, COUNT_AND_BUCKET) >> 16;
  }

  void bucket(int record, int value) {
    set(record, COUNT_AND_BUCKET, value << 16 | count(record));
  }

  /** Number of slots. */
  int count(int record) {
    return get(record, COUNT_AND_BUCKET) & MOST_SLOTS;
  }

  /** Whether it is that of the key of an event. */
  boolean isOf(int record, EventKey key) {
    return key.matches(heap.page(record), keyOffset(record), keyBytes(record));
  }

  /** A copy of the key. */
  byte[] key(int record) {
    int from = keyOffset(record);
    return Arrays.copyOfRange(heap.page(record), from, from + keyBytes(record));
  }

  /** Where the key begins in the record's page. */
  int keyOffset(int record) {
    return heap.offset(record) + SLOTS + SLOT_BYTES * count(record);
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
    int ids = heap.offset(record) + SLOTS + ID_AND_FLAGS;
    int low = 0;
    int high = count(record) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = Bytes.getInt(page, ids + SLOT_BYTES * middle) >>> FLAG_BITS;
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
    int count = count(record);
    if (count == MOST_SLOTS) {
      throw new IllegalStateException("more than 65,535 rules wait at one key");
    }
    int keyBytes = keyBytes(record);
    int bytes = SLOTS + SLOT_BYTES * count + keyBytes;
    int grown = bytes + SLOT_BYTES;
    int moved = grown <= heap.capacity(record) ? record : heap.resize(record, grown, bytes);
    byte[] page = heap.page(moved);
    int at = heap.offset(moved);
    int from = at + SLOTS + SLOT_BYTES * slot;
    System.arraycopy(page, from, page, from + SLOT_BYTES, at + bytes - from);
    Arrays.fill(page, from, from + SLOT_BYTES, (byte) 0);
    Bytes.putInt(page, from + ID_AND_FLAGS, id << FLAG_BITS);
    Bytes.putInt(page, from + TIMER_AT, NOWHERE);
    set(moved, COUNT_AND_BUCKET, get(moved, COUNT_AND_BUCKET) + 1);
    return moved;
  }

  /**
   * Removes a slot.
   *
   * @return the record, which may have moved: its old handle was freed then
   */
  int remove(int record, int slot) {
    byte[] page = heap.page(record);
    int at = heap.offset(record);
    int count = count(record);
    int bytes = SLOTS + SLOT_BYTES * count + Bytes.getInt(page, at + KEY_BYTES);
    int from = at + SLOTS + SLOT_BYTES * slot;
    int after = from + SLOT_BYTES;
    System.arraycopy(page, after, page, from, at + bytes - after);
    set(record, COUNT_AND_BUCKET, get(record, COUNT_AND_BUCKET) - 1);
    int left = bytes - SLOT_BYTES;
    return count > 1 ? heap.resize(record, left, left) : record;
  }

  /**
   * Notes all that a slot says of a state that has changed.
   *
   * @return by how much its partial matches are more
   */
  int changed(int record, int slot, int state, int runs, long deadline) {
    byte[] page = heap.page(record);
    int at = slot(record, slot);
    int before = Bytes.getInt(page, at + RUNS);
    Bytes.putInt(page, at + STATE, state);
    Bytes.putInt(page, at + RUNS, runs);
    Bytes.putLong(page, at + DEADLINE, deadline);
    Bytes.putInt(page, at + ID_AND_FLAGS, Bytes.getInt(page, at + ID_AND_FLAGS) | DIRTY | USED);
    return runs - before;
  }

  private int slot(int record, int slot) {
    return heap.offset(record) + SLOTS + SLOT_BYTES * slot;
  }

  /** The state of a slot; {@link #NONE} if it is put away. */
  int state(int record, int slot) {
    return Bytes.getInt(heap.page(record), slot(record, slot) + STATE);
  }

  /** The state of the first slot. Reads the beginnings of slots and key, on purpose. */
  int firstState(int record) {
    byte[] page = heap.page(record);
    int at = heap.offset(record);
    read += page[keyOffset(record)];
    return Bytes.getInt(page, at + SLOTS + STATE);
  }

  /** Reads the beginning of a block. */
  int touch(int block) {
    return heap.page(block)[heap.offset(block)];
  }

  void state(int record, int slot, int value) {
    Bytes.putInt(heap.page(record), slot(record, slot) + STATE, value);
  }

  int runs(int record, int slot) {
    return Bytes.getInt(heap.page(record), slot(record, slot) + RUNS);
  }

  void runs(int record, int slot, int value) {
    Bytes.putInt(heap.page(record), slot(record, slot) + RUNS, value);
  }

  long deadline(int record, int slot) {
    return Bytes.getLong(heap.page(record), slot(record, slot) + DEADLINE);
  }

  void deadline(int record, int slot, long value) {
    Bytes.putLong(heap.page(record), slot(record, slot) + DEADLINE, value);
  }

  int timerAt(int record, int slot) {
    return Bytes.getInt(heap.page(record), slot(record, slot) + TIMER_AT);
  }

  void timerAt(int record, int slot, int value) {
    Bytes.putInt(heap.page(record), slot(record, slot) + TIMER_AT, value);
  }

  int savedIn(int record, int slot) {
    return Bytes.getInt(heap.page(record), slot(record, slot) + SAVED_IN);
  }

  void savedIn(int record, int slot, int value) {
    Bytes.putInt(heap.page(record), slot(record, slot) + SAVED_IN, value);
  }

  int id(int record, int slot) {
    return Bytes.getInt(heap.page(record), slot(record, slot) + ID_AND_FLAGS) >>> FLAG_BITS;
  }

  int flags(int record, int slot) {
    return Bytes.getInt(heap.page(record), slot(record, slot) + ID_AND_FLAGS) & ALL_FLAGS;
  }

  void flags(int record, int slot, int value) {
    int at = slot(record, slot) + ID_AND_FLAGS;
    byte[] page = heap.page(record);
    Bytes.putInt(page, at, Bytes.getInt(page, at) & ~ALL_FLAGS | value);
  }
}
