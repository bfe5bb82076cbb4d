package io.tripline.dsl.check.logic;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.ir.Variable;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of the values in the conditions of one place: which of them are the same, may
 * be null, or may fail.
 *
 * @param tested the event that bare fields belong to; null if there is none
 * @param variables those of the rule
 * @param certain the variables that surely have an event here
 * @param parameters which parameter, if any, a literal at some place is the value of
 */
record Terms(
    @Nullable EventType tested,
    List<Variable> variables,
    BitSet certain,
    Function<Place, @Nullable String> parameters) {

  /** The same place for events of another type. */
  Terms over(EventType type) {
    return new Terms(type, variables, certain, parameters);
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

  /** Whether the value is surely not null. */
  boolean neverNull(Expr expr) {
    return switch (expr) {
      case Expr.Literal e -> e.value() != null;
      case Expr.Field e -> tested != null && !tested.fields().get(e.field()).nullable();
      case Expr.VariableField e ->
          certain.get(e.variable())
              && !variables.get(e.variable()).type().fields().get(e.field()).nullable();
      case Expr.Aggregate e ->
          e.kind() == Expr.AggregateKind.COUNT || e.kind() == Expr.AggregateKind.DISTINCT;
      case Expr.Windowed e ->
          e.aggregate().kind() == Expr.AggregateKind.COUNT
              || e.aggregate().kind() == Expr.AggregateKind.DISTINCT;
      case Expr.IsNull e -> true;
      case Expr.Coalesce e -> e.operands().stream().anyMatch(this::neverNull);
      case Expr.Case e -> {
        Expr otherwise = e.otherwise();
        yield otherwise != null
            && neverNull(otherwise)
            && e.branches().stream().allMatch(b -> neverNull(b.result()));
      }
      case Expr.Comparison e -> allNeverNull(e);
      case Expr.Logical e -> allNeverNull(e);
      case Expr.Not e -> allNeverNull(e);
      case Expr.In e -> allNeverNull(e);
      case Expr.Like e -> allNeverNull(e);
      case Expr.Matches e -> allNeverNull(e);
      case Expr.Extreme e -> allNeverNull(e);
      case Expr.Cast e -> e.type() == Simple.DOUBLE && neverNull(e.operand());
      // These fail, or have no value for some arguments.
      case Expr.Negate e -> false;
      case Expr.Arithmetic e -> false;
      case Expr.Call e -> false;
      // What is outside of the events of a match.
      case Expr.ThisField e -> false;
      case Expr.FeatureValue e -> false;
      case Expr.Lookup e -> false;
      case Expr.InList e -> false;
    };
  }

  private boolean allNeverNull(Expr expr) {
    return expr.parts().stream().allMatch(this::neverNull);
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
