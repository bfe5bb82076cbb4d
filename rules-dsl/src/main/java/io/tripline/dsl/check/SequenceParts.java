package io.tripline.dsl.check;

import io.tripline.dsl.syntax.PatternTree;
import java.util.List;

/**
 * Where in a sequence the parts stand that take events, and so which of its {@code not}s are at the
 * start, in the middle and at the end.
 *
 * @param first the first part that is no {@code not}; as many as there are parts if all are
 * @param last the last part that is no {@code not}; −1 if all are
 */
record SequenceParts(int first, int last) {

  static SequenceParts of(PatternTree.Sequence sequence) {
    List<PatternTree> parts = sequence.parts();
    int first = 0;
    while (first < parts.size() && parts.get(first) instanceof PatternTree.Absence) {
      first++;
    }
    int last = parts.size() - 1;
    while (last >= 0 && parts.get(last) instanceof PatternTree.Absence) {
      last--;
    }
    return new SequenceParts(first, last);
  }

  /** Whether there are only {@code not}s. */
  boolean takeNothing() {
    return last < 0;
  }

  /** Whether a link, of those that stand behind the parts 0, 1, …, is between two that take. */
  boolean isInside(int link) {
    return link >= first && link < last;
  }
}
