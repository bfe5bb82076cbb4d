package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;

/**
 * Handles of blocks by ascending numbers, the oldest of which are given up: a ring in a block, and
 * a record of eight bytes with that block and its places, a power of two. A flyweight; not
 * thread-safe.
 */
final class HandleRing {
  private static final int PLACES = 4;
  private static final int LEAST_PLACES = 4;

  private final StateHeap heap;

  private byte[] page = {};
  private int at;
  private byte[] ring = {};
  private int base;
  private int mask;

  HandleRing(StateHeap heap) {
    this.heap = heap;
  }

  /** Makes a ring without handles. */
  void make(byte[] record, int offset) {
    Bytes.putInt(record, offset, heap.allocate(4 * LEAST_PLACES));
    Bytes.putInt(record, offset + PLACES, LEAST_PLACES);
  }

  /** Looks at a ring. */
  void open(byte[] record, int offset) {
    page = record;
    at = offset;
    int block = Bytes.getInt(page, at);
    ring = heap.page(block);
    base = heap.offset(block);
    mask = Bytes.getInt(page, at + PLACES) - 1;
  }

  int get(long number) {
    return Bytes.getInt(ring, base + 4 * ((int) number & mask));
  }

  /**
   * Adds a handle.
   *
   * @param first the oldest number that is in use
   * @param number one more than the newest
   */
  void add(long first, long number, int handle) {
    if (number - first > mask) {
      resize(2 * (mask + 1), first, number);
    }
    Bytes.putInt(ring, base + 4 * ((int) number & mask), handle);
  }

  /** Gives memory back, if that is due; the handles before {@code first} are given up. */
  void shrink(long first, long end) {
    while (mask + 1 > LEAST_PLACES && 4 * (end - first) <= mask + 1) {
      resize((mask + 1) / 2, first, end);
    }
  }

  private void resize(int places, long first, long end) {
    int made = heap.allocate(4 * places);
    byte[] to = heap.page(made);
    int offset = heap.offset(made);
    for (long n = first; n < end; n++) {
      Bytes.putInt(to, offset + 4 * ((int) n & places - 1), get(n));
    }
    heap.free(Bytes.getInt(page, at));
    Bytes.putInt(page, at, made);
    Bytes.putInt(page, at + PLACES, places);
    open(page, at);
  }

  /** Gives the ring back, not what its handles stand for. */
  void free() {
    heap.free(Bytes.getInt(page, at));
  }
}
