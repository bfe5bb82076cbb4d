package io.tripline.dsl.check.logic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A set of 64-bit numbers, as ranges in order that do not touch. Immutable.
 *
 * <p>The union and the intersection of sets with very many ranges may have more in it than they
 * should: all between their ends.
 */
final class LongSet {
  /** A number of ranges up to which sets are exact. */
  private static final int MOST = 256;

  static final LongSet NONE = new LongSet(new long[0]);
  static final LongSet ALL = new LongSet(new long[] {Long.MIN_VALUE, Long.MAX_VALUE});

  /** The first and the last of each range. */
  private final long[] ends;

  private LongSet(long[] ends) {
    this.ends = ends;
  }

  /** All from one number to another, both included; none if the first is greater. */
  static LongSet range(long first, long last) {
    return first > last ? NONE : new LongSet(new long[] {first, last});
  }

  /** These numbers, in any order. */
  static LongSet of(long... values) {
    return union(Arrays.stream(values).mapToObj(v -> range(v, v)).toList());
  }

  /** All that are in any of the sets; exact. */
  static LongSet union(List<LongSet> sets) {
    List<long[]> ranges = new ArrayList<>();
    for (LongSet set : sets) {
      for (int i = 0; i < set.ends.length; i += 2) {
        ranges.add(new long[] {set.ends[i], set.ends[i + 1]});
      }
    }
    ranges.sort(Comparator.comparingLong(range -> range[0]));
    Builder builder = new Builder();
    ranges.forEach(range -> builder.add(range[0], range[1]));
    return builder.exact();
  }

  boolean isEmpty() {
    return ends.length == 0;
  }

  LongSet or(LongSet other) {
    Builder builder = new Builder();
    int i = 0;
    int j = 0;
    while (i < ends.length || j < other.ends.length) {
      if (j == other.ends.length || i < ends.length && ends[i] <= other.ends[j]) {
        builder.add(ends[i], ends[i + 1]);
        i += 2;
      } else {
        builder.add(other.ends[j], other.ends[j + 1]);
        j += 2;
      }
    }
    return builder.widened();
  }

  LongSet and(LongSet other) {
    Builder builder = new Builder();
    int i = 0;
    int j = 0;
    while (i < ends.length && j < other.ends.length) {
      long first = Math.max(ends[i], other.ends[j]);
      long last = Math.min(ends[i + 1], other.ends[j + 1]);
      if (first <= last) {
        builder.add(first, last);
      }
      if (ends[i + 1] < other.ends[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return builder.widened();
  }

  /** All of the other set that are not in this one; exact. */
  LongSet complementIn(LongSet all) {
    Builder gaps = new Builder();
    long next = Long.MIN_VALUE;
    boolean open = true;
    for (int i = 0; i < ends.length; i += 2) {
      if (ends[i] > next) {
        gaps.add(next, ends[i] - 1);
      }
      open = ends[i + 1] != Long.MAX_VALUE;
      next = open ? ends[i + 1] + 1 : next;
    }
    if (open) {
      gaps.add(next, Long.MAX_VALUE);
    }
    return all.equals(ALL) ? gaps.exact() : gaps.exact().and(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LongSet set && Arrays.equals(ends, set.ends);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ends);
  }

  @Override
  public String toString() {
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < ends.length; i += 2) {
      ranges.add(ends[i] + ".." + ends[i + 1]);
    }
    return ranges.toString();
  }

  /** Takes ranges in the order of their first numbers. */
  private static final class Builder {
    private long[] ends = new long[8];
    private int size;

    void add(long first, long last) {
      boolean joins = size > 0 && (ends[size - 1] == Long.MAX_VALUE || first <= ends[size - 1] + 1);
      if (joins) {
        ends[size - 1] = Math.max(ends[size - 1], last);
        return;
      }
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
      }
      ends[size++] = first;
      ends[size++] = last;
    }

    LongSet exact() {
      return size == 0 ? NONE : new LongSet(Arrays.copyOf(ends, size));
    }

    LongSet widened() {
      return size > 2 * MOST ? range(ends[0], ends[size - 1]) : exact();
    }
  }
}
