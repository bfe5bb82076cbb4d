package io.tripline.engine.ruletest;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.Value;
import io.tripline.engine.expression.ValueText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes an alert as a test would expect it, so that it can be put there. */
final class AlertLine {
  /** Of the words that need no quotes, those that no word of the language looks like. */
  private static final Pattern PLAIN =
      Pattern.compile("(?=.*[0-9A-Z_])[A-Za-z_][A-Za-z0-9_]{0,60}|-?\\d{1,18}(\\.\\d{1,9})?");

  private static final String DAY = "2026-01-01T";

  private final RuleTest test;
  private final Rule rule;

  AlertLine(RuleTest test, Rule rule) {
    this.test = test;
    this.rule = rule;
  }

  String of(Alert alert) {
    StringBuilder line = new StringBuilder("expect alert ").append(alert.rule());
    if (!alert.key().isEmpty()) {
      line.append(" for ").append(key(rule, alert));
    }
    int last = AlertComparison.lastEvent(alert);
    boolean atLast = last >= 0 && timeOf(last) == alert.time();
    line.append(" at ").append(atLast ? label(last) : time(alert.time()));
    List<String> values = new ArrayList<>();
    for (Alert.Binding binding : alert.match()) {
      StringBuilder events = new StringBuilder(binding.variable()).append(" =");
      for (long number : binding.numbers()) {
        events.append(' ').append(label(Math.toIntExact(number) - 1));
      }
      values.add(events.toString());
    }
    if (alert.score() >= 0) {
      values.add("score = " + alert.score());
    }
    return line.append(" { ").append(String.join(", ", values)).append(" }").toString();
  }

  private long timeOf(int event) {
    RuleTest.GivenEvent given = test.events().get(event);
    return given.values().get(given.type().timeField()) instanceof Long millis ? millis : 0;
  }

  private String label(int event) {
    return quoted(test.events().get(event).label());
  }

  /** The key of an alert. */
  static String key(Rule rule, Alert alert) {
    List<Type> types = AlertComparison.keyTypes(rule);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < alert.key().size(); i++) {
      Value value = alert.key().get(i).value();
      String text = ValueText.of(types.get(i), null).show(value);
      boolean isText =
          types.get(i) == Type.Simple.STRING
              || types.get(i) == Type.Simple.IP
              || types.get(i) == Type.Simple.TIMESTAMP;
      parts.add(isText ? quoted(text) : text);
    }
    return parts.size() == 1 ? parts.getFirst() : "(" + String.join(", ", parts) + ")";
  }

  /** A text as tests write it. */
  static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
  }

  /** A time as tests write it. */
  static String time(long millis) {
    String text = Instant.ofEpochMilli(millis).toString();
    return text.startsWith(DAY)
        ? text.substring(DAY.length(), text.length() - 1)
        : "timestamp '" + text + "'";
  }
}
