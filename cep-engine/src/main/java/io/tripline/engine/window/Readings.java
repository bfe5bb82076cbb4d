package io.tripline.engine.window;

import io.tripline.engine.event.Nulls;
import org.jspecify.annotations.Nullable;

/** Takes values in the form in which slots of events hold them. */
public interface Readings {
  /**
   * An int, decimal (unscaled), timestamp, duration (ms), enum (index of its symbol) or bool (1 or
   * 0); {@link Nulls#LONG} for null.
   *
   * @param offset of the slot, as the reader was told
   */
  void putLong(int offset, long value);

  /** A double, length or speed; NaN for null. */
  void putDouble(int offset, double value);

  /**
   * A text in UTF-8; valid during the call.
   *
   * @param bytes that it lies in, or null for none
   */
  void putText(int offset, byte @Nullable [] bytes, int from, int length);

  /** An address in two halves. */
  void putIp(int offset, boolean isNull, long high, long low);

  /** A place; the latitude is NaN for null. */
  void putGeo(int offset, double lat, double lon);
}
