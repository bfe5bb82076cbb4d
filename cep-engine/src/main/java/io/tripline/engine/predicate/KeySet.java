package io.tripline.engine.predicate;

import io.tripline.engine.event.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

/**
 * Keys of a field's values (see {@link FieldKeys}), null's among them, as intervals. Immutable.
 *
 * @param intervals ascending, both ends inclusive, with a gap between any two
 */
record KeySet(List<Interval> intervals) {
  /** The least key that is not null's. */
  static final long LEAST = Nulls.LONG + 1;

  /** From a key to a key. */
  record Interval(long from, long to) {}

  KeySet {
    intervals = List.copyOf(intervals);
  }

  /**
   * The keys for which a test is true.
   *
   * @param numbers of the texts that it names
   */
  static KeySet of(FieldTest test, ToIntFunction<String> numbers) {
    Builder keys = new Builder();
    if (test.ofNull()) {
      keys.add(Nulls.LONG, Nulls.LONG);
    }
    if (!test.onText()) {
      test.intervals().forEach(i -> keys.add(i.from(), i.to()));
      return keys.build();
    }
    TreeSet<Long> named = new TreeSet<>();
    test.texts().forEach(text -> named.add((long) numbers.applyAsInt(text)));
    if (!test.others()) {
      named.forEach(number -> keys.add(number, number));
      return keys.build();
    }
    long from = FieldKeys.OTHER_TEXT;
    for (long number : named) {
      keys.add(from, number - 1);
      from = number + 1;
    }
    keys.add(from, Long.MAX_VALUE);
    return keys.build();
  }

  /** The keys that are in both. */
  KeySet and(KeySet other) {
    Builder both = new Builder();
    List<Interval> theirs = other.intervals;
    for (int i = 0, j = 0; i < intervals.size() && j < theirs.size(); ) {
      Interval a = intervals.get(i);
      Interval b = theirs.get(j);
      both.add(Math.max(a.from, b.from), Math.min(a.to, b.to));
      if (a.to < b.to) {
        i++;
      } else {
        j++;
      }
    }
    return both.build();
  }

  /** How many they are, about where they are very many. */
  double size() {
    return intervals.stream().mapToDouble(i -> (double) i.to() - i.from() + 1).sum();
  }

  /** Each of them; only where they are few. */
  LongStream keys() {
    return intervals.stream().flatMapToLong(i -> LongStream.rangeClosed(i.from(), i.to()));
  }

  /** Joins intervals that touch; they come ascending, and empty ones count for nothing. */
  private static final class Builder {
    private final List<Interval> intervals = new ArrayList<>();

    void add(long from, long to) {
      if (from > to) {
        return;
      }
      if (!intervals.isEmpty() && intervals.getLast().to() == from - 1) {
        intervals.add(new Interval(intervals.removeLast().from(), to));
      } else {
        intervals.add(new Interval(from, to));
      }
    }

    KeySet build() {
      return new KeySet(intervals);
    }
  }
}
