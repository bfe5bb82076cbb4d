package io.tripline.engine.predicate;

import io.tripline.engine.event.Nulls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * For each range of a field's values, or each text, a row of bits: the questions that such a value
 * gives a yes as far as the field goes. Immutable.
 */
final class DenseField {
  /** The most that the rows of a field take; past it ranges are joined, or texts left out. */
  private static final long MOST_BYTES = 16L << 20;

  private final FieldSlot slot;
  private final int words;
  private final long[] rows;

  /** Where rows begin, of numbers; row i + 1 is of keys from starts[i] on, row 0 of null. */
  private final long[] starts;

  /** Of texts; row n + 2 is of text n, row 0 of null, row 1 of all others. */
  private final @Nullable ValueTable table;

  private final boolean exact;

  /**
   * @param tests of each question that asks about the field, all of which have to hold
   * @param count how many questions there are
   */
  static @Nullable DenseField of(FieldSlot slot, Map<Integer, List<FieldTest>> tests, int count) {
    int words = (count + Long.SIZE - 1) / Long.SIZE;
    return slot.onText() ? ofTexts(slot, tests, count, words) : ofKeys(slot, tests, count, words);
  }

  private DenseField(
      FieldSlot slot,
      int words,
      long[] rows,
      long[] starts,
      @Nullable ValueTable table,
      boolean exact) {
    this.slot = slot;
    this.words = words;
    this.rows = rows;
    this.starts = starts;
    this.table = table;
    this.exact = exact;
  }

  private static long[] blankRows(
      int rowCount, int words, Map<Integer, List<FieldTest>> tests, int count) {
    long[] free = new long[words];
    for (int q = 0; q < count; q++) {
      if (!tests.containsKey(q)) {
        free[q >> 6] |= 1L << q;
      }
    }
    long[] rows = new long[rowCount * words];
    for (int r = 0; r < rowCount; r++) {
      System.arraycopy(free, 0, rows, r * words, words);
    }
    return rows;
  }

  private static @Nullable DenseField ofTexts(
      FieldSlot slot, Map<Integer, List<FieldTest>> tests, int count, int words) {
    LinkedHashMap<String, Integer> texts = new LinkedHashMap<>();
    tests.values().forEach(all -> all.forEach(t -> t.texts().forEach(s -> texts.put(s, 0))));
    long bytes = 8L * words * (texts.size() + 2);
    if (bytes > MOST_BYTES) {
      return null;
    }
    int number = 0;
    for (Map.Entry<String, Integer> entry : texts.entrySet()) {
      entry.setValue(number++);
    }
    long[] rows = blankRows(texts.size() + 2, words, tests, count);
    tests.forEach(
        (question, all) -> {
          set(rows, words, 0, question, all.stream().allMatch(FieldTest::ofNull));
          boolean others = all.stream().allMatch(FieldTest::others);
          set(rows, words, 1, question, others);
          if (others) {
            for (int n = 0; n < texts.size(); n++) {
              set(rows, words, n + 2, question, true);
            }
          }
          for (FieldTest test : all) {
            for (String text : test.texts()) {
              boolean holds = all.stream().allMatch(t -> t.texts().contains(text) != t.others());
              set(rows, words, texts.getOrDefault(text, 0) + 2, question, holds);
            }
          }
        });
    return new DenseField(slot, words, rows, new long[0], ValueTable.ofTexts(texts), true);
  }

  private static void set(long[] rows, int words, int row, int question, boolean to) {
    int at = row * words + (question >> 6);
    rows[at] = to ? rows[at] | 1L << question : rows[at] & ~(1L << question);
  }

  private static DenseField ofKeys(
      FieldSlot slot, Map<Integer, List<FieldTest>> tests, int count, int words) {
    TreeSet<Long> all = new TreeSet<>();
    all.add(Nulls.LONG + 1);
    for (List<FieldTest> list : tests.values()) {
      for (FieldTest test : list) {
        for (FieldTest.Interval interval : test.intervals()) {
          all.add(interval.from());
          if (interval.to() < Long.MAX_VALUE) {
            all.add(interval.to() + 1);
          }
        }
      }
    }
    long most = Math.max(2, MOST_BYTES / (8L * words));
    long step = (all.size() + most - 1) / most;
    long[] exactStarts = all.stream().mapToLong(k -> k).toArray();
    long[] starts = new long[(int) ((exactStarts.length + step - 1) / step)];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = exactStarts[(int) (i * step)];
    }
    long[] rows = blankRows(starts.length + 1, words, tests, count);
    tests.forEach(
        (question, list) -> {
          set(rows, words, 0, question, list.stream().allMatch(FieldTest::ofNull));
          for (FieldTest.Interval interval : common(list)) {
            int last = row(starts, interval.to());
            for (int row = row(starts, interval.from()); row <= last; row++) {
              set(rows, words, row, question, true);
            }
          }
        });
    return new DenseField(slot, words, rows, starts, null, step == 1);
  }

  /** What the intervals of several tests have in common. */
  private static List<FieldTest.Interval> common(List<FieldTest> tests) {
    List<FieldTest.Interval> common = tests.getFirst().intervals();
    for (FieldTest test : tests.subList(1, tests.size())) {
      List<FieldTest.Interval> both = new java.util.ArrayList<>();
      for (FieldTest.Interval a : common) {
        for (FieldTest.Interval b : test.intervals()) {
          long from = Math.max(a.from(), b.from());
          long to = Math.min(a.to(), b.to());
          if (from <= to) {
            both.add(new FieldTest.Interval(from, to));
          }
        }
      }
      common = both;
    }
    return common;
  }

  /** 1 and the last of the starts that is not after the key; starts[0] is not. */
  private static int row(long[] starts, long key) {
    int at = 0;
    // Halves by a choice of values, not of ways: which one it is cannot be foreseen.
    for (int left = starts.length; left > 1; ) {
      int half = left >>> 1;
      at = starts[at + half] <= key ? at + half : at;
      left -= half;
    }
    return at + 1;
  }

  /** Whether a bit says all of what the question asks about the field; if not, it may be a no. */
  boolean isExact() {
    return exact;
  }

  /** Takes the questions away that the event's value of the field gives a no. */
  void restrict(byte[] bytes, int base, long[] questions) {
    int at = row(bytes, base) * words;
    for (int i = 0; i < words; i++) {
      questions[i] &= rows[at + i];
    }
  }

  private int row(byte[] bytes, int base) {
    if (table != null) {
      long text = slot.slot(bytes, base);
      return text == Nulls.NO_STRING ? 0 : table.ofText(bytes, base, text) + 2;
    }
    long key = slot.key(bytes, base);
    return key == Nulls.LONG ? 0 : row(starts, key);
  }
}
