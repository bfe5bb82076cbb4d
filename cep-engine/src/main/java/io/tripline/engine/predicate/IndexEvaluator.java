package io.tripline.engine.predicate;

import io.tripline.engine.expression.Frame;
import java.util.Arrays;

/** Answers questions by a {@link TypeIndex}. One a thread; allocates nothing per event. */
final class IndexEvaluator implements TypeEvaluator {
  private final TypeIndex index;
  private final TypeIndex.Later later;
  private final EventKeys keys;
  private final Checker checker;

  /** The questions that are bits, and not ruled out. */
  private final long[] open;

  /** All of them. */
  private final long[] all;

  private final long[] scratch = new long[1];

  /** Found questions, ascending. */
  private int[] found = new int[16];

  private int foundCount;

  IndexEvaluator(TypeIndex index) {
    this.index = index;
    this.later = index.later();
    this.keys = new EventKeys(index.fields());
    this.checker = new Checker(index.checks(), keys);
    int bits = index.denseQuestions().length;
    this.all = new long[DenseField.words(bits)];
    Arrays.fill(all, -1L);
    if ((bits & Long.SIZE - 1) != 0) {
      all[all.length - 1] = (1L << bits) - 1;
    }
    this.open = all.clone();
  }

  @Override
  public void turnTo(byte[] bytes, int base, Frame frame) {
    keys.turnTo(bytes, base);
    checker.turnTo(bytes, base, frame);
  }

  @Override
  public int evaluate(int[] rules, long[] masks) {
    find();
    restrict();
    return report(rules, masks);
  }

  @Override
  public long openClasses() {
    return index.classes().open(keys, scratch);
  }

  @Override
  public long unlisted(int rule) {
    long mask = 0;
    int first = later.firstCheck();
    for (int q = later.starts()[rule], end = later.starts()[rule + 1]; q < end; q++) {
      if (checker.holds(first + q)) {
        mask |= later.bits()[q];
      }
    }
    return mask;
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

  private void restrict() {
    DenseField[] fields = index.dense();
    if (fields.length == 0) {
      System.arraycopy(all, 0, open, 0, all.length);
      return;
    }
    fields[0].choose(keys, open);
    for (int i = 1; i < fields.length; i++) {
      fields[i].restrict(keys, open);
    }
  }

  /** Brings both kinds of questions in order together. */
  private int report(int[] rules, long[] masks) {
    int[] questions = index.denseQuestions();
    int count = 0;
    int next = 0;
    for (int word = 0; word < open.length; word++) {
      for (long left = open[word]; left != 0; left &= left - 1) {
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
    masks[count] = index.bits()[question] | unlisted(rule);
    return count + 1;
  }
}
