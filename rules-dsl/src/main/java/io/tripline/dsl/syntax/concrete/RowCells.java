package io.tripline.dsl.syntax.concrete;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the cells of a test's row stand: {@code | p1 | 10:00:00 | 'a|b' |}. A cell that begins with
 * a quote ends at its closing quote, and can hold bars; a quote inside is doubled. A cell that
 * begins with {@code //} is a comment to the end of the line.
 *
 * @param cells in their order
 * @param rest where the comment begins, or the end of the row if it has none
 */
public record RowCells(List<Cell> cells, int rest) {

  /**
   * A cell without the blanks at its ends.
   *
   * @param start the index of its first code point
   * @param end the index behind its last one; that of the bar behind it if the cell is empty
   * @param quoted whether it begins with a quote
   */
  public record Cell(int start, int end, boolean quoted) {}

  public RowCells {
    cells = List.copyOf(cells);
  }

  /**
   * Finds them.
   *
   * @param row the code points from the first bar to the last one of the line
   */
  public static RowCells of(int[] row) {
    List<Cell> cells = new ArrayList<>();
    int at = 1; // behind the first bar
    while (at < row.length) {
      int start = skipBlanks(row, at);
      if (start + 1 < row.length && row[start] == '/' && row[start + 1] == '/') {
        return new RowCells(cells, start);
      }
      boolean quoted = start < row.length && (row[start] == '\'' || row[start] == '"');
      int bar = quoted ? endOfQuoted(row, start) : start;
      while (bar < row.length && row[bar] != '|') {
        bar++;
      }
      if (bar == row.length) {
        return new RowCells(cells, at); // the rest of a comment that has a bar in it
      }
      int end = bar;
      while (end > start && isBlank(row[end - 1])) {
        end--;
      }
      cells.add(new Cell(start, end, quoted));
      at = bar + 1;
    }
    return new RowCells(cells, row.length);
  }

  /** Behind the closing quote; the start if there is none. */
  private static int endOfQuoted(int[] row, int start) {
    for (int i = start + 1; i < row.length; i++) {
      if (row[i] == row[start]) {
        if (i + 1 < row.length && row[i + 1] == row[start]) {
          i++;
        } else {
          return i + 1;
        }
      }
    }
    return start;
  }

  private static int skipBlanks(int[] row, int from) {
    int at = from;
    while (at < row.length && isBlank(row[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == 0xA0;
  }
}
