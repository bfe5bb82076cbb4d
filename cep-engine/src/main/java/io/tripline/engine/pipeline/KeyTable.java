package io.tripline.engine.pipeline;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Finds the record of a key: extendible hashing (Fagin, Nievergelt, Pippenger, Strong, ACM TODS 4,
 * 1979) over segments with open addressing. A segment that is full is split in two, so that growing
 * is never more than the work of one segment, however many keys there are; two that are nearly
 * empty become one again. All in arrays of ints.
 *
 * <p>A segment holds its number of entries, its depth, and then entries of two ints: a tag, which
 * is the upper half of the key's hash (the lower chose the worker, so within a worker it says
 * little), and the handle of the record, 0 where there is no entry. The tag's upper bits choose the
 * segment, its lower bits the place. Linear probing, no tombstones. Not thread-safe.
 */
final class KeyTable {
  private static final int LEAST = 16;
  private static final int MOST = 1 << 12;
  // Past it segments grow instead: only where very many tags are the same.
  private static final int DEEPEST = 20;

  private static final int COUNT = 0;
  private static final int DEPTH = 1;
  private static final int FIRST = 2;

  private final KeyRecords records;
  private int[][] directory = {segment(LEAST, 0)};
  private int depth;
  // Segments of the directory's depth: when there are none, it can be halved.
  private int deepest = 1;
  private int size;
  private long ints = directory[0].length;
  private int[] visited = new int[LEAST];

  KeyTable(KeyRecords records) {
    this.records = records;
  }

  private static int[] segment(int entries, int depth) {
    int[] segment = new int[FIRST + 2 * entries];
    segment[DEPTH] = depth;
    return segment;
  }

  private static int entries(int[] segment) {
    return (segment.length - FIRST) / 2;
  }

  private static int tag(long hash) {
    return (int) (hash >>> 32);
  }

  int size() {
    return size;
  }

  /** Bytes of its arrays, about. */
  long bytes() {
    return 4 * (ints + directory.length) + 16;
  }

  private int index(int tag) {
    return (int) ((tag & 0xFFFF_FFFFL) >>> (32 - depth));
  }

  /** The record of a key, or {@link KeyRecords#NONE}. */
  int find(long hash, EventKey key) {
    int tag = tag(hash);
    int[] segment = directory[index(tag)];
    int mask = entries(segment) - 1;
    for (int i = tag & mask; ; i = i + 1 & mask) {
      int record = segment[FIRST + 2 * i + 1];
      if (record == KeyRecords.NONE || segment[FIRST + 2 * i] == tag && records.isOf(record, key)) {
        return record;
      }
    }
  }

  /** Reads the place at which a record is looked for first. */
  int touch(long hash) {
    int tag = tag(hash);
    int[] segment = directory[index(tag)];
    return segment[FIRST + 2 * (tag & entries(segment) - 1)];
  }

  /** The record that is found first for a hash, most likely that of its key; or NONE. */
  int guess(long hash) {
    int tag = tag(hash);
    int[] segment = directory[index(tag)];
    int mask = entries(segment) - 1;
    for (int i = tag & mask; ; i = i + 1 & mask) {
      int record = segment[FIRST + 2 * i + 1];
      if (record == KeyRecords.NONE || segment[FIRST + 2 * i] == tag) {
        return record;
      }
    }
  }

  /** Adds a record whose key is not in the table. */
  void add(long hash, int record) {
    int tag = tag(hash);
    int[] segment = directory[index(tag)];
    while (4 * (segment[COUNT] + 1) > 3 * entries(segment)) {
      if (entries(segment) < MOST || segment[DEPTH] >= DEEPEST) {
        grow(tag, 2 * entries(segment));
      } else {
        split(tag);
      }
      segment = directory[index(tag)];
    }
    insert(segment, tag, record);
    size++;
  }

  private static void insert(int[] segment, int tag, int record) {
    int mask = entries(segment) - 1;
    int i = tag & mask;
    while (segment[FIRST + 2 * i + 1] != KeyRecords.NONE) {
      i = i + 1 & mask;
    }
    segment[FIRST + 2 * i] = tag;
    segment[FIRST + 2 * i + 1] = record;
    segment[COUNT]++;
  }

  private static void insertAll(int[] from, int[] into) {
    for (int i = FIRST; i < from.length; i += 2) {
      if (from[i + 1] != KeyRecords.NONE) {
        insert(into, from[i], from[i + 1]);
      }
    }
  }

  private void grow(int tag, int entries) {
    int[] old = directory[index(tag)];
    int[] grown = segment(entries, old[DEPTH]);
    insertAll(old, grown);
    put(tag, grown);
    ints += grown.length - old.length;
  }

  /** Makes a segment that of all tags that share its depth of upper bits with one. */
  private void put(int tag, int[] segment) {
    int span = 1 << depth - segment[DEPTH];
    int from = index(tag) & -span;
    Arrays.fill(directory, from, from + span, segment);
  }

  private void split(int tag) {
    int[] old = directory[index(tag)];
    if (old[DEPTH] == depth) {
      int[][] doubled = new int[2 * directory.length][];
      for (int i = 0; i < doubled.length; i++) {
        doubled[i] = directory[i / 2];
      }
      directory = doubled;
      depth++;
      deepest = 0;
    }
    int half = old[DEPTH] + 1;
    int bit = 1 << 32 - half;
    int[] low = segment(MOST, half);
    int[] high = segment(MOST, half);
    for (int i = FIRST; i < old.length; i += 2) {
      if (old[i + 1] != KeyRecords.NONE) {
        insert((old[i] & bit) == 0 ? low : high, old[i], old[i + 1]);
      }
    }
    put(tag & ~bit, low);
    put(tag | bit, high);
    deepest += half == depth ? 2 : 0;
    ints += low.length + high.length - old.length;
  }

  /** The place of a record that is in the table. */
  private static int place(int[] segment, int tag, int record) {
    int mask = entries(segment) - 1;
    int i = tag & mask;
    while (segment[FIRST + 2 * i + 1] != record) {
      if (segment[FIRST + 2 * i + 1] == KeyRecords.NONE) {
        throw new IllegalStateException("not in the table");
      }
      i = i + 1 & mask;
    }
    return i;
  }

  /** A record that is in the table has moved. */
  void moved(long hash, int from, int to) {
    int tag = tag(hash);
    int[] segment = directory[index(tag)];
    segment[FIRST + 2 * place(segment, tag, from) + 1] = to;
  }

  /** Removes a record that is in the table. */
  void remove(long hash, int record) {
    int tag = tag(hash);
    int[] segment = directory[index(tag)];
    int mask = entries(segment) - 1;
    int gap = place(segment, tag, record);
    for (int i = gap + 1 & mask; segment[FIRST + 2 * i + 1] != KeyRecords.NONE; i = i + 1 & mask) {
      // An entry may fill the gap if its probe path goes over it.
      int distance = i - segment[FIRST + 2 * i] & mask;
      if (distance >= (i - gap & mask)) {
        segment[FIRST + 2 * gap] = segment[FIRST + 2 * i];
        segment[FIRST + 2 * gap + 1] = segment[FIRST + 2 * i + 1];
        gap = i;
      }
    }
    segment[FIRST + 2 * gap + 1] = KeyRecords.NONE;
    segment[COUNT]--;
    size--;
    shrink(tag, segment);
  }

  private void shrink(int tag, int[] segment) {
    int entries = entries(segment);
    // Far from where it grows: keys that come and go by the slot must not move it to and fro.
    if (16 * segment[COUNT] >= entries) {
      return;
    }
    if (segment[DEPTH] > 0) {
      merge(tag, segment);
    } else if (entries > LEAST) {
      grow(tag, Math.max(LEAST, entries / 4));
    }
  }

  /** Makes one segment of two, if both are nearly empty. */
  private void merge(int tag, int[] segment) {
    int was = segment[DEPTH];
    int[] other = directory[index(tag ^ 1 << 32 - was)];
    if (other[DEPTH] != was || segment[COUNT] + other[COUNT] > MOST / 4) {
      return;
    }
    int[] merged = segment(MOST, was - 1);
    insertAll(segment, merged);
    insertAll(other, merged);
    put(tag, merged);
    ints += merged.length - segment.length - other.length;
    deepest -= was == depth ? 2 : 0;
    while (deepest == 0 && depth > 0) {
      halve();
    }
  }

  private void halve() {
    int[][] halved = new int[directory.length / 2][];
    depth--;
    for (int i = 0; i < halved.length; i++) {
      halved[i] = directory[2 * i];
      deepest += halved[i][DEPTH] == depth ? 1 : 0;
    }
    directory = halved;
  }

  /** What is past the last segment; see {@link #visit}. */
  static final long END = 1L << 32;

  /**
   * Gives the records of one segment away, which may be removed meanwhile.
   *
   * @param from 0 to begin, or what the call before returned
   * @return where the next segment begins, or {@link #END}
   */
  long visit(long from, IntConsumer visitor) {
    int tag = (int) from;
    int[] segment = directory[index(tag)];
    int count = 0;
    if (visited.length < segment[COUNT]) {
      visited = new int[Math.max(segment[COUNT], 2 * visited.length)];
    }
    for (int i = FIRST; i < segment.length; i += 2) {
      if (segment[i + 1] != KeyRecords.NONE) {
        visited[count++] = segment[i + 1];
      }
    }
    long span = 1L << 32 - segment[DEPTH];
    for (int i = 0; i < count; i++) {
      visitor.accept(visited[i]);
    }
    return (from & -span) + span;
  }
}
