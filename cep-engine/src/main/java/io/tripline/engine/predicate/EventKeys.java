package io.tripline.engine.predicate;

import java.util.Arrays;

/** The keys of the event at hand, each found when it is first asked for. One a thread. */
final class EventKeys {
  private final FieldKeys fields;
  private final long[] keys;
  private final int[] stamps;
  private int stamp;
  private byte[] bytes = {};
  private int base;

  EventKeys(FieldKeys fields) {
    this.fields = fields;
    this.keys = new long[fields.count()];
    this.stamps = new int[fields.count()];
  }

  /** Turns to an event. */
  void turnTo(byte[] to, int at) {
    bytes = to;
    base = at;
    if (++stamp == 0) {
      Arrays.fill(stamps, 0);
      stamp = 1;
    }
  }

  /** The key of the field at a place; see {@link FieldKeys}. */
  long of(int place) {
    if (stamps[place] != stamp) {
      stamps[place] = stamp;
      keys[place] = fields.read(place, bytes, base);
    }
    return keys[place];
  }
}
