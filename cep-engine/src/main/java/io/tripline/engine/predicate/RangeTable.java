package io.tripline.engine.predicate;

import java.util.Arrays;

/**
 * From a key to the range that it lies in: a table of equal steps says where to begin, halving the
 * few ranges of one step finds the rest. Immutable.
 */
final class RangeTable {
  /** Steps for each range, about; and the most of them. */
  private static final int STEPS_PER_RANGE = 4;

  private static final int MOST_STEPS = 1 << 14;

  private final long[] starts;
  private final long low;
  private final long high;
  private final int shift;

  /** The last range that begins at or before each step; of the last step, and one more. */
  private final int[] steps;

  /**
   * @param starts where ranges begin, ascending; the first one with the least key there is
   */
  RangeTable(long[] starts) {
    this.starts = starts.clone();
    low = starts.length > 1 ? starts[1] : 0;
    high = starts.length > 1 ? starts[starts.length - 1] : 0;
    // Without a sign, as it can be past the greatest long.
    long span = high - low;
    int most = Math.min(MOST_STEPS, Integer.highestOneBit(STEPS_PER_RANGE * starts.length));
    int bits = Long.SIZE - Long.numberOfLeadingZeros(span);
    shift = Math.max(0, bits - Integer.numberOfTrailingZeros(most));
    steps = new int[(int) (span >>> shift) + 2];
    for (int step = 0; step < steps.length - 1; step++) {
      steps[step] = lastNotAfter(low + ((long) step << shift));
    }
    steps[steps.length - 1] = starts.length - 1;
  }

  private int lastNotAfter(long key) {
    int found = Arrays.binarySearch(starts, key);
    return found >= 0 ? found : -2 - found;
  }

  int count() {
    return starts.length;
  }

  /** The number of the range. */
  int of(long key) {
    if (key < low) {
      return 0;
    }
    if (key >= high) {
      return starts.length - 1;
    }
    int step = (int) (key - low >>> shift);
    int at = steps[step];
    // Halves by a choice of values, not of ways: which one it is cannot be foreseen.
    for (int left = steps[step + 1] - at + 1; left > 1; ) {
      int half = left >>> 1;
      at = starts[at + half] <= key ? at + half : at;
      left -= half;
    }
    return at;
  }
}
