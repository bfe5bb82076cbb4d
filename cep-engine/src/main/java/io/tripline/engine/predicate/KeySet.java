package io.tripline.engine.predicate;

import io.tripline.engine.event.Nulls;
import java.util.ArrayList;
import java.util.Comparator;
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

  /** By the least key; those without any come first. */
  static final Comparator<KeySet> BY_LEAST =
      Comparator.comparingLong(
          set -> set.intervals.isEmpty() ? Nulls.LONG : set.intervals.getFirst().from());

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

  /** The keys that are in any of them. */
  static KeySet or(List<KeySet> sets) {
    List<Interval> all = new ArrayList<>();
    sets.forEach(set -> all.addAll(set.intervals));
    all.sort(Comparator.comparingLong(Interval::from));
    Builder any = new Builder();
    all.forEach(interval -> any.add(interval.from, interval.to));
    return any.build();
  }

  /** How many they are, about where they are very many. */
  double size() {
    return intervals.stream().mapToDouble(i -> (double) i.to() - i.from() + 1).sum();
  }

  /** Each of them; only where they are few. */
  LongStream keys() {
    return intervals.stream().flatMapToLong(i -> LongStream.rangeClosed(i.from(), i.to()));
  }

  /** Joins intervals that touch; they begin ascending, and empty ones count for nothing. */
  private static final class Builder {
    private final List<Interval> intervals = new ArrayList<>();

    void add(long from, long to) {
      if (from > to) {
        return;
      }
      Interval last = intervals.isEmpty() ? null : intervals.getLast();
      if (last != null && (last.to() >= from || last.to() == from - 1)) {
        intervals.set(intervals.size() - 1, new Interval(last.from(), Math.max(last.to(), to)));
      } else {
        intervals.add(new Interval(from, to));
      }
    }

    KeySet build() {
      return new KeySet(intervals);
    }
  }
}
