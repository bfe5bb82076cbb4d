package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.syntax.TestDeclaration.Cell;
import io.tripline.dsl.syntax.TestDeclaration.Row;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * Reads the cells of a row of a test: {@code | p1 | 10:00:00 | 'a|b' |}. A cell that begins with a
 * quote ends at its closing quote, and can hold bars; a quote inside is doubled. A cell that begins
 * with {@code //} is a comment to the end of the line.
 */
final class RowReader {
  private final Places places;
  private final Diagnostics diagnostics;

  RowReader(Places places, Diagnostics diagnostics) {
    this.places = places;
    this.diagnostics = diagnostics;
  }

  Row read(Token token) {
    int[] raw = token.getText().codePoints().toArray();
    int base = token.getStartIndex();
    List<Cell> cells = new ArrayList<>();
    int at = 1; // behind the first bar
    while (at < raw.length) {
      int start = skipBlanks(raw, at);
      if (start + 1 < raw.length && raw[start] == '/' && raw[start + 1] == '/') {
        break;
      }
      boolean quoted = start < raw.length && (raw[start] == '\'' || raw[start] == '"');
      int bar = quoted ? endOfQuoted(raw, start) : start;
      while (bar < raw.length && raw[bar] != '|') {
        bar++;
      }
      if (bar == raw.length) {
        break; // the rest of a comment that has a bar in it
      }
      int end = bar;
      while (end > start && isBlank(raw[end - 1])) {
        end--;
      }
      cells.add(quoted ? quoted(raw, start, end, base) : plain(raw, start, end, base));
      at = bar + 1;
    }
    return new Row(cells, places.of(token));
  }

  private Cell plain(int[] raw, int start, int end, int base) {
    return new Cell(
        new String(raw, start, end - start),
        false,
        places.of(base + start, base + Math.max(start, end - 1)));
  }

  private Cell quoted(int[] raw, int start, int end, int base) {
    int quote = raw[start];
    StringBuilder text = new StringBuilder();
    int i = start + 1;
    while (i < end && (raw[i] != quote || i + 1 < end && raw[i + 1] == quote)) {
      text.appendCodePoint(raw[i]);
      i += raw[i] == quote ? 2 : 1;
    }
    if (i != end - 1) {
      diagnostics.report(
          i >= end ? Code.UNTERMINATED_TEXT : Code.SYNTAX,
          places.of(base + start, base + end - 1),
          i >= end
              ? "this text has no closing quote in its cell"
              : "something follows the closing quote of this cell");
    }
    return new Cell(text.toString(), true, places.of(base + start, base + end - 1));
  }

  /** Behind the closing quote; the start if there is none. */
  private static int endOfQuoted(int[] raw, int start) {
    for (int i = start + 1; i < raw.length; i++) {
      if (raw[i] == raw[start]) {
        if (i + 1 < raw.length && raw[i + 1] == raw[start]) {
          i++;
        } else {
          return i + 1;
        }
      }
    }
    return start;
  }

  private static int skipBlanks(int[] raw, int from) {
    int at = from;
    while (at < raw.length && isBlank(raw[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == 0xA0;
  }
}
