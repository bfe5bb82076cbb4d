package io.tripline.engine.expression;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.engine.event.Nulls;
import org.jspecify.annotations.Nullable;

/** What generated code does with places and addresses, which it holds in their parts. */
final class ObjectCode {
  private ObjectCode() {}

  static double latitude(@Nullable Object place) {
    return place instanceof Geo geo ? geo.lat() : Nulls.DOUBLE;
  }

  static double longitude(@Nullable Object place) {
    return place instanceof Geo geo ? geo.lon() : Nulls.DOUBLE;
  }

  /** As {@link Geo#equals} has it. */
  static int samePlace(double aLat, double aLon, double bLat, double bLon) {
    return Double.compare(aLat, bLat) == 0 && Double.compare(aLon, bLon) == 0 ? 1 : 0;
  }

  static int isPresent(@Nullable Object address) {
    return address == null ? 0 : 1;
  }

  static long high(@Nullable Object address) {
    return address instanceof IpAddress ip ? ip.high() : 0;
  }

  static long low(@Nullable Object address) {
    return address instanceof IpAddress ip ? ip.low() : 0;
  }

  static int sameAddress(long aHigh, long aLow, long bHigh, long bLow) {
    return aHigh == bHigh && aLow == bLow ? 1 : 0;
  }
}
