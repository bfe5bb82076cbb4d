package io.tripline.engine.pipeline;

import java.util.Arrays;

/**
 * Records with something that has changed since the last barrier: a list in which each record knows
 * its place. Not thread-safe.
 */
final class ChangedRecords {
  private static final int LEAST = 16;
  // A list that was very long gives the memory back.
  private static final int KEPT = 1 << 16;

  private final KeyRecords keys;
  private int[] records = new int[LEAST];
  private int size;

  ChangedRecords(KeyRecords keys) {
    this.keys = keys;
  }

  int size() {
    return size;
  }

  int get(int i) {
    return records[i];
  }

  /** Puts a record in, unless it is. */
  void add(int record) {
    if (keys.changedAt(record) == KeyRecords.NOWHERE) {
      if (size == records.length) {
        records = Arrays.copyOf(records, 2 * size);
      }
      keys.changedAt(record, size);
      records[size++] = record;
    }
  }

  /** Takes a record out, if it is in. */
  void remove(int record) {
    int at = keys.changedAt(record);
    if (at != KeyRecords.NOWHERE) {
      int last = records[--size];
      records[at] = last;
      keys.changedAt(last, at);
      keys.changedAt(record, KeyRecords.NOWHERE);
    }
  }

  /** A record has moved. */
  void moved(int record) {
    int at = keys.changedAt(record);
    if (at != KeyRecords.NOWHERE) {
      records[at] = record;
    }
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      keys.changedAt(records[i], KeyRecords.NOWHERE);
    }
    size = 0;
    if (records.length > KEPT) {
      records = new int[LEAST];
    }
  }

  /** Bytes of its array, about. */
  long bytes() {
    return 4L * records.length;
  }
}
