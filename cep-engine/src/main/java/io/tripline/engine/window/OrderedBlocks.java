package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;

/**
 * Numbers in order, some of them equal: blocks of up to 512, and a directory of the blocks. To add
 * or to remove one is a search in the directory and a move within a block; to find the one at a
 * rank is a walk along the directory, which has an entry for each few hundred numbers.
 *
 * <pre>
 *   0  int   blocks
 *   4  int   numbers
 *   8  for each block: its least number (a long), its handle, how many it has
 * </pre>
 *
 * A block is the numbers. Not thread-safe.
 */
final class OrderedBlocks {
  private static final int MOST = 512;
  private static final int LEAST_ROOM = 16;
  private static final int COUNT = 4;
  private static final int HEAD = 8;
  private static final int ENTRY = 16;
  private static final int BLOCK = 8;
  private static final int SIZE = 12;

  private final StateHeap heap;

  private int directory;
  private byte[] page = {};
  private int base;

  OrderedBlocks(StateHeap heap) {
    this.heap = heap;
  }

  private void open(int of) {
    directory = of;
    page = heap.page(of);
    base = heap.offset(of);
  }

  private int blocks() {
    return Bytes.getInt(page, base);
  }

  private int at(int block) {
    return base + HEAD + ENTRY * block;
  }

  private long least(int block) {
    return Bytes.getLong(page, at(block));
  }

  private int handle(int block) {
    return Bytes.getInt(page, at(block) + BLOCK);
  }

  private int size(int block) {
    return Bytes.getInt(page, at(block) + SIZE);
  }

  private void put(int block, long least, int handle, int size) {
    Bytes.putLong(page, at(block), least);
    Bytes.putInt(page, at(block) + BLOCK, handle);
    Bytes.putInt(page, at(block) + SIZE, size);
  }

  /** How many numbers there are. */
  int count(int of) {
    return of == StateHeap.NONE ? 0 : Bytes.getInt(heap.page(of), heap.offset(of) + COUNT);
  }

  /**
   * Adds a number.
   *
   * @param to {@link StateHeap#NONE} for none
   * @return the directory after it
   */
  int add(int to, long number) {
    if (to == StateHeap.NONE) {
      open(heap.allocate(HEAD + ENTRY));
      Bytes.putInt(page, base, 1);
      Bytes.putInt(page, base + COUNT, 0);
      put(0, number, heap.allocate(8 * LEAST_ROOM), 0);
    } else {
      open(to);
    }
    int block = find(number);
    if (size(block) == MOST) {
      split(block);
      block = find(number);
    }
    insert(block, number);
    Bytes.putInt(page, base + COUNT, Bytes.getInt(page, base + COUNT) + 1);
    return directory;
  }

  /** The last block that begins with no greater number; the first one if there is none. */
  private int find(long number) {
    int low = 0;
    int high = blocks() - 1;
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (least(middle) <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private void insert(int block, long number) {
    int size = size(block);
    int handle = handle(block);
    if (8 * (size + 1) > heap.capacity(handle)) {
      handle = heap.resize(handle, Math.min(8 * MOST, 16 * size), 8 * size);
    }
    byte[] numbers = heap.page(handle);
    int from = heap.offset(handle);
    int place = place(numbers, from, size, number);
    int at = from + 8 * place;
    System.arraycopy(numbers, at, numbers, at + 8, 8 * (size - place));
    Bytes.putLong(numbers, at, number);
    put(block, Bytes.getLong(numbers, from), handle, size + 1);
  }

  /** The place of the first number in a block that is not less. */
  private static int place(byte[] numbers, int from, int size, long number) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = low + high >>> 1;
      if (Bytes.getLong(numbers, from + 8 * middle) < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void split(int block) {
    makeRoomBehind(block);
    int half = MOST / 2;
    int left = handle(block);
    int right = heap.allocate(8 * MOST);
    byte[] numbers = heap.page(right);
    int from = heap.offset(right);
    System.arraycopy(heap.page(left), heap.offset(left) + 8 * half, numbers, from, 8 * half);
    put(block, least(block), left, half);
    put(block + 1, Bytes.getLong(numbers, from), right, MOST - half);
  }

  private void makeRoomBehind(int block) {
    int blocks = blocks();
    int used = HEAD + ENTRY * blocks;
    if (used + ENTRY > heap.capacity(directory)) {
      open(heap.resize(directory, 2 * used, used));
    }
    int at = at(block + 1);
    System.arraycopy(page, at, page, at + ENTRY, ENTRY * (blocks - block - 1));
    Bytes.putInt(page, base, blocks + 1);
  }

  /**
   * Removes a number, which is there.
   *
   * @return the directory after it; {@link StateHeap#NONE} if none is left
   */
  int remove(int of, long number) {
    open(of);
    int block = find(number);
    int size = size(block);
    int handle = handle(block);
    byte[] numbers = heap.page(handle);
    int from = heap.offset(handle);
    int place = place(numbers, from, size, number);
    int at = from + 8 * place;
    System.arraycopy(numbers, at + 8, numbers, at, 8 * (size - place - 1));
    Bytes.putInt(page, base + COUNT, Bytes.getInt(page, base + COUNT) - 1);
    if (size == 1) {
      heap.free(handle);
      return removeEntry(block);
    }
    put(block, Bytes.getLong(numbers, from), handle, size - 1);
    shrink(block);
    return directory;
  }

  private int removeEntry(int block) {
    int blocks = blocks();
    if (blocks == 1) {
      heap.free(directory);
      return StateHeap.NONE;
    }
    int at = at(block);
    System.arraycopy(page, at + ENTRY, page, at, ENTRY * (blocks - block - 1));
    Bytes.putInt(page, base, blocks - 1);
    int used = HEAD + ENTRY * (blocks - 1);
    if (4 * used < heap.capacity(directory)) {
      open(heap.resize(directory, 2 * used, used));
    }
    return directory;
  }

  /** Joins a block with its neighbor where both are small, or gives memory back. */
  private void shrink(int block) {
    int next = block + 1 < blocks() ? block + 1 : block - 1;
    if (next >= 0 && size(block) + size(next) <= MOST / 2) {
      join(Math.min(block, next));
    } else if (32 * size(block) < heap.capacity(handle(block)) && size(block) > LEAST_ROOM / 2) {
      int size = size(block);
      put(block, least(block), heap.resize(handle(block), 16 * size, 8 * size), size);
    }
  }

  private void join(int block) {
    int left = handle(block);
    int right = handle(block + 1);
    int size = size(block);
    int more = size(block + 1);
    if (8 * (size + more) > heap.capacity(left)) {
      left = heap.resize(left, 8 * MOST, 8 * size);
    }
    System.arraycopy(
        heap.page(right),
        heap.offset(right),
        heap.page(left),
        heap.offset(left) + 8 * size,
        8 * more);
    heap.free(right);
    put(block, least(block), left, size + more);
    removeEntry(block + 1);
  }

  /** The number at a rank, from 0. */
  long at(int of, int rank) {
    open(of);
    int block = 0;
    int left = rank;
    while (left >= size(block)) {
      left -= size(block++);
    }
    int handle = handle(block);
    return Bytes.getLong(heap.page(handle), heap.offset(handle) + 8 * left);
  }

  /** Gives all back; {@link StateHeap#NONE} is let pass. */
  void free(int of) {
    if (of == StateHeap.NONE) {
      return;
    }
    open(of);
    for (int i = 0; i < blocks(); i++) {
      heap.free(handle(i));
    }
    heap.free(of);
  }
}
