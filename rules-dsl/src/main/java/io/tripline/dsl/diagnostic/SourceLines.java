package io.tripline.dsl.diagnostic;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, as diagnostics show them: of a long line only what is near the place. What
 * an excerpt costs is bounded where places are asked for in order. Not thread-safe.
 */
final class SourceLines {
  /** The most columns of a terminal that an excerpt takes. */
  static final int WIDEST = 120;

  private static final String CUT = "…";

  /** A tab is no wider, wherever it stands. */
  private static final int TAB = 8;

  /** Of a line of characters without width, so many are shown. */
  private static final int MOST_CHARACTERS = 4 * WIDEST;

  /** Columns that are left when both sides are cut. */
  private static final int BUDGET = WIDEST - 2 * CUT.length();

  private final String text;

  /** The offset of each line, and one behind the text. */
  private final int[] starts;

  // The place that was asked for last, since finding a column means counting code points.
  private int lastLine;
  private int lastColumn;
  private int lastOffset;

  SourceLines(String text) {
    this.text = text;
    this.starts =
        IntStream.concat(
                IntStream.of(0),
                IntStream.concat(
                    IntStream.range(0, text.length())
                        .filter(i -> text.charAt(i) == '\n')
                        .map(i -> i + 1),
                    IntStream.of(text.length() + 1)))
            .toArray();
  }

  /**
   * A line, or a part of it, and marks below it.
   *
   * @param source without a line feed
   * @param marks spaces and tabs, {@code ^} at the place, {@code ~} to its end
   */
  record Excerpt(String source, String marks) {}

  /**
   * What a place shows; null if there is no such line.
   *
   * @param line from 1
   * @param column from 1, in code points; behind the end of the line it is the end
   * @param length of the marked part, in code points
   */
  @Nullable Excerpt excerpt(int line, int column, int length) {
    if (line < 1 || line >= starts.length) {
      return null;
    }
    int from = starts[line - 1];
    int to = starts[line] - 1;
    if (to > from && text.charAt(to - 1) == '\r') {
      to--;
    }
    int caret = offset(line, column, from, to);
    return new Window(from, to, caret, length).excerpt();
  }

  private int offset(int line, int column, int from, int to) {
    if (line != lastLine || column < lastColumn || lastOffset > to) {
      lastLine = line;
      lastColumn = 1;
      lastOffset = from;
    }
    while (lastColumn < column && lastOffset < to) {
      lastOffset += Character.charCount(text.codePointAt(lastOffset));
      lastColumn++;
    }
    return Math.min(lastOffset, to);
  }

  /** How wide a character is shown. */
  private static int width(int codePoint) {
    return codePoint == '\t' ? TAB : TextWidth.of(Visible.of(codePoint));
  }

  /** The part of a line that is shown: it grows around the caret until it is wide enough. */
  private final class Window {
    private final int from;
    private final int to;
    private final int caret;
    private int left;
    private int right;
    private int columns;
    private int characters;
    private final int end;

    Window(int from, int to, int caret, int length) {
      this.from = from;
      this.to = to;
      this.caret = caret;
      this.left = from;
      this.right = from;
      growRightTo(WIDEST);
      if (right < to) { // too long to be shown whole
        left = caret;
        right = caret;
        columns = 0;
        characters = 0;
        for (int i = 0; i < length && growRight(BUDGET * 2 / 3); i++) {}
        growLeft(columns + (BUDGET - columns) / 2);
        growRightTo(BUDGET);
        growLeft(BUDGET);
        dropLooseMarks();
      }
      this.end = behind(length);
    }

    /** Where the marked part ends, or the window. */
    private int behind(int length) {
      int at = caret;
      for (int i = 0; i < length && at < right; i++) {
        at += Character.charCount(text.codePointAt(at));
      }
      return at;
    }

    /** Accents whose letter was cut off. */
    private void dropLooseMarks() {
      while (left > from && left < caret && width(text.codePointAt(left)) == 0) {
        left += Character.charCount(text.codePointAt(left));
      }
    }

    private boolean growRight(int limit) {
      if (right >= to || characters >= MOST_CHARACTERS) {
        return false;
      }
      int next = text.codePointAt(right);
      if (columns + width(next) > limit) {
        return false;
      }
      right += Character.charCount(next);
      columns += width(next);
      characters++;
      return true;
    }

    private void growRightTo(int limit) {
      boolean grows = true;
      while (grows) {
        grows = growRight(limit);
      }
    }

    private void growLeft(int limit) {
      while (left > from && characters < MOST_CHARACTERS) {
        int next = text.codePointBefore(left);
        if (columns + width(next) > limit) {
          return;
        }
        left -= Character.charCount(next);
        columns += width(next);
        characters++;
      }
    }

    Excerpt excerpt() {
      StringBuilder source = new StringBuilder(left > from ? CUT : "");
      StringBuilder marks = new StringBuilder(left > from ? " " : "");
      int tildes = 0;
      for (int i = left; i < right; ) {
        int c = Visible.of(text.codePointAt(i));
        source.appendCodePoint(c);
        if (i < caret) {
          marks.append(c == '\t' ? "\t" : " ".repeat(TextWidth.of(c)));
        } else if (i < end) {
          tildes += TextWidth.of(c);
        }
        i += Character.charCount(text.codePointAt(i));
      }
      marks.append('^').append("~".repeat(Math.max(0, tildes - 1)));
      return new Excerpt(source.append(right < to ? CUT : "").toString(), marks.toString());
    }
  }
}
