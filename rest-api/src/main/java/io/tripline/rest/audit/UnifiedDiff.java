package io.tripline.rest.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference between two texts, line by line, as {@code diff -u} has it. Of texts whose middle
 * differs over very many lines all of that is told as one change.
 */
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** Cells of the table of common lines: a few MB. */
  private static final long MOST_CELLS = 4_000_000;

  private final List<String> before;
  private final List<String> after;

  /** A line of the difference: kept (' '), gone ('-') or new ('+'). */
  private record Line(char kind, String text) {}

  private UnifiedDiff(String before, String after) {
    this.before = before.isEmpty() ? List.of() : List.of(before.split("\n", -1));
    this.after = after.isEmpty() ? List.of() : List.of(after.split("\n", -1));
  }

  /** Empty if there is no difference. */
  static String of(String before, String after) {
    return before.equals(after) ? "" : new UnifiedDiff(before, after).text();
  }

  private String text() {
    List<Line> lines = lines();
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < lines.size()) {
      if (lines.get(at).kind == ' ') {
        at++;
        continue;
      }
      int begin = Math.max(0, at - CONTEXT);
      int end = endOfHunk(lines, at);
      hunk(lines, begin, end, text);
      at = end;
    }
    return text.toString();
  }

  /** Changes that share their context are one hunk. */
  private static int endOfHunk(List<Line> lines, int from) {
    int last = from;
    for (int i = from; i < lines.size() && i <= last + 2 * CONTEXT; i++) {
      if (lines.get(i).kind != ' ') {
        last = i;
      }
    }
    return Math.min(lines.size(), last + CONTEXT + 1);
  }

  private static void hunk(List<Line> lines, int begin, int end, StringBuilder text) {
    int oldFirst = 1 + count(lines, 0, begin, '+');
    int newFirst = 1 + count(lines, 0, begin, '-');
    int olds = count(lines, begin, end, '+');
    int news = count(lines, begin, end, '-');
    text.append(
        "@@ -%d,%d +%d,%d @@\n"
            .formatted(
                olds == 0 ? oldFirst - 1 : oldFirst,
                olds,
                news == 0 ? newFirst - 1 : newFirst,
                news));
    for (Line line : lines.subList(begin, end)) {
      text.append(line.kind).append(line.text).append('\n');
    }
  }

  /** How many lines are not of a kind. */
  private static int count(List<Line> lines, int begin, int end, char but) {
    return (int) lines.subList(begin, end).stream().filter(line -> line.kind != but).count();
  }

  private List<Line> lines() {
    int head = 0;
    while (head < Math.min(before.size(), after.size())
        && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(before.size(), after.size()) - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<Line> lines = new ArrayList<>();
    before.subList(0, head).forEach(line -> lines.add(new Line(' ', line)));
    middle(
        before.subList(head, before.size() - tail),
        after.subList(head, after.size() - tail),
        lines);
    before
        .subList(before.size() - tail, before.size())
        .forEach(line -> lines.add(new Line(' ', line)));
    return lines;
  }

  /** By the longest common subsequence. */
  private static void middle(List<String> a, List<String> b, List<Line> lines) {
    if ((long) a.size() * b.size() > MOST_CELLS) {
      a.forEach(line -> lines.add(new Line('-', line)));
      b.forEach(line -> lines.add(new Line('+', line)));
      return;
    }
    int[][] common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        lines.add(new Line(' ', a.get(i++)));
        j++;
      } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line('-', a.get(i++)));
      } else {
        lines.add(new Line('+', b.get(j++)));
      }
    }
  }
}
