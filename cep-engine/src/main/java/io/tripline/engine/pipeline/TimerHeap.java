package io.tripline.engine.pipeline;

import java.util.Arrays;

/**
 * The states of a group of keys that wait for time, by the end that they wait for: a binary heap in
 * which the slot of each state knows its place. Of states with the same end any comes first: what
 * they complete is put into order by the alert handler.
 */
final class TimerHeap {
  private static final int LEAST = 16;
  private static final long[] NOTHING = {};

  private final KeyRecords keys;
  // Made with the first timer: most rules never have one.
  private long[] times = NOTHING;
  private int[] records = {};
  private int[] ids = {};
  private int size;

  TimerHeap(KeyRecords keys) {
    this.keys = keys;
  }

  int size() {
    return size;
  }

  /** The earliest end; {@code Long.MAX_VALUE} if nothing waits. */
  long next() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  /** The record of the earliest end. There must be one. */
  int firstRecord() {
    return records[0];
  }

  /** The id of its slot. */
  int firstId() {
    return ids[0];
  }

  /** The end that a slot waits for; {@code Long.MAX_VALUE} for none. */
  long timeOf(int record, int slot) {
    int at = keys.timerAt(record, slot);
    return at == KeyRecords.NOWHERE ? Long.MAX_VALUE : times[at];
  }

  /**
   * Sets the end that a slot waits for, in place of the one before.
   *
   * @param time {@code Long.MAX_VALUE} for none
   */
  void set(int record, int slot, long time) {
    int at = keys.timerAt(record, slot);
    if (at == KeyRecords.NOWHERE) {
      if (time != Long.MAX_VALUE) {
        insert(record, slot, time);
      }
    } else if (time == Long.MAX_VALUE) {
      keys.timerAt(record, slot, KeyRecords.NOWHERE);
      remove(at);
    } else if (times[at] != time) {
      times[at] = time;
      down(up(at));
    }
  }

  /** A record has moved. */
  void moved(int record) {
    for (int slot = 0; slot < keys.count(record); slot++) {
      int at = keys.timerAt(record, slot);
      if (at != KeyRecords.NOWHERE) {
        records[at] = record;
      }
    }
  }

  private void insert(int record, int slot, long time) {
    if (size == times.length) {
      resize(Math.max(LEAST, 2 * size));
    }
    keys.timerAt(record, slot, size);
    times[size] = time;
    records[size] = record;
    ids[size] = keys.id(record, slot);
    up(size++);
  }

  private void resize(int room) {
    times = Arrays.copyOf(times, room);
    records = Arrays.copyOf(records, room);
    ids = Arrays.copyOf(ids, room);
  }

  private void remove(int gap) {
    size--;
    if (gap < size) {
      put(gap, times[size], records[size], ids[size]);
      down(up(gap));
    }
    if (times.length > LEAST && 4 * size < times.length) {
      resize(times.length / 2);
    }
  }

  private int up(int from) {
    long time = times[from];
    int record = records[from];
    int id = ids[from];
    int i = from;
    while (i > 0) {
      int parent = (i - 1) / 2;
      if (times[parent] <= time) {
        break;
      }
      put(i, times[parent], records[parent], ids[parent]);
      i = parent;
    }
    if (i != from) {
      put(i, time, record, id);
    }
    return i;
  }

  private void down(int from) {
    long time = times[from];
    int record = records[from];
    int id = ids[from];
    int i = from;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= time) {
        break;
      }
      put(i, times[child], records[child], ids[child]);
      i = child;
    }
    if (i != from) {
      put(i, time, record, id);
    }
  }

  private void put(int i, long time, int record, int id) {
    times[i] = time;
    records[i] = record;
    ids[i] = id;
    keys.timerAt(record, keys.find(record, id), i);
  }

  /** Bytes of its arrays, about. */
  long bytes() {
    return 16L * times.length;
  }
}
