package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.syntax.TestDeclaration.Cell;
import io.tripline.dsl.syntax.TestDeclaration.Row;
import io.tripline.dsl.syntax.concrete.RowCells;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Reads the cells of a row of a test: {@code | p1 | 10:00:00 | 'a|b' |}. */
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
    for (RowCells.Cell cell : RowCells.of(raw).cells()) {
      cells.add(
          cell.quoted()
              ? quoted(raw, cell.start(), cell.end(), base)
              : plain(raw, cell.start(), cell.end(), base));
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
}
