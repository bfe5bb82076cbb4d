package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleTest.GivenEvent;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.TestDeclaration.Cell;
import io.tripline.dsl.syntax.TestDeclaration.GivenEvents;
import io.tripline.dsl.syntax.TestDeclaration.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the events that one test gives. */
final class GivenEventsChecker {
  /** The most events of one test. */
  static final int MOST_EVENTS = 10_000;

  /** The column that names the rows of a type without an id. */
  private static final String ROW = "row";

  private static final int NO_COLUMN = -1;

  /** In place of a field: the column of names. */
  private static final int LABEL = -2;

  private final RuleSetSymbols symbols;
  private final Diagnostics diagnostics;
  private final List<GivenEvent> events = new ArrayList<>();
  private final Map<String, Integer> labels = new LinkedHashMap<>();
  private final Map<String, Place> labelPlaces = new HashMap<>();

  GivenEventsChecker(RuleSetSymbols symbols, Diagnostics diagnostics) {
    this.symbols = symbols;
    this.diagnostics = diagnostics;
  }

  /** The events so far, in their order. */
  List<GivenEvent> events() {
    return events;
  }

  /** The indexes of the events by their labels. */
  Map<String, Integer> labels() {
    return labels;
  }

  /** The label of an event stands there. */
  Place placeOf(String label) {
    Place place = labelPlaces.get(label);
    if (place == null) {
      throw new IllegalArgumentException("no event " + label);
    }
    return place;
  }

  /** Adds the rows of one header; false if something is wrong, which is reported. */
  boolean add(GivenEvents given) {
    EventSymbol symbol = symbols.event(given.type(), diagnostics);
    if (symbol == null) {
      return false;
    }
    int[] fields = columns(given.columns(), symbol);
    if (fields == null) {
      return false;
    }
    boolean good = true;
    for (Row row : given.rows()) {
      if (events.size() == MOST_EVENTS) {
        diagnostics.report(
            Code.LARGE_TEST, row.place(), "a test has at most " + MOST_EVENTS + " events");
        return false;
      }
      good &= row(row, symbol.type(), fields);
    }
    return good;
  }

  /** The field of each column, or null if one is wrong. */
  private int @Nullable [] columns(List<Name> columns, EventSymbol symbol) {
    EventType type = symbol.type();
    int[] fields = new int[columns.size()];
    boolean good = true;
    Map<String, Name> seen = new HashMap<>();
    for (int i = 0; i < fields.length; i++) {
      Name column = columns.get(i);
      Name first = seen.putIfAbsent(column.text(), column);
      if (first != null) {
        diagnostics.report(
            Code.DUPLICATE,
            column.place(),
            "the column `" + column + "` is given twice",
            null,
            new Related(first.place(), "it is given here first"));
        good = false;
      }
      fields[i] = type.indexOf(column.text());
      if (fields[i] < 0 && namesRows(column, type)) {
        fields[i] = LABEL;
      } else if (fields[i] < 0) {
        if (!symbol.incomplete()) {
          diagnostics.report(
              Code.UNKNOWN_FIELD,
              column.place(),
              "`" + type.name() + "` has no field `" + column + "`",
              DidYouMean.hint(column.text(), symbol.fieldNames()));
        }
        good = false;
      }
    }
    return good ? fields : null;
  }

  private static boolean namesRows(Name column, EventType type) {
    return column.text().equals(ROW) && type.idField() == EventType.NO_ID;
  }

  private boolean row(Row row, EventType type, int[] fields) {
    List<Cell> cells = row.cells();
    if (cells.size() != fields.length) {
      Place place = cells.size() > fields.length ? cells.get(fields.length).place() : row.place();
      diagnostics.report(
          Code.BAD_ROW,
          place,
          "this row has " + cells(cells.size()) + ", but its header has " + columns(fields.length));
      return false;
    }
    @Nullable Object[] values = new @Nullable Object[type.fields().size()];
    Set<Integer> given = new HashSet<>();
    Cell label = null;
    boolean good = true;
    for (int i = 0; i < fields.length; i++) {
      Cell cell = cells.get(i);
      if (fields[i] == LABEL) {
        label = isEmpty(cell) ? null : cell;
      } else if (!isEmpty(cell)) {
        EventType.Field field = type.fields().get(fields[i]);
        good &= cell(cell, field, values, fields[i]);
        given.add(fields[i]);
        label = fields[i] == type.idField() ? cell : label;
      }
    }
    good &= defaults(row, type, fields, values, given);
    return good & label(label, row, type, values);
  }

  private static boolean isEmpty(Cell cell) {
    return cell.text().isEmpty() && !cell.quoted();
  }

  private static String cells(int count) {
    return count == 1 ? "1 cell" : count + " cells";
  }

  private static String columns(int count) {
    return count == 1 ? "1 column" : count + " columns";
  }

  private boolean cell(Cell cell, EventType.Field field, @Nullable Object[] values, int index) {
    if (field.type() == Type.Simple.NULL) {
      return false; // what is wrong with the field's type has been reported
    }
    if (cell.text().equals("null") && !cell.quoted()) {
      if (!field.nullable()) {
        diagnostics.report(
            Code.MISSING_VALUE,
            cell.place(),
            "`" + field.name() + "` is never null",
            field.type() == Type.Simple.STRING ? "a text of four letters is `'null'`" : null);
      }
      return field.nullable();
    }
    return switch (TestValues.read(field.type(), cell)) {
      case TestValues.Read.Value(Object value) -> {
        values[index] = value;
        yield true;
      }
      case TestValues.Read.Wrong(String why, String hint) -> {
        diagnostics.report(Code.BAD_CELL, cell.place(), why, hint);
        yield false;
      }
    };
  }

  /** Gives neutral values to the fields that are not given. */
  private boolean defaults(
      Row row, EventType type, int[] fields, @Nullable Object[] values, Set<Integer> given) {
    for (int i = 0; i < values.length; i++) {
      EventType.Field field = type.fields().get(i);
      if (!given.contains(i) && !field.nullable()) {
        values[i] = TestValues.neutral(field.type());
      }
    }
    if (type.timeField() < 0 || given.contains(type.timeField())) {
      return type.timeField() >= 0;
    }
    int column = Arrays.stream(fields).boxed().toList().indexOf(type.timeField());
    String name = type.fields().get(type.timeField()).name();
    diagnostics.report(
        Code.MISSING_VALUE,
        column == NO_COLUMN ? row.place() : row.cells().get(column).place(),
        "this event has no time",
        column == NO_COLUMN ? "add a column `" + name + "`" : null);
    return false;
  }

  private boolean label(@Nullable Cell cell, Row row, EventType type, @Nullable Object[] values) {
    int index = events.size();
    long number = index + 1L;
    int id = type.idField();
    String label = Long.toString(number);
    if (cell != null) {
      label =
          values.length > id && id >= 0 && values[id] instanceof Long n
              ? n.toString()
              : cell.text();
    } else if (id >= 0) {
      values[id] = type.fields().get(id).type() == Type.Simple.INT ? (Object) number : label;
    }
    Place place = cell == null ? row.place() : cell.place();
    Integer first = labels.putIfAbsent(label, index);
    events.add(new GivenEvent(type, label, Arrays.asList(values), row.place()));
    if (first == null) {
      labelPlaces.put(label, place);
      return true;
    }
    diagnostics.report(
        Code.DUPLICATE,
        place,
        "two events of this test are called `" + label + "`",
        cell == null ? "an event without an id is called by its number; give it one" : null,
        new Related(placeOf(label), "the first of them"));
    return false;
  }
}
