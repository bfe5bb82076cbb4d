package io.tripline.engine.predicate;

import io.tripline.engine.expression.Frame;
import java.util.Arrays;

/** Answers questions by a {@link TypeIndex}. One a thread; allocates nothing per event. */
final class IndexEvaluator implements TypeEvaluator {
  private final TypeIndex index;
  private final EventKeys keys;
  private final Checker checker;

  /** A bit for each question that is one. */
  private final long[] all;

  /** Where the row of each field begins that the event has. */
  private final int[] at;

  /** Found questions, ascending. */
  private int[] found = new int[16];

  private int foundCount;

  IndexEvaluator(TypeIndex index) {
    this.index = index;
    this.keys = new EventKeys(index.fields());
    this.checker = new Checker(index.checks(), keys);
    int bits = index.denseQuestions().length;
    this.all = new long[DenseField.words(bits)];
    Arrays.fill(all, -1L);
    if ((bits & Long.SIZE - 1) != 0) {
      all[all.length - 1] = (1L << bits) - 1;
    }
    this.at = new int[index.dense().length];
  }

  @Override
  public void turnTo(byte[] bytes, int base, Frame frame) {
    keys.turnTo(bytes, base);
    checker.turnTo(bytes, base, frame);
  }

  @Override
  public int evaluate(int[] rules, long[] masks) {
    find();
    DenseField[] dense = index.dense();
    for (int f = 0; f < dense.length; f++) {
      at[f] = dense[f].row(keys);
    }
    return report(rules, masks);
  }

  @Override
  public long unlisted(int rule) {
    return checker.mask(rule);
  }

  /** Finds questions by the event's values. */
  private void find() {
    foundCount = 0;
    for (SparseField field : index.sparse()) {
      int value = field.value(keys);
      if (value >= 0) {
        for (int at = field.from(value), end = field.to(value); at < end; at++) {
          int question = field.question(at);
          if (checker.holds(question)) {
            insert(question);
          }
        }
      }
    }
  }

  private void insert(int question) {
    if (foundCount == found.length) {
      found = Arrays.copyOf(found, 2 * foundCount);
    }
    int at = foundCount++;
    while (at > 0 && found[at - 1] > question) {
      found[at] = found[at - 1];
      at--;
    }
    found[at] = question;
  }

  /** The questions of a word of bits that no field rules out. */
  private long open(int word) {
    long[] rows = index.rows();
    long left = all[word];
    for (int row : at) {
      left &= rows[row + word];
    }
    return left;
  }

  /** Brings both kinds of questions in order together. */
  private int report(int[] rules, long[] masks) {
    int[] questions = index.denseQuestions();
    int count = 0;
    int next = 0;
    for (int word = 0; word < all.length; word++) {
      for (long left = open(word); left != 0; left &= left - 1) {
        int question = questions[word * Long.SIZE + Long.numberOfTrailingZeros(left)];
        while (next < foundCount && found[next] < question) {
          count = add(found[next++], count, rules, masks);
        }
        if (checker.holds(question)) {
          count = add(question, count, rules, masks);
        }
      }
    }
    while (next < foundCount) {
      count = add(found[next++], count, rules, masks);
    }
    return count;
  }

  private int add(int question, int count, int[] rules, long[] masks) {
    int rule = index.rules()[question];
    if (count > 0 && rules[count - 1] == rule) {
      masks[count - 1] |= index.bits()[question];
      return count;
    }
    rules[count] = rule;
    masks[count] = index.bits()[question] | checker.mask(rule);
    return count + 1;
  }
}
