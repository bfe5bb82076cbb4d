package io.tripline.dsl.ir;

import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Shows a rule set as text, for people and for golden files. Equal rule sets give equal text. */
public final class RuleSetPrinter {
  private final StringBuilder out = new StringBuilder();

  private RuleSetPrinter() {}

  /** The whole rule set. */
  public static String print(RuleSet ruleSet) {
    RuleSetPrinter printer = new RuleSetPrinter();
    ruleSet.eventTypes().forEach(printer::event);
    ruleSet.features().forEach(printer::feature);
    ruleSet.lists().forEach(l -> printer.line(0, "list " + l.name() + " of " + l.element()));
    ruleSet.tables().forEach(printer::table);
    ruleSet.rules().forEach(printer::rule);
    return printer.out.toString();
  }

  /** One rule. */
  public static String print(Rule rule) {
    RuleSetPrinter printer = new RuleSetPrinter();
    printer.rule(rule);
    return printer.out.toString();
  }

  /** A time in milliseconds as rules write it, in the largest unit that gives a whole number. */
  public static String duration(long millis) {
    return ExprText.duration(millis);
  }

  private void line(int indent, String text) {
    out.append("  ".repeat(indent)).append(text).append('\n');
  }

  private void event(EventType event) {
    line(0, "event " + event.name());
    doc(event.doc());
    for (int i = 0; i < event.fields().size(); i++) {
      EventType.Field field = event.fields().get(i);
      StringBuilder text = new StringBuilder();
      text.append(field.name()).append(' ').append(field.type());
      text.append(field.nullable() ? "?" : "");
      text.append(i == event.idField() ? " @id" + dedupe(event.arrival()) : "");
      text.append(i == event.timeField() ? " @time" + lateness(event.arrival()) : "");
      if (!field.jsonName().equals(field.name())) {
        text.append(" @json(\"").append(field.jsonName()).append("\")");
      }
      text.append(field.pii() ? " @pii" : "");
      line(1, text.toString());
    }
  }

  private static String dedupe(EventType.Arrival arrival) {
    return arrival.dedupeMillis() == EventType.Arrival.NO_DEDUPLICATION
        ? ""
        : "(dedupe " + ExprText.duration(arrival.dedupeMillis()) + ")";
  }

  private static String lateness(EventType.Arrival arrival) {
    if (arrival.latenessMillis() == 0 && arrival.late() == EventType.Late.ACCEPT) {
      return "";
    }
    return "(lateness "
        + ExprText.duration(arrival.latenessMillis())
        + ", late "
        + arrival.late().text()
        + ")";
  }

  private void feature(Feature feature) {
    line(0, "feature " + feature.name());
    doc(feature.doc());
    ExprPrinter printer = new ExprPrinter(List.of(), feature.aggregate().source());
    line(1, printer.window(feature.aggregate()));
    key(feature.key());
  }

  private void table(Table table) {
    line(
        0,
        "table "
            + table.name()
            + " key "
            + table.keyName()
            + " "
            + table.keyType()
            + (table.source() == null ? "" : " from " + table.source().type().name()));
    doc(table.doc());
    for (Table.Column column : table.columns()) {
      line(
          1,
          column.name()
              + " "
              + column.type()
              + (column.nullable() ? "?" : "")
              + (column.pii() ? " @pii" : ""));
    }
  }

  private void doc(@Nullable String doc) {
    if (doc != null) {
      doc.lines().forEach(l -> line(1, "/// " + l));
    }
  }

  private void rule(Rule rule) {
    line(0, "rule " + rule.name());
    doc(rule.doc());
    if (rule.title() != null) {
      line(1, "title " + ExprText.quoted(rule.title()));
    }
    line(1, "severity " + rule.severity().text());
    if (!rule.tags().isEmpty()) {
      line(1, "tags " + String.join(", ", rule.tags()));
    }
    key(rule.key());
    line(1, "pattern " + pattern(rule.pattern(), rule));
    if (rule.withinMillis() != Rule.NO_BOUND) {
      line(1, "within " + ExprText.duration(rule.withinMillis()));
    }
    for (Variable variable : rule.variables()) {
      line(
          1,
          "variable "
              + variable.name()
              + ": "
              + variable.type().name()
              + (variable.repeated() ? " repeated" : "")
              + (variable.optional() ? " optional" : ""));
      if (variable.condition() != null) {
        ExprPrinter printer = new ExprPrinter(rule.variables(), variable.type());
        line(2, "where " + printer.print(variable.condition()));
      }
    }
    line(1, "after match skip " + skip(rule) + limit(rule));
    alert(rule);
  }

  private void key(Key key) {
    line(1, "by " + (key.names().isEmpty() ? "none" : String.join(", ", key.names())));
    for (Key.Source source : key.sources()) {
      StringJoiner fields = new StringJoiner(", ", "(", ")");
      source.fields().forEach(f -> fields.add(source.type().fields().get(f).name()));
      line(2, source.type().name() + fields);
    }
  }

  private static String pattern(Pattern pattern, Rule rule) {
    return switch (pattern) {
      case Pattern.Single(int variable, Place p) -> rule.variables().get(variable).name();
      case Pattern.Sequence(List<Pattern> parts, List<Pattern.Link> links, Place p) -> {
        StringBuilder text = new StringBuilder("(").append(pattern(parts.getFirst(), rule));
        for (int i = 1; i < parts.size(); i++) {
          text.append(' ').append(RuleText.link(links.get(i - 1))).append(' ');
          text.append(pattern(parts.get(i), rule));
        }
        yield text.append(')').toString();
      }
      case Pattern.Conjunction(List<Pattern> parts, Place p) -> {
        StringJoiner text = new StringJoiner(" & ", "(", ")");
        parts.forEach(b -> text.add(pattern(b, rule)));
        yield text.toString();
      }
      case Pattern.Absence(int variable, Place p) -> "not " + rule.variables().get(variable).name();
      case Pattern.Alternation(List<Pattern> branches, Place p) -> {
        StringJoiner text = new StringJoiner(" | ", "(", ")");
        branches.forEach(b -> text.add(pattern(b, rule)));
        yield text.toString();
      }
      case Pattern.Repetition repetition -> repetition(repetition, rule);
    };
  }

  private static String repetition(Pattern.Repetition repetition, Rule rule) {
    StringBuilder text = new StringBuilder(pattern(repetition.body(), rule));
    text.append('{').append(repetition.min()).append(',');
    text.append(repetition.max() == Pattern.Repetition.UNBOUNDED ? "" : repetition.max());
    text.append('}');
    switch (repetition.join()) {
      case NEXT -> text.append(" consecutive");
      case FOLLOWED_BY -> {}
      case FOLLOWED_BY_ANY -> text.append(" any");
    }
    switch (repetition.greed()) {
      case NONE -> {}
      case GREEDY -> text.append(" greedy");
      case RELUCTANT -> text.append(" reluctant");
    }
    for (Pattern.Until until : repetition.until()) {
      ExprPrinter printer = new ExprPrinter(rule.variables(), until.type());
      text.append(" until ").append(until.type().name()).append(": ");
      text.append(printer.print(until.condition()));
    }
    return text.toString();
  }

  private static String skip(Rule rule) {
    return switch (rule.skip()) {
      case Skip.None() -> "none";
      case Skip.ToNext() -> "to next";
      case Skip.PastLast() -> "past last";
      case Skip.ToFirst(int variable) -> "to first " + rule.variables().get(variable).name();
      case Skip.ToLast(int variable) -> "to last " + rule.variables().get(variable).name();
    };
  }

  private static String limit(Rule rule) {
    return rule.matchLimit() == Rule.DEFAULT_MATCH_LIMIT ? "" : " limit " + rule.matchLimit();
  }

  private void alert(Rule rule) {
    Variable only = rule.variables().size() == 1 ? rule.variables().getFirst() : null;
    ExprPrinter printer = new ExprPrinter(rule.variables(), only == null ? null : only.type());
    if (rule.alert() != null) {
      alert(rule.alert(), printer);
    }
    Emission emission = rule.emission();
    if (emission != null) {
      line(1, "emit " + emission.type().name());
      for (int i = 0; i < emission.values().size(); i++) {
        Expr value = emission.values().get(i);
        if (value != null) {
          line(2, emission.type().fields().get(i).name() + " = " + printer.print(value));
        }
      }
    }
    if (rule.decision() != null) {
      line(1, "decide " + rule.decision().text());
    }
  }

  private void alert(AlertSpec alert, ExprPrinter printer) {
    line(1, "alert");
    for (Template.Part part : alert.message().parts()) {
      switch (part) {
        case Template.Text(String text) -> line(2, ExprText.quoted(text));
        case Template.Hole(Expr expression, String format) ->
            line(2, "{" + printer.print(expression) + (format == null ? "" : " : " + format) + "}");
      }
    }
    if (alert.score() != AlertSpec.NO_SCORE) {
      line(2, "score " + alert.score());
    }
    for (AlertSpec.Named named : alert.with()) {
      line(2, "with " + named.name() + " = " + printer.print(named.value()));
    }
    if (alert.oncePerMillis() != AlertSpec.NO_LIMIT) {
      line(2, "once per " + ExprText.duration(alert.oncePerMillis()));
    }
  }
}
