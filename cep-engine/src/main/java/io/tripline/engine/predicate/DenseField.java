package io.tripline.engine.predicate;

import io.tripline.engine.event.Nulls;
import java.util.Map;
import java.util.TreeSet;

/**
 * For each range of a field's keys a row of bits: the questions that such a key gives a yes as far
 * as the field goes. Immutable.
 */
final class DenseField {
  /** The most that the rows of a field take; past it ranges are joined. */
  private static final long MOST_BYTES = 16L << 20;

  private final int place;
  private final int words;
  private final RangeTable ranges;
  private final long[] rows;
  private final boolean exact;

  /**
   * @param place of the field; see {@link FieldKeys}
   * @param keys of each question that asks about the field: those for which it holds
   * @param count how many questions there are
   */
  DenseField(int place, Map<Integer, KeySet> keys, int count) {
    this.place = place;
    this.words = words(count);
    TreeSet<Long> bounds = new TreeSet<>();
    bounds.add(Nulls.LONG);
    for (KeySet set : keys.values()) {
      for (KeySet.Interval interval : set.intervals()) {
        bounds.add(interval.from());
        if (interval.to() < Long.MAX_VALUE) {
          bounds.add(interval.to() + 1);
        }
      }
    }
    long most = Math.max(2, MOST_BYTES / (8L * words));
    long step = (bounds.size() + most - 1) / most;
    long[] all = bounds.stream().mapToLong(k -> k).toArray();
    long[] starts = new long[(int) ((all.length + step - 1) / step)];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = all[(int) (i * step)];
    }
    this.exact = step == 1;
    this.ranges = new RangeTable(starts);
    this.rows = blankRows(keys, count);
    keys.forEach(
        (question, set) -> {
          for (KeySet.Interval interval : set.intervals()) {
            int last = ranges.of(interval.to());
            for (int row = ranges.of(interval.from()); row <= last; row++) {
              rows[row * words + (question >> 6)] |= 1L << question;
            }
          }
        });
  }

  /** How many words the bits of questions take. */
  static int words(int questions) {
    return (questions + Long.SIZE - 1) / Long.SIZE;
  }

  /** Rows with the bits of questions that do not ask about the field. */
  private long[] blankRows(Map<Integer, KeySet> keys, int count) {
    long[] free = new long[words];
    for (int q = 0; q < count; q++) {
      if (!keys.containsKey(q)) {
        free[q >> 6] |= 1L << q;
      }
    }
    long[] blank = new long[ranges.count() * words];
    for (int row = 0; row < ranges.count(); row++) {
      System.arraycopy(free, 0, blank, row * words, words);
    }
    return blank;
  }

  /** Whether a bit says all of what the question asks about the field; if not, it may be a no. */
  boolean isExact() {
    return exact;
  }

  /** Lets the questions be those that the event's key gives a yes. */
  void choose(EventKeys event, long[] questions) {
    System.arraycopy(rows, ranges.of(event.of(place)) * words, questions, 0, words);
  }

  /** Takes the questions away that the event's key gives a no. */
  void restrict(EventKeys event, long[] questions) {
    int at = ranges.of(event.of(place)) * words;
    for (int i = 0; i < words; i++) {
      questions[i] &= rows[at + i];
    }
  }
}
