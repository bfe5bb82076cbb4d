package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.FeatureBuffer;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Readings;
import java.util.Arrays;

/**
 * The values of features that one worker has worked out for the events of a slot, for keys of its
 * own: for all workers to read. Not written any more once the workers have met.
 */
final class SharedFeatures {
  private final FeatureBuffer buffer = new FeatureBuffer();
  // By position in the slot, where the values are counted from.
  private int[] bases = new int[64];

  /** Forgets all. */
  void clear() {
    buffer.clear();
  }

  /**
   * Begins with the values at an event; all are null.
   *
   * @param position of the event in its slot; not less than before
   */
  Readings begin(int position, byte[] blank) {
    if (position >= bases.length) {
      bases = Arrays.copyOf(bases, Math.max(position + 1, 2 * bases.length));
    }
    bases[position] = buffer.begin(blank);
    return buffer;
  }

  /** Copies a value at an event. */
  void copy(int position, int slot, Type type, Readings to) {
    byte[] bytes = buffer.bytes();
    int base = bases[position];
    int at = base + slot;
    long value = Bytes.getLong(bytes, at);
    if (type == Type.Simple.STRING) {
      if (value == Nulls.NO_STRING) {
        to.putText(slot, null, 0, 0);
      } else {
        to.putText(slot, bytes, base + (int) (value >>> 32), (int) value);
      }
    } else if (type == Type.Simple.IP) {
      boolean isNull = value == Nulls.LONG;
      to.putIp(slot, isNull, Bytes.getLong(bytes, at + 8), Bytes.getLong(bytes, at + 16));
    } else if (type == Type.Simple.GEO) {
      to.putGeo(slot, Bytes.getDouble(bytes, at), Bytes.getDouble(bytes, at + 8));
    } else {
      to.putLong(slot, value); // a double as its bits
    }
  }
}
