package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.TestDeclaration.Cell;
import io.tripline.dsl.syntax.TestDeclaration.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows that a test gives under a header: events of a type, or rows of a table. */
final class GivenRows {
  /** In place of a slot: the column that names the rows. */
  static final int LABEL = -2;

  /** A field or a column. */
  record Slot(String name, Type type, boolean nullable) {}

  private final String owner;
  private final Code unknown;
  private final List<Slot> slots;
  private final boolean incomplete;
  private final @Nullable String label;
  private final Diagnostics diagnostics;

  /**
   * @param owner what the rows are of, as a sentence names it: {@code `Payment` has no field}
   * @param unknown what is reported of a column that is none
   * @param incomplete whether there may be slots that could not be read
   * @param label the column that names the rows, or null
   */
  GivenRows(
      String owner,
      Code unknown,
      List<Slot> slots,
      boolean incomplete,
      @Nullable String label,
      Diagnostics diagnostics) {
    this.owner = owner;
    this.unknown = unknown;
    this.slots = slots;
    this.incomplete = incomplete;
    this.label = label;
    this.diagnostics = diagnostics;
  }

  /** The slot of each column, or null if one is wrong, which is reported. */
  int @Nullable [] columns(List<Cell> header) {
    int[] found = new int[header.size()];
    boolean good = true;
    Map<String, Cell> seen = new HashMap<>();
    for (int i = 0; i < found.length; i++) {
      Cell column = header.get(i);
      Cell first = seen.putIfAbsent(column.text(), column);
      if (first != null) {
        diagnostics.report(
            Code.DUPLICATE,
            column.place(),
            "the column `" + column.text() + "` is given twice",
            null,
            new Related(first.place(), "it is given here first"));
        good = false;
      }
      found[i] = slot(column.text());
      if (found[i] < 0 && column.text().equals(label)) {
        found[i] = LABEL;
      } else if (found[i] < 0) {
        if (!incomplete) {
          diagnostics.report(
              unknown,
              column.place(),
              owner + " `" + column.text() + "`",
              DidYouMean.hint(column.text(), slots.stream().map(Slot::name).toList()));
        }
        good = false;
      }
    }
    return good ? found : null;
  }

  private int slot(String name) {
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a row has as many cells as there are columns; if not, it is reported. */
  boolean fits(Row row, int columns) {
    List<Cell> cells = row.cells();
    if (cells.size() == columns) {
      return true;
    }
    Place place = cells.size() > columns ? cells.get(columns).place() : row.place();
    diagnostics.report(
        Code.BAD_ROW,
        place,
        "this row has "
            + count(cells.size(), "cell")
            + ", but its header has "
            + count(columns, "column"));
    return false;
  }

  private static String count(int count, String what) {
    return count == 1 ? "1 " + what : count + " " + what + "s";
  }

  static boolean isEmpty(Cell cell) {
    return cell.text().isEmpty() && !cell.quoted();
  }

  /** Reads a cell that is not empty into its slot; false if it is wrong, which is reported. */
  boolean read(Cell cell, int index, List<@Nullable Object> values) {
    Slot slot = slots.get(index);
    if (slot.type() == Type.Simple.NULL) {
      return false; // what is wrong with its type has been reported
    }
    if (cell.text().equals("null") && !cell.quoted()) {
      if (!slot.nullable()) {
        diagnostics.report(
            Code.MISSING_VALUE,
            cell.place(),
            "`" + slot.name() + "` is never null",
            slot.type() == Type.Simple.STRING ? "a text of four letters is `'null'`" : null);
      }
      return slot.nullable();
    }
    return switch (TestValues.read(slot.type(), cell)) {
      case TestValues.Read.Value(Object value) -> {
        values.set(index, value);
        yield true;
      }
      case TestValues.Read.Wrong(String why, String hint) -> {
        diagnostics.report(Code.BAD_CELL, cell.place(), why, hint);
        yield false;
      }
    };
  }

  /** Neutral values of all slots: null where that can be. */
  List<@Nullable Object> neutral() {
    List<@Nullable Object> values = new ArrayList<>();
    for (Slot slot : slots) {
      values.add(slot.nullable() ? null : TestValues.neutral(slot.type()));
    }
    return values;
  }
}
