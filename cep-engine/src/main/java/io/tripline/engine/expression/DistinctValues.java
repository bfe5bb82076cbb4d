package io.tripline.engine.expression;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of values, grown by one at a time and sharing what came before. Adding costs
 * time in proportion to its size, which the events of one partial match bound.
 *
 * @param value Long, Double, byte[] (UTF-8), IpAddress or Geo
 * @param rest the values before
 * @param size how many values there are
 */
public record DistinctValues(Object value, @Nullable DistinctValues rest, int size) {

  static DistinctValues add(@Nullable DistinctValues set, Object value) {
    for (DistinctValues s = set; s != null; s = s.rest) {
      if (same(s.value, value)) {
        return set == null ? s : set;
      }
    }
    return new DistinctValues(value, set, set == null ? 1 : set.size + 1);
  }

  /** The set with a value more that is known not to be in it. */
  public static DistinctValues restore(@Nullable DistinctValues set, Object value) {
    return new DistinctValues(value, set, set == null ? 1 : set.size + 1);
  }

  private static boolean same(Object a, Object b) {
    return a instanceof byte[] x && b instanceof byte[] y ? Arrays.equals(x, y) : a.equals(b);
  }
}
