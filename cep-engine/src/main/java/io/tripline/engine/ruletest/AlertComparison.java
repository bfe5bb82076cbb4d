package io.tripline.engine.ruletest;

import static java.util.Objects.requireNonNull;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.dsl.ir.RuleTest.ExpectedAlert;
import io.tripline.dsl.ir.RuleTest.ExpectedValue;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.expression.ValueText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares alerts with what a test expects. What the test does not mention is not compared. */
final class AlertComparison {
  private final RuleTest test;
  private final Map<String, Rule> rules;

  /**
   * @param rules by name
   */
  AlertComparison(RuleTest test, Map<String, Rule> rules) {
    this.test = test;
    this.rules = rules;
  }

  /** Something that is not as expected, in words. */
  record Mismatch(String name, String expected, String got) {}

  /** All that is different, in the order of the key, the moment, the braces. */
  List<Mismatch> mismatches(ExpectedAlert expected, Alert alert) {
    List<Mismatch> found = new ArrayList<>();
    if (!expected.rule().equals(alert.rule())) {
      return List.of(new Mismatch("rule", expected.rule(), alert.rule()));
    }
    if (!sameKey(expected, alert)) {
      found.add(new Mismatch("for", key(expected), AlertLine.key(rule(alert), alert)));
    }
    moment(expected, alert, found);
    expected.bindings().forEach((variable, events) -> binding(variable, events, alert, found));
    if (expected.score() != null && expected.score() != alert.score()) {
      String got = alert.score() < 0 ? "none" : Integer.toString(alert.score());
      found.add(new Mismatch("score", expected.score().toString(), got));
    }
    if (expected.severity() != null && expected.severity() != alert.severity()) {
      found.add(new Mismatch("severity", expected.severity().text(), alert.severity().text()));
    }
    expected.with().forEach((name, value) -> named(name, value, alert, found));
    if (expected.text() != null && !expected.text().equals(alert.message())) {
      found.add(new Mismatch("text", expected.text(), alert.message()));
    }
    return found;
  }

  private Rule rule(Alert alert) {
    return requireNonNull(rules.get(alert.rule()));
  }

  /** Whether it is an alert of the expected rule, and of the expected key if one is expected. */
  boolean sameRuleAndKey(ExpectedAlert expected, Alert alert) {
    return expected.rule().equals(alert.rule()) && sameKey(expected, alert);
  }

  private boolean sameKey(ExpectedAlert expected, Alert alert) {
    List<Object> key = expected.key();
    if (key == null) {
      return true;
    }
    List<Type> types = keyTypes(requireNonNull(rules.get(expected.rule())));
    boolean same = key.size() == alert.key().size();
    for (int i = 0; same && i < key.size(); i++) {
      same = equal(types.get(i), key.get(i), "", alert.key().get(i).value());
    }
    return same;
  }

  static List<Type> keyTypes(Rule rule) {
    Key.Source source = rule.key().sources().getFirst();
    return source.fields().stream().map(f -> source.type().fields().get(f).type()).toList();
  }

  private String key(ExpectedAlert expected) {
    List<Type> types = keyTypes(requireNonNull(rules.get(expected.rule())));
    List<Object> key = requireNonNull(expected.key());
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      parts.add(ValueText.of(types.get(i), null).show(value(types.get(i), key.get(i))));
    }
    return parts.size() == 1 ? parts.getFirst() : "(" + String.join(", ", parts) + ")";
  }

  private void moment(ExpectedAlert expected, Alert alert, List<Mismatch> found) {
    int event = expected.atEvent();
    int last = lastEvent(alert);
    if (event != ExpectedAlert.NOT_GIVEN && event != last) {
      String got = last < 0 ? AlertLine.time(alert.time()) : label(last);
      found.add(new Mismatch("at", label(event), got));
    }
    if (expected.atMillis() != null && expected.atMillis() != alert.time()) {
      found.add(
          new Mismatch("at", AlertLine.time(expected.atMillis()), AlertLine.time(alert.time())));
    }
  }

  /** The index of the last event of a match. */
  static int lastEvent(Alert alert) {
    return alert.match().stream()
            .flatMap(b -> b.numbers().stream())
            .mapToInt(Math::toIntExact)
            .max()
            .orElse(0)
        - 1;
  }

  private String label(int event) {
    return test.events().get(event).label();
  }

  private void binding(String variable, List<Integer> events, Alert alert, List<Mismatch> found) {
    List<Integer> got = bound(alert, variable);
    if (!got.equals(events)) {
      found.add(new Mismatch(variable, labels(events), labels(got)));
    }
  }

  private static List<Integer> bound(Alert alert, String variable) {
    return alert.match().stream()
        .filter(b -> b.variable().equals(variable))
        .flatMap(b -> b.numbers().stream())
        .map(n -> Math.toIntExact(n) - 1)
        .toList();
  }

  private String labels(List<Integer> events) {
    return events.isEmpty()
        ? "no event"
        : events.stream().map(this::label).collect(Collectors.joining(" "));
  }

  private static void named(
      String name, ExpectedValue expected, Alert alert, List<Mismatch> found) {
    Value got =
        alert.with().stream()
            .filter(n -> n.name().equals(name))
            .findFirst()
            .map(NamedValue::value)
            .orElse(new Value.Null());
    if (!equal(expected.type(), expected.value(), expected.text(), got)) {
      found.add(new Mismatch(name, expected.text(), ValueText.of(expected.type(), null).show(got)));
    }
  }

  /**
   * Whether a value is the expected one: by its type, so that 450 is 450.00. What has no exact form
   * is compared as people see it, too.
   *
   * @param text as it was written, of a value of another type than those of fields
   */
  private static boolean equal(Type type, @Nullable Object expected, String text, Value got) {
    if (expected == null || got instanceof Value.Null) {
      return expected == null && got instanceof Value.Null;
    }
    return switch (got) {
      case Value.Real(double number) ->
          expected instanceof Double d && d == number
              || ValueText.of(type, null).show(got).equals(text);
      case Value.Decimal(BigDecimal number) ->
          value(type, expected) instanceof Value.Decimal(BigDecimal other)
              && number.compareTo(other) == 0;
      default -> Objects.equals(value(type, expected), got);
    };
  }

  /** A value, boxed as expressions have it, as alerts show it. */
  private static Value value(Type type, Object boxed) {
    return switch (boxed) {
      case Long n when type instanceof Type.Decimal(int scale) ->
          new Value.Decimal(BigDecimal.valueOf(n, scale));
      case Long n when type instanceof Type.Enumeration(List<String> symbols) ->
          new Value.Text(symbols.get(Math.toIntExact(n)));
      case Long n when type == Type.Simple.TIMESTAMP -> new Value.Timestamp(n);
      case Long n when type == Type.Simple.DURATION -> new Value.Duration(n);
      case Long n -> new Value.Int(n);
      case Boolean b -> new Value.Bool(b);
      case Double d -> new Value.Real(d);
      case Geo geo -> new Value.Place(geo);
      default -> new Value.Text(boxed.toString());
    };
  }
}
