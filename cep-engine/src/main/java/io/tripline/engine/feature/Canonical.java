package io.tripline.engine.feature;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.WindowAggregate;
import java.util.List;
import java.util.StringJoiner;

/**
 * One text for equal expressions over the fields of one event type, wherever they stand in a file.
 * What registers are shared by, and what stored state is recognized by; so a change of this text
 * makes old state unreadable.
 */
public final class Canonical {
  private final EventType type;

  /**
   * @param type of the events whose fields have their names in the text
   */
  public Canonical(EventType type) {
    this.type = type;
  }

  /** The text of an expression. */
  public String text(Expr expr) {
    return switch (expr) {
      case Expr.Literal e ->
          call("lit", e.type() + " " + (e.value() instanceof String s ? quoted(s) : e.value()));
      case Expr.Field e -> type.fields().get(e.field()).name() + ":" + e.type();
      // A window is seen from an event of the type that it is over.
      case Expr.ThisField e -> "this." + type.fields().get(e.field()).name() + ":" + e.type();
      case Expr.Windowed e -> throw new IllegalArgumentException("a window without a key: " + e);
      case Expr.FeatureValue e -> feature(e);
      case Expr.Lookup e ->
          call(
              "row " + e.table().name() + " " + e.type(),
              text(e.key()),
              e.table().columns().get(e.column()).name());
      case Expr.InList e -> call("on " + e.list().name(), text(e.operand()));
      case Expr.Negate e -> call("neg", text(e.operand()));
      case Expr.Arithmetic e -> call(e.op() + " " + e.type(), text(e.left()), text(e.right()));
      case Expr.Comparison e -> call(e.op().toString(), text(e.left()), text(e.right()));
      case Expr.Logical e -> call(e.and() ? "and" : "or", texts(e.operands()));
      case Expr.Not e -> call("not", text(e.operand()));
      case Expr.In e -> call("in", text(e.operand()), texts(e.options()));
      case Expr.Like e -> call("like", text(e.operand()), quoted(e.pattern()));
      case Expr.Matches e -> call("matches", text(e.operand()), quoted(e.regex()));
      case Expr.IsNull e -> call("null?", text(e.operand()));
      case Expr.Case e -> {
        StringJoiner parts = new StringJoiner(",");
        for (Expr.Case.When when : e.branches()) {
          parts.add(text(when.condition())).add(text(when.result()));
        }
        Expr otherwise = e.otherwise();
        yield call("case", parts.toString(), otherwise == null ? "" : text(otherwise));
      }
      case Expr.Cast e -> call("cast " + e.type(), text(e.operand()));
      case Expr.Coalesce e -> call("coalesce", texts(e.operands()));
      case Expr.Extreme e -> call(e.greatest() ? "greatest" : "least", texts(e.operands()));
      case Expr.Call e -> call(e.function() + " " + e.type(), texts(e.arguments()));
      case Expr.VariableField e -> throw looksElsewhere(e);
      case Expr.Aggregate e -> throw looksElsewhere(e);
    };
  }

  /** What is kept, by which key, and what gives the key at an event of this type. */
  private String feature(Expr.FeatureValue e) {
    Feature feature = e.feature();
    return call(
        "feature",
        text(feature.aggregate()),
        key(feature),
        String.join(" ", names(type, e.keyFields())));
  }

  /** One text for aggregates that give the same at events with the same key. */
  public static String text(WindowAggregate aggregate) {
    Canonical of = new Canonical(aggregate.source());
    Expr argument = aggregate.argument();
    Expr where = aggregate.where();
    return call(
        (aggregate.approximate() ? "approx " : "")
            + aggregate.kind()
            + " "
            + aggregate.percent()
            + " of "
            + aggregate.source().name(),
        argument == null ? "" : of.text(argument),
        where == null ? "" : of.text(where),
        aggregate.window().toString());
  }

  /** One text for keys that are the same fields of the events that a feature is over. */
  public static String key(Feature feature) {
    EventType source = feature.aggregate().source();
    List<Integer> fields = feature.key().source(source).orElseThrow().fields();
    return source.name() + " " + String.join(" ", names(source, fields));
  }

  private static List<String> names(EventType of, List<Integer> fields) {
    return fields.stream()
        .map(of.fields()::get)
        .map(field -> field.name() + ":" + field.type())
        .toList();
  }

  private static IllegalArgumentException looksElsewhere(Expr e) {
    return new IllegalArgumentException("an aggregate's argument sees one event only: " + e);
  }

  private String texts(List<Expr> exprs) {
    StringJoiner joiner = new StringJoiner(",");
    for (Expr e : exprs) {
      joiner.add(text(e));
    }
    return joiner.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String call(String name, String... arguments) {
    return name + "(" + String.join(",", arguments) + ")";
  }
}
