package io.tripline.engine.predicate;

import io.tripline.engine.expression.EventCode;
import io.tripline.engine.expression.EventTests;
import io.tripline.engine.expression.Frame;
import java.util.Arrays;

/** Answers questions by a {@link TypeIndex}. One a thread; allocates nothing per event. */
final class IndexEvaluator implements TypeEvaluator {
  private final TypeIndex index;
  private final EventTests[] tests;
  private final EventTests[] masks;

  /** The questions that are bits, and not ruled out. */
  private final long[] open;

  /** Found questions, ascending. */
  private int[] found = new int[16];

  private int foundCount;

  // Outcomes of conditions that several questions have; of this event where the stamp is its.
  private final int[] stamps;
  private final boolean[] outcomes;
  private int stamp;

  // The event at hand.
  private byte[] bytes = {};
  private int base;
  private Frame frame = new Frame();

  IndexEvaluator(TypeIndex index) {
    this.index = index;
    this.tests = Arrays.stream(index.tests()).map(EventCode::newTests).toArray(EventTests[]::new);
    this.masks =
        Arrays.stream(index.masks().classes()).map(EventCode::newTests).toArray(EventTests[]::new);
    this.open = new long[(index.denseQuestions().length + Long.SIZE - 1) / Long.SIZE];
    int shared = Arrays.stream(index.memo()).max().orElse(-1) + 1;
    this.stamps = new int[shared];
    this.outcomes = new boolean[shared];
  }

  @Override
  public int evaluate(byte[] bytes, int base, Frame frame, int[] rules, long[] masks) {
    this.bytes = bytes;
    this.base = base;
    this.frame = frame;
    if (++stamp == 0) {
      Arrays.fill(stamps, 0);
      stamp = 1;
    }
    find();
    restrict();
    return report(rules, masks);
  }

  @Override
  public long mask(byte[] bytes, int base, Frame frame, int rule) {
    int[] classOf = index.masks().classOf();
    return rule >= classOf.length || classOf[rule] < 0
        ? 0
        : masks[classOf[rule]].mask(bytes, base, frame, index.masks().indexOf()[rule]);
  }

  /** Finds questions by the event's values. */
  private void find() {
    foundCount = 0;
    for (SparseField field : index.sparse()) {
      for (int question : field.questions(bytes, base)) {
        if (restIsTrue(question)) {
          insert(question);
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
    Arrays.fill(open, -1L);
    int used = index.denseQuestions().length & Long.SIZE - 1;
    if (used != 0) {
      open[open.length - 1] = (1L << used) - 1;
    }
    for (DenseField field : index.dense()) {
      field.restrict(bytes, base, open);
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
        if (restIsTrue(question)) {
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
    masks[count] = index.startsOnly() ? mask(bytes, base, frame, rule) : index.bits()[question];
    return count + 1;
  }

  private boolean restIsTrue(int question) {
    for (int condition : index.rest()[question]) {
      if (!isTrue(condition)) {
        return false;
      }
    }
    return true;
  }

  private boolean isTrue(int condition) {
    int memo = index.memo()[condition];
    if (memo < 0) {
      return test(condition);
    }
    if (stamps[memo] != stamp) {
      stamps[memo] = stamp;
      outcomes[memo] = test(condition);
    }
    return outcomes[memo];
  }

  private boolean test(int condition) {
    return tests[index.classOf()[condition]].test(bytes, base, frame, index.indexOf()[condition]);
  }
}
