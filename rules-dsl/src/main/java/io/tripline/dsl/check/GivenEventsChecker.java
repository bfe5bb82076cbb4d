package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleTest.GivenEvent;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.TestDeclaration.Cell;
import io.tripline.dsl.syntax.TestDeclaration.Given;
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

  private final Diagnostics diagnostics;
  private final List<GivenEvent> events = new ArrayList<>();
  private final Map<String, Integer> labels = new LinkedHashMap<>();
  private final Map<String, Place> labelPlaces = new HashMap<>();

  GivenEventsChecker(Diagnostics diagnostics) {
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
  boolean add(Given given, EventSymbol symbol) {
    EventType type = symbol.type();
    if (given.header().isEmpty()) {
      diagnostics.report(
          Code.BAD_ROW,
          given.place(),
          "events have columns, and none is given",
          "write `" + type.name() + " { " + String.join(", ", symbol.fieldNames()) + " }`");
      return false;
    }
    GivenRows rows =
        new GivenRows(
            "`" + type.name() + "` has no field",
            Code.UNKNOWN_FIELD,
            type.fields().stream()
                .map(f -> new GivenRows.Slot(f.name(), f.type(), f.nullable()))
                .toList(),
            symbol.incomplete(),
            type.idField() == EventType.NO_ID ? ROW : null,
            diagnostics);
    int[] fields = rows.columns(given.header());
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
      good &= row(row, rows, type, fields);
    }
    return good;
  }

  private boolean row(Row row, GivenRows rows, EventType type, int[] fields) {
    if (!rows.fits(row, fields.length)) {
      return false;
    }
    List<@Nullable Object> values = rows.neutral();
    Set<Integer> given = new HashSet<>();
    Cell label = null;
    boolean good = true;
    for (int i = 0; i < fields.length; i++) {
      Cell cell = row.cells().get(i);
      if (fields[i] == GivenRows.LABEL) {
        label = GivenRows.isEmpty(cell) ? null : cell;
      } else if (!GivenRows.isEmpty(cell)) {
        good &= rows.read(cell, fields[i], values);
        given.add(fields[i]);
        label = fields[i] == type.idField() ? cell : label;
      }
    }
    good &= hasTime(row, type, fields, given);
    return good & label(label, row, type, values);
  }

  private boolean hasTime(Row row, EventType type, int[] fields, Set<Integer> given) {
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

  private boolean label(
      @Nullable Cell cell, Row row, EventType type, List<@Nullable Object> values) {
    int index = events.size();
    long number = index + 1L;
    int id = type.idField();
    String label = Long.toString(number);
    if (cell != null) {
      label =
          values.size() > id && id >= 0 && values.get(id) instanceof Long n
              ? n.toString()
              : cell.text();
    } else if (id >= 0) {
      values.set(id, type.fields().get(id).type() == Type.Simple.INT ? (Object) number : label);
    }
    Place place = cell == null ? row.place() : cell.place();
    Integer first = labels.putIfAbsent(label, index);
    events.add(new GivenEvent(type, label, values, row.place()));
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
