package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleTest.Contents;
import io.tripline.dsl.ir.RuleTest.TableRow;
import io.tripline.dsl.ir.Table;
import io.tripline.dsl.ir.ValueList;
import io.tripline.dsl.syntax.TestDeclaration.Cell;
import io.tripline.dsl.syntax.TestDeclaration.Given;
import io.tripline.dsl.syntax.TestDeclaration.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what lists and tables hold in a test. */
final class GivenDataChecker {
  /** The most values and rows of one test. */
  static final int MOST = 10_000;

  private final Diagnostics diagnostics;
  private final List<Contents> contents = new ArrayList<>();
  private int size;

  GivenDataChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** What is given so far, in its order. */
  List<Contents> contents() {
    return contents;
  }

  /**
   * Adds what a list holds; false if something is wrong, which is reported.
   *
   * @param beforeEvent the number of events before it
   */
  boolean add(Given given, ValueList list, int beforeEvent) {
    if (!given.rows().isEmpty()) {
      diagnostics.report(
          Code.BAD_ROW,
          given.rows().getFirst().place(),
          "a list has values, and no rows",
          "they stand in the braces: `" + list.name() + " { … }`");
      return false;
    }
    Map<Object, Place> values = new HashMap<>();
    List<Object> inOrder = new ArrayList<>();
    boolean good = isWithin(given.header().size(), given.place());
    for (Cell cell : given.header()) {
      if (!cell.quoted() && cell.text().equals("null")) {
        diagnostics.report(Code.BAD_CELL, cell.place(), "a list never holds null", null);
        good = false;
        continue;
      }
      switch (TestValues.read(list.element(), cell)) {
        case TestValues.Read.Value(Object value) -> {
          good &= isNew(values, value, cell, "the value");
          inOrder.add(value);
        }
        case TestValues.Read.Wrong(String why, String hint) -> {
          diagnostics.report(Code.BAD_CELL, cell.place(), why, hint);
          good = false;
        }
      }
    }
    if (good) {
      contents.add(new Contents.OfList(list, inOrder, beforeEvent, given.place()));
    }
    return good;
  }

  /**
   * Adds the rows of a table; false if something is wrong, which is reported.
   *
   * @param beforeEvent the number of events before it
   */
  boolean add(Given given, TableSymbol symbol, int beforeEvent) {
    Table table = symbol.table();
    List<GivenRows.Slot> slots = new ArrayList<>();
    slots.add(new GivenRows.Slot(table.keyName(), table.keyType(), false));
    table.columns().forEach(c -> slots.add(new GivenRows.Slot(c.name(), c.type(), c.nullable())));
    GivenRows rows =
        new GivenRows(
            "the table `" + table.name() + "` has no column",
            Code.UNKNOWN_COLUMN,
            slots,
            symbol.incomplete(),
            null,
            diagnostics);
    int[] columns = rows.columns(given.header());
    if (columns == null || !isWithin(given.rows().size(), given.place())) {
      return false;
    }
    List<TableRow> read = new ArrayList<>();
    Map<Object, Place> keys = new HashMap<>();
    boolean good = true;
    for (Row row : given.rows()) {
      TableRow checked = row(row, rows, columns, table, keys);
      good &= checked != null;
      if (checked != null) {
        read.add(checked);
      }
    }
    if (good) {
      contents.add(new Contents.OfTable(table, read, beforeEvent, given.place()));
    }
    return good;
  }

  private @Nullable TableRow row(
      Row row, GivenRows rows, int[] columns, Table table, Map<Object, Place> keys) {
    if (!rows.fits(row, columns.length)) {
      return null;
    }
    List<@Nullable Object> values = rows.neutral();
    Cell key = null;
    boolean good = true;
    for (int i = 0; i < columns.length; i++) {
      Cell cell = row.cells().get(i);
      if (!GivenRows.isEmpty(cell)) {
        good &= rows.read(cell, columns[i], values);
        key = columns[i] == 0 ? cell : key;
      }
    }
    if (key == null) {
      diagnostics.report(
          Code.MISSING_VALUE,
          row.place(),
          "this row has no key",
          "`" + table.keyName() + "` is the key of `" + table.name() + "`");
      return null;
    }
    Object value = values.getFirst();
    if (!good || value == null || !isNew(keys, value, key, "the key")) {
      return null;
    }
    return new TableRow(value, values.subList(1, values.size()));
  }

  private boolean isNew(Map<Object, Place> seen, Object value, Cell cell, String what) {
    Place first = seen.putIfAbsent(value, cell.place());
    if (first == null) {
      return true;
    }
    diagnostics.report(
        Code.DUPLICATE,
        cell.place(),
        what + " `" + cell.text() + "` is given twice",
        null,
        new Related(first, "it is given here first"));
    return false;
  }

  private boolean isWithin(int more, Place place) {
    size += more;
    if (size <= MOST) {
      return true;
    }
    diagnostics.report(
        Code.LARGE_TEST,
        place,
        "the lists and tables of a test have at most " + MOST + " values and rows together");
    return false;
  }
}
