package io.tripline.dsl.check.logic;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.ir.Variable;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of the values in the conditions of one place: which of them are the same, may
 * be null, or may fail.
 *
 * @param nullability which values can be null here
 * @param parameters which parameter, if any, a literal at some place is the value of
 */
record Terms(Nullability nullability, Function<Place, @Nullable String> parameters) {

  /** The same place for events of another type. */
  Terms over(EventType type) {
    return new Terms(nullability.over(type), parameters);
  }

  /** The variables of the rule. */
  List<Variable> variables() {
    return nullability.variables();
  }

  /** The value of an expression that is constant whatever a deployment sets, or null. */
  @Nullable Constant constant(Expr expr) {
    return Constant.of(expr, literal -> parameters.apply(literal.place()) != null);
  }

  /** Expressions with the same text have the same value. */
  String text(Expr expr) {
    StringBuilder text = new StringBuilder();
    write(expr, text);
    return text.toString();
  }

  private void write(Expr expr, StringBuilder text) {
    switch (expr) {
      case Expr.Literal e -> {
        String parameter = parameters.apply(e.place());
        String value = parameter == null ? String.valueOf(e.value()) : parameter;
        text.append(parameter == null ? e.type() : "$").append(' ');
        text.append(value.length()).append(' ').append(value);
      }
      case Expr.Field e -> text.append('#').append(e.field());
      case Expr.ThisField e -> text.append("this#").append(e.field());
      case Expr.VariableField e -> text.append(e.variable()).append(".#").append(e.field());
      case Expr.FeatureValue e -> text.append(e.feature().name()).append(e.keyFields());
      case Expr.Aggregate e -> text.append(e.kind()).append(' ').append(e.variable());
      case Expr.Lookup e -> text.append(e.table().name()).append('.').append(e.column());
      case Expr.InList e -> text.append("in ").append(e.list().name());
      case Expr.Arithmetic e -> text.append(e.op());
      case Expr.Comparison e -> text.append(e.op());
      case Expr.Logical e -> text.append(e.and() ? "and" : "or");
      case Expr.Extreme e -> text.append(e.greatest() ? "greatest" : "least");
      case Expr.Cast e -> text.append("as ").append(e.type());
      case Expr.Call e -> text.append(e.function()).append(' ').append(e.type());
      case Expr.Negate e -> text.append("minus");
      case Expr.Not e -> text.append("not");
      case Expr.In e -> text.append("in");
      case Expr.IsNull e -> text.append("is null");
      case Expr.Coalesce e -> text.append("coalesce");
      case Expr.Case e -> text.append(e.otherwise() == null ? "case" : "case else");
      // Texts of their own may be a parameter's value, so only the place tells that they are the
      // same.
      case Expr.Like e -> text.append("like ").append(e.place());
      case Expr.Matches e -> text.append("matches ").append(e.place());
      case Expr.Windowed e -> {
        text.append("over ").append(e.place());
        return;
      }
    }
    List<Expr> parts = expr.parts();
    if (!parts.isEmpty()) {
      text.append('(');
      for (Expr part : parts) {
        write(part, text);
        text.append(';');
      }
      text.append(')');
    }
  }

  /** Whether the value is surely not null, if it does not fail. */
  boolean neverNull(Expr expr) {
    return !nullability.mayBeNull(expr);
  }

  /** Whether the value may end in a run-time error, which makes a whole condition unknown. */
  boolean mayFail(Expr expr) {
    boolean itself =
        switch (expr) {
          case Expr.Negate e -> true;
          case Expr.Arithmetic e -> true;
          case Expr.Call e -> true;
          case Expr.Cast e -> e.type() != Simple.DOUBLE;
          case Expr.Aggregate e -> e.kind() != Expr.AggregateKind.COUNT || e.argument() != null;
          case Expr.Windowed e -> true;
          case Expr.FeatureValue e -> true;
          case Expr.Lookup e -> true;
          case Expr.InList e -> true;
          default -> false;
        };
    return itself || expr.parts().stream().anyMatch(this::mayFail);
  }
}
