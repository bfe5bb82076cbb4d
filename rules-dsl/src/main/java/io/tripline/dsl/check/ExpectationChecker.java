package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleTest.ExpectedAlert;
import io.tripline.dsl.ir.RuleTest.ExpectedValue;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.TestDeclaration.Cell;
import io.tripline.dsl.syntax.TestDeclaration.ExpectAlert;
import io.tripline.dsl.syntax.TestDeclaration.Expected;
import io.tripline.dsl.syntax.TestDeclaration.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks one alert that a test expects. */
final class ExpectationChecker {
  private final Rule rule;
  private final AlertSpec alert;
  private final GivenEventsChecker given;
  private final boolean complete;
  private final Diagnostics diagnostics;
  private final Map<String, List<Integer>> bindings = new LinkedHashMap<>();
  private final Map<String, ExpectedValue> with = new LinkedHashMap<>();
  private @Nullable Integer score;
  private @Nullable String text;
  private @Nullable Severity severity;
  private boolean good = true;

  /**
   * @param given all events of the test
   * @param complete whether there are no more than those, of which some are wrong
   */
  ExpectationChecker(
      Rule rule,
      AlertSpec alert,
      GivenEventsChecker given,
      boolean complete,
      Diagnostics diagnostics) {
    this.rule = rule;
    this.alert = alert;
    this.given = given;
    this.complete = complete;
    this.diagnostics = diagnostics;
  }

  /** The expectation, or null if it is wrong, which is reported. */
  @Nullable ExpectedAlert check(ExpectAlert expected) {
    List<Object> key = key(expected);
    Integer atEvent = null;
    Long atMillis = null;
    Moment at = expected.at();
    if (at != null && at.time()) {
      atMillis = time(at);
    } else if (at != null) {
      atEvent = event(at.text(), at.place());
    }
    Map<String, Name> seen = new HashMap<>();
    for (Expected value : expected.values()) {
      Name first = seen.putIfAbsent(value.name().text(), value.name());
      if (first == null) {
        value(value);
      } else {
        wrong(
            Code.DUPLICATE,
            value.name().place(),
            "`" + value.name() + "` is given twice",
            null,
            new Related(first.place(), "it is given here first"));
      }
    }
    return !good
        ? null
        : new ExpectedAlert(
            rule.name(),
            key,
            atEvent == null ? ExpectedAlert.NOT_GIVEN : atEvent,
            atMillis,
            bindings,
            score,
            text,
            severity,
            with,
            expected.place());
  }

  private void wrong(
      Code code, Place place, String message, @Nullable String hint, Related... related) {
    diagnostics.report(code, place, message, hint, related);
    good = false;
  }

  private @Nullable List<Object> key(ExpectAlert expected) {
    List<Cell> cells = expected.key();
    if (cells.isEmpty()) {
      return null;
    }
    Key key = rule.key();
    List<Object> parts = new ArrayList<>();
    if (cells.size() != key.names().size()) {
      wrong(
          Code.BAD_EXPECTATION,
          cells.getFirst().place(),
          switch (key.names().size()) {
            case 0 -> "the rule `" + rule.name() + "` has no key: all its events are together";
            case 1 ->
                "the key of `" + rule.name() + "` is one value, its " + key.names().getFirst();
            default -> "the key of `" + rule.name() + "` has several parts";
          },
          key.names().size() > 1 ? "write `for (" + String.join(", ", key.names()) + ")`" : null);
      return null;
    }
    Key.Source source = key.sources().getFirst();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      Type type = source.type().fields().get(source.fields().get(i)).type();
      if (cell.text().equals("null") && !cell.quoted()) {
        wrong(
            Code.BAD_EXPECTATION,
            cell.place(),
            "no key is null: an event without a key takes no part",
            null);
        continue;
      }
      Object value = read(type, cell);
      if (value != null) {
        parts.add(value);
      }
    }
    return parts;
  }

  private @Nullable Object read(Type type, Cell cell) {
    return switch (TestValues.read(type, cell)) {
      case TestValues.Read.Value(Object value) -> value;
      case TestValues.Read.Wrong(String why, String hint) -> {
        wrong(Code.BAD_CELL, cell.place(), why, hint);
        yield null;
      }
    };
  }

  private @Nullable Long time(Moment at) {
    Long millis = TestTimes.millis(at.text());
    if (millis == null) {
      wrong(
          Code.BAD_CELL,
          at.place(),
          "`" + at.text() + "` is no time",
          "a time is `10:00:00`, or `timestamp '2026-01-31T10:00:00Z'`");
    }
    return millis;
  }

  private @Nullable Integer event(String label, Place place) {
    Integer index = given.labels().get(label);
    if (index == null && !complete) {
      good = false; // it may be one of those that are wrong
    } else if (index == null) {
      wrong(
          Code.UNKNOWN_TEST_EVENT,
          place,
          "this test gives no event `" + label + "`",
          DidYouMean.hint(label, given.labels().keySet()));
    }
    return index;
  }

  /** A variable with its events, a named value, or one of the words that every alert has. */
  private void value(Expected expected) {
    String name = expected.name().text();
    for (Variable variable : rule.variables()) {
      if (variable.name().equals(name)) {
        events(expected, variable);
        return;
      }
    }
    for (AlertSpec.Named named : alert.with()) {
      if (named.name().equals(name)) {
        named(expected, named.value().type());
        return;
      }
    }
    switch (name) {
      case "score" -> score(expected);
      case "severity" -> severity(expected);
      case "text" -> text(expected);
      default -> unknown(expected.name());
    }
  }

  private void unknown(Name name) {
    List<String> names = new ArrayList<>();
    rule.variables().forEach(v -> names.add(v.name()));
    alert.with().forEach(n -> names.add(n.name()));
    names.addAll(List.of("score", "severity", "text"));
    String nearest = DidYouMean.hint(name.text(), names);
    wrong(
        Code.UNKNOWN_EXPECTED,
        name.place(),
        "an alert of `" + rule.name() + "` has no `" + name + "`",
        nearest != null ? nearest : "it has " + String.join(", ", names));
  }

  private void events(Expected expected, Variable variable) {
    List<Integer> indexes = new ArrayList<>();
    for (Cell cell : expected.values()) {
      Integer index = event(cell.text(), cell.place());
      if (index == null) {
        continue;
      }
      if (!given.events().get(index).type().equals(variable.type())) {
        wrong(
            Code.BAD_EXPECTATION,
            cell.place(),
            "`"
                + cell.text()
                + "` is no "
                + variable.type().name()
                + ", as `"
                + variable.name()
                + "` takes them",
            null,
            new Related(given.placeOf(cell.text()), "it is given here"));
      } else if (!indexes.isEmpty() && index <= indexes.getLast()) {
        wrong(
            Code.BAD_EXPECTATION,
            cell.place(),
            "`" + cell.text() + "` does not come after the event before it",
            "a variable has its events in the order in which they arrive");
      }
      indexes.add(index);
    }
    bindings.put(variable.name(), indexes);
  }

  private void named(Expected expected, Type type) {
    Cell cell = one(expected, "a value, or `null`");
    if (cell == null) {
      return;
    }
    boolean isNull = cell.text().equals("null") && !cell.quoted();
    Object value = isNull ? null : read(type, cell);
    with.put(expected.name().text(), new ExpectedValue(type, value, cell.text()));
  }

  private void score(Expected expected) {
    Cell cell = one(expected, "a number");
    if (cell == null) {
      return;
    }
    if (!cell.quoted() && cell.text().matches("\\d{1,2}|100")) {
      score = Integer.valueOf(cell.text());
    } else {
      wrong(Code.BAD_CELL, cell.place(), "a score is a whole number from 0 to 100", null);
    }
  }

  private void severity(Expected expected) {
    Cell cell = one(expected, "a severity");
    if (cell == null) {
      return;
    }
    for (Severity each : Severity.values()) {
      if (each.text().equals(cell.text()) && !cell.quoted()) {
        severity = each;
        return;
      }
    }
    List<String> all = List.of(Severity.values()).stream().map(Severity::text).toList();
    wrong(
        Code.UNKNOWN_SEVERITY,
        cell.place(),
        "there is no severity `" + cell.text() + "`",
        "severities are " + String.join(", ", all));
  }

  private void text(Expected expected) {
    Cell cell = one(expected, "a text in quotes");
    if (cell == null) {
      return;
    }
    if (cell.quoted()) {
      text = cell.text();
    } else {
      wrong(Code.BAD_CELL, cell.place(), "the text of an alert stands in quotes", null);
    }
  }

  /** What is written behind the equals sign, as one value. */
  private @Nullable Cell one(Expected expected, String what) {
    List<Cell> cells = expected.values();
    if (cells.isEmpty()) {
      wrong(
          Code.BAD_EXPECTATION,
          expected.name().place(),
          "behind `" + expected.name() + " =` stands " + what,
          null);
      return null;
    }
    if (cells.size() == 1) {
      return cells.getFirst();
    }
    // A place, a length: 52.52 13.40, 900 km
    String joined = cells.stream().map(Cell::text).collect(Collectors.joining(" "));
    Place first = cells.getFirst().place();
    return new Cell(joined, false, first);
  }
}
