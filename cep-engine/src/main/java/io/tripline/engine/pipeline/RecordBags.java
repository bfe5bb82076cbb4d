package io.tripline.engine.pipeline;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Bags of records, each record in at most one: it knows its bag, and its cell there. Cells lie in
 * chunks, so that a bag grows without being copied. To put a record in or to take it out touches at
 * most one other; and the records of a chunk are fetched together, where those of a linked list
 * would be fetched one after the other. Not thread-safe.
 */
final class RecordBags {
  private static final int CHUNK_BITS = 5;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int LEAST = 16;

  private final KeyRecords records;
  private int[][] chunks = new int[LEAST][];
  // Of each chunk the one below it in its bag, or behind it among those that are free; or NOWHERE.
  private int[] below = new int[LEAST];
  private int made;
  private int free = KeyRecords.NOWHERE;
  // Of each bag the chunk on top, the only one that is not full; and how many are in there.
  private final int[] top;
  private final int[] filled;
  // Written so that the compiler must not leave reads out.
  private int nothing;

  RecordBags(KeyRecords records, int bags) {
    this.records = records;
    this.top = new int[bags];
    this.filled = new int[bags];
    Arrays.fill(top, KeyRecords.NOWHERE);
  }

  boolean isEmpty(int bag) {
    return top[bag] == KeyRecords.NOWHERE;
  }

  /** Puts a record in that is in none. */
  void add(int bag, int record) {
    if (isEmpty(bag) || filled[bag] == CHUNK) {
      int chunk = freeChunk();
      below[chunk] = top[bag];
      top[bag] = chunk;
      filled[bag] = 0;
    }
    int at = filled[bag]++;
    chunks[top[bag]][at] = record;
    records.putInto(record, bag, top[bag] << CHUNK_BITS | at);
  }

  private int freeChunk() {
    if (free == KeyRecords.NOWHERE) {
      if (made == chunks.length) {
        chunks = Arrays.copyOf(chunks, 2 * made);
        below = Arrays.copyOf(below, 2 * made);
      }
      chunks[made] = new int[CHUNK];
      return made++;
    }
    int chunk = free;
    free = below[chunk];
    return chunk;
  }

  private void release(int chunk) {
    below[chunk] = free;
    free = chunk;
  }

  /** Takes a record out; it still says that it is in. */
  void remove(int bag, int record) {
    int chunk = top[bag];
    int last = chunks[chunk][--filled[bag]];
    if (last != record) {
      int cell = records.cell(record);
      chunks[cell >> CHUNK_BITS][cell & CHUNK - 1] = last;
      records.putInto(last, bag, cell);
    }
    if (filled[bag] == 0) {
      top[bag] = below[chunk];
      filled[bag] = CHUNK;
      release(chunk);
    }
  }

  /** A record that is in has moved: it says of itself what it said before. */
  void moved(int record) {
    int cell = records.cell(record);
    chunks[cell >> CHUNK_BITS][cell & CHUNK - 1] = record;
  }

  /**
   * Empties a bag. What was in it is in a list of chunks, for {@link #giveAway}.
   *
   * @param list of another bag that goes before, or {@link KeyRecords#NOWHERE}
   */
  int empty(int bag, int list) {
    int chunk = top[bag];
    if (chunk == KeyRecords.NOWHERE) {
      return list;
    }
    // So that a chunk that is not full tells where it ends.
    if (filled[bag] < CHUNK) {
      chunks[chunk][filled[bag]] = KeyRecords.NONE;
    }
    int lowest = chunk;
    while (below[lowest] != KeyRecords.NOWHERE) {
      lowest = below[lowest];
    }
    below[lowest] = list;
    top[bag] = KeyRecords.NOWHERE;
    return chunk;
  }

  /**
   * Gives away the records of a list: each is in no bag then, and may be put into one again.
   *
   * @return how many they were
   */
  int giveAway(int list, IntConsumer taker) {
    int chunk = list;
    int given = 0;
    while (chunk != KeyRecords.NOWHERE) {
      int[] cells = chunks[chunk];
      int count = 0;
      while (count < CHUNK && cells[count] != KeyRecords.NONE) {
        records.putInto(cells[count++], KeyRecords.NOWHERE, 0);
      }
      bringNear(cells, count);
      for (int i = 0; i < count; i++) {
        taker.accept(cells[i]);
      }
      given += count;
      int next = below[chunk];
      release(chunk);
      chunk = next;
    }
    return given;
  }

  /** Reads the first states, which are far where there are many: all of them are on their way. */
  private void bringNear(int[] cells, int count) {
    if (count > 1) {
      int sum = 0;
      for (int i = 0; i < count; i++) {
        int state = records.firstState(cells[i]);
        sum += state == KeyRecords.NONE ? 0 : records.touch(state);
      }
      nothing = sum;
    }
  }

  /** Bytes of its arrays, about. */
  long bytes() {
    return 4L * CHUNK * made + 12L * chunks.length + 8L * top.length;
  }
}
