package io.tripline.engine.expression;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import java.util.List;
import java.util.StringJoiner;

/**
 * One text for equal expressions over the fields of one event type, wherever they stand in a file.
 * What registers are shared by, and what stored state is recognized by; so a change of this text
 * makes old state unreadable.
 */
final class Canonical {
  private final EventType type;

  Canonical(EventType type) {
    this.type = type;
  }

  String text(Expr expr) {
    return switch (expr) {
      case Expr.Literal e ->
          call("lit", e.type() + " " + (e.value() instanceof String s ? quoted(s) : e.value()));
      case Expr.Field e -> type.fields().get(e.field()).name() + ":" + e.type();
      case Expr.ThisField e -> throw ExprCompiler.notYet(e);
      case Expr.Windowed e -> throw ExprCompiler.notYet(e);
      case Expr.FeatureValue e -> throw ExprCompiler.notYet(e);
      case Expr.Lookup e -> throw ExprCompiler.notYet(e);
      case Expr.InList e -> throw ExprCompiler.notYet(e);
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
