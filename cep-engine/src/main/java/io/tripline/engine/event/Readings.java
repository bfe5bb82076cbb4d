package io.tripline.engine.event;

import org.jspecify.annotations.Nullable;

/**
 * Takes values in the form in which slots of events hold them. Offsets are counted from an event's
 * first byte, as {@link FeatureSlots} gives them.
 */
public interface Readings {
  /**
   * An int, decimal (unscaled), timestamp, duration, enum (index) or bool (1, 0); {@link
   * Nulls#LONG} for null.
   */
  void putLong(int offset, long value);

  /** A double, length or speed; NaN for null. */
  void putDouble(int offset, double value);

  /**
   * A string in UTF-8, which is copied.
   *
   * @param text null for null
   */
  void putText(int offset, byte @Nullable [] text, int from, int length);

  /** An address by its halves. */
  void putIp(int offset, boolean isNull, long high, long low);

  /** A place in degrees; NaN for null. */
  void putGeo(int offset, double lat, double lon);
}
