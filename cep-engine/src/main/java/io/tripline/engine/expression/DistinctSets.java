package io.tripline.engine.expression;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;

/**
 * Sets of different values in blocks of a heap, each owned by one partial match. A block holds the
 * number of values, the bytes in use, and the values: eight bytes each, sixteen for addresses and
 * places, a length and the bytes for texts. Adding costs time in proportion to the size, which the
 * events of one partial match bound.
 */
final class DistinctSets {
  private static final int COUNT = 0;
  private static final int USED = 4;
  private static final int VALUES = 8;

  private DistinctSets() {}

  /** How many values a set has. */
  static int size(StateHeap heap, int set) {
    return set == StateHeap.NONE ? 0 : Bytes.getInt(heap.page(set), heap.offset(set) + COUNT);
  }

  /** Bytes of the block that are in use. */
  static int used(StateHeap heap, int set) {
    return set == StateHeap.NONE ? 0 : Bytes.getInt(heap.page(set), heap.offset(set) + USED);
  }

  /** The set with a number more; the block may be another one. */
  static int add(StateHeap heap, int set, long value) {
    if (set != StateHeap.NONE) {
      byte[] page = heap.page(set);
      int base = heap.offset(set);
      int end = base + Bytes.getInt(page, base + USED);
      for (int at = base + VALUES; at < end; at += 8) {
        if (Bytes.getLong(page, at) == value) {
          return set;
        }
      }
    }
    int grown = grow(heap, set, 8);
    Bytes.putLong(heap.page(grown), heap.offset(grown) + used(heap, grown) - 8, value);
    return grown;
  }

  /** The set with an address or a place more; the block may be another one. */
  static int add(StateHeap heap, int set, long first, long second) {
    if (set != StateHeap.NONE) {
      byte[] page = heap.page(set);
      int base = heap.offset(set);
      int end = base + Bytes.getInt(page, base + USED);
      for (int at = base + VALUES; at < end; at += 16) {
        if (Bytes.getLong(page, at) == first && Bytes.getLong(page, at + 8) == second) {
          return set;
        }
      }
    }
    int grown = grow(heap, set, 16);
    int at = heap.offset(grown) + used(heap, grown) - 16;
    Bytes.putLong(heap.page(grown), at, first);
    Bytes.putLong(heap.page(grown), at + 8, second);
    return grown;
  }

  /** The set with a text more; the block may be another one. */
  static int add(StateHeap heap, int set, byte[] text, int offset, int length) {
    if (set != StateHeap.NONE) {
      byte[] page = heap.page(set);
      int base = heap.offset(set);
      int end = base + Bytes.getInt(page, base + USED);
      for (int at = base + VALUES; at < end; at += 4 + Bytes.getInt(page, at)) {
        int from = at + 4;
        if (Bytes.getInt(page, at) == length
            && Arrays.equals(page, from, from + length, text, offset, offset + length)) {
          return set;
        }
      }
    }
    int grown = grow(heap, set, 4 + length);
    int at = heap.offset(grown) + used(heap, grown) - 4 - length;
    Bytes.putInt(heap.page(grown), at, length);
    System.arraycopy(text, offset, heap.page(grown), at + 4, length);
    return grown;
  }

  /** Counts one value more, of so many bytes, which are still to be written. */
  private static int grow(StateHeap heap, int set, int more) {
    int used = set == StateHeap.NONE ? VALUES : used(heap, set);
    int needed = Math.addExact(used, more);
    int grown = set;
    if (set == StateHeap.NONE) {
      grown = heap.allocate(needed);
      Bytes.putInt(heap.page(grown), heap.offset(grown) + COUNT, 0);
    } else if (needed > heap.capacity(set)) {
      // With room for as many again, so that a set that grows by one is copied now and then only.
      grown = heap.resize(set, Math.max(needed, Math.min(2 * used, Integer.MAX_VALUE / 2)), used);
    }
    byte[] page = heap.page(grown);
    int base = heap.offset(grown);
    Bytes.putInt(page, base + COUNT, Bytes.getInt(page, base + COUNT) + 1);
    Bytes.putInt(page, base + USED, needed);
    return grown;
  }
}
