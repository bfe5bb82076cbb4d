package io.tripline.engine.pipeline;

import java.util.Arrays;

/**
 * A list of records in which each knows its place, and which it can be in at most one of: of those
 * with something that has changed. Not thread-safe.
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

  boolean has(int record) {
    int at = keys.changedAt(record);
    return at >= 0 && at < size && records[at] == record;
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

  /** Takes the last record out; which one. */
  int removeLast() {
    int last = records[--size];
    keys.changedAt(last, KeyRecords.NOWHERE);
    if (size == 0 && records.length > KEPT) {
      records = new int[LEAST];
    }
    return last;
  }

  /** A record has moved. */
  void moved(int record) {
    int at = keys.changedAt(record);
    if (at != KeyRecords.NOWHERE) {
      records[at] = record;
    }
  }

  /** Bytes of its array, about. */
  long bytes() {
    return 4L * records.length;
  }
}
