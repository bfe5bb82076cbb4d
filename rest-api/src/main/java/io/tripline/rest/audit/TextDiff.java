package io.tripline.rest.audit;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.List;

/** What differs between two texts, for people: a unified diff, as {@code diff -u} has it. */
public final class TextDiff {
  private static final int CONTEXT = 3;

  /** Lines that name the texts. */
  private static final int NAMES = 2;

  /** Beyond so many lines that may differ they are told as replaced: the search is quadratic. */
  private static final int MOST_SEARCHED = 5_000;

  private TextDiff() {}

  /**
   * The differences; empty if there are none.
   *
   * @param fromName what the earlier text is called
   */
  public static String unified(String from, String to, String fromName, String toName) {
    return text(diff(from, to, fromName, toName));
  }

  /** The differences without names of the texts; empty if there are none. */
  static String hunks(String from, String to) {
    List<String> diff = diff(from, to, "", "");
    return text(diff.subList(Math.min(NAMES, diff.size()), diff.size()));
  }

  private static String text(List<String> diff) {
    return diff.isEmpty() ? "" : String.join("\n", diff) + "\n";
  }

  private static List<String> diff(String from, String to, String fromName, String toName) {
    List<String> before = lines(from);
    List<String> after = lines(to);
    int head = common(before, after, 0);
    int tail = common(before.reversed(), after.reversed(), head);
    List<String> gone = before.subList(head, before.size() - tail);
    List<String> come = after.subList(head, after.size() - tail);
    Patch<String> patch = new Patch<>();
    if (gone.size() + come.size() <= MOST_SEARCHED) {
      patch = DiffUtils.diff(before, after);
    } else {
      patch.addDelta(new ChangeDelta<>(new Chunk<>(head, gone), new Chunk<>(head, come)));
    }
    return UnifiedDiffUtils.generateUnifiedDiff(fromName, toName, before, patch, CONTEXT);
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }

  /** How many lines are the same from the beginning, but for the last ones of the shorter. */
  private static int common(List<String> one, List<String> other, int last) {
    int most = Math.min(one.size(), other.size()) - last;
    int same = 0;
    while (same < most && one.get(same).equals(other.get(same))) {
      same++;
    }
    return same;
  }
}
