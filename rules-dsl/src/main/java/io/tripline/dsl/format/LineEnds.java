package io.tripline.dsl.format;

import io.tripline.dsl.diagnostic.TextWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines with the comments at their ends, which stand in one column as far as neighboring lines have
 * the same indentation.
 */
final class LineEnds {
  /** Lines wider than this have no part in the column of the comments. */
  private static final int WIDEST = 70;

  private static final int GAP = 2;

  private record Line(String code, String comment) {
    int indent() {
      int indent = 0;
      while (indent < code.length() && code.charAt(indent) == ' ') {
        indent++;
      }
      return indent;
    }

    /** Columns of its code, or −1 if its comment stands right behind it. */
    int width() {
      int width = code.indexOf('\n') < 0 ? TextWidth.of(code) : WIDEST + 1;
      return comment.isEmpty() || width > WIDEST ? -1 : width;
    }
  }

  private final int most;
  private final StringBuilder out = new StringBuilder();

  /** UTF-16 units of all lines, the blanks before comments apart. */
  private long length;

  /** Lines that end with their column still open. */
  private final List<Line> run = new ArrayList<>();

  /**
   * @param most the UTF-16 units that are enough
   */
  LineEnds(int most) {
    this.most = most;
  }

  /** Whether there is more than enough. */
  boolean isFull() {
    return length > most;
  }

  /** Adds a line. */
  void add(String code, String comment) {
    length += code.length() + comment.length() + 1;
    Line line = new Line(code, comment);
    if (!run.isEmpty() && run.getFirst().indent() != line.indent()) {
      flush();
    }
    run.add(line);
  }

  /** Adds an empty line. */
  void addEmpty() {
    flush();
    if (!out.isEmpty()) {
      out.append('\n');
      length++;
    }
  }

  /** All lines, each ended by a line feed. */
  String text() {
    flush();
    return out.toString();
  }

  private void flush() {
    int column = run.stream().mapToInt(Line::width).max().orElse(0);
    for (Line line : run) {
      out.append(line.code);
      if (!line.comment.isEmpty()) {
        int width = line.width();
        out.repeat(' ', width < 0 ? GAP : column - width + GAP).append(line.comment);
      }
      out.append('\n');
    }
    run.clear();
  }
}
