package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.function.Binding;
import io.tripline.dsl.function.Documented;
import io.tripline.dsl.function.ForeignFunctions;
import io.tripline.dsl.function.Function;
import io.tripline.dsl.function.Functions;
import io.tripline.dsl.function.Parameter;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks calls of functions; those of aggregates it hands on. */
final class CallChecker {
  private final ExpressionChecker expressions;
  private final AggregateChecker aggregates;
  private final WindowedChecker windows;
  private final Diagnostics diagnostics;

  CallChecker(
      ExpressionChecker expressions, Scope scope, NameChecker names, Diagnostics diagnostics) {
    this.expressions = expressions;
    this.aggregates = new AggregateChecker(scope, names, diagnostics);
    this.windows = new WindowedChecker(scope, diagnostics);
    this.diagnostics = diagnostics;
  }

  @Nullable Expr call(Expression.Call call, @Nullable Type expected) {
    String name = call.function().text();
    Optional<AggregateFunction> aggregate = AggregateFunction.find(name);
    if (aggregate.isPresent()) {
      return call.window() == null
          ? aggregates.aggregate(aggregate.get(), call)
          : windows.check(aggregate.get(), call, call.window());
    }
    Optional<Function> function = Functions.find(name);
    if (name.equals("prev") || function.isPresent()) {
      if (call.window() != null || call.where() != null || call.approximate()) {
        diagnostics.report(
            Code.BAD_AGGREGATE,
            call.function().place(),
            "`"
                + name
                + "` is not an aggregate, so it has no "
                + (call.window() != null
                    ? "window"
                    : call.where() != null ? "`where`" : "`approx`"));
        return null;
      }
      return function.isEmpty() ? aggregates.prev(call) : function(function.get(), call, expected);
    }
    List<String> names = Functions.documented().stream().map(Documented::name).toList();
    diagnostics.report(
        Code.UNKNOWN_FUNCTION,
        call.function().place(),
        "there is no function `" + name + "`",
        ForeignFunctions.hint(name).orElse(DidYouMean.hint(name, names)));
    return null;
  }

  private @Nullable Expr function(
      Function function, Expression.Call call, @Nullable Type expected) {
    int count = call.arguments().size();
    if (count < function.minArguments() || count > function.maxArguments()) {
      diagnostics.report(
          Code.ARGUMENT_COUNT,
          call.place(),
          "`"
              + function.name()
              + "` has too "
              + (count < function.minArguments() ? "few" : "many")
              + " arguments",
          "it reads `" + function.signature() + "`");
      return null;
    }
    return switch (function.form()) {
      case COALESCE -> {
        List<Expr> operands = expressions.alternatives(call.arguments(), expected);
        yield operands == null
            ? null
            : new Expr.Coalesce(operands, operands.getFirst().type(), call.place());
      }
      case GREATEST -> extreme(true, function, call, expected);
      case LEAST -> extreme(false, function, call, expected);
      case CALL -> plain(function, call);
    };
  }

  private @Nullable Expr extreme(
      boolean greatest, Function function, Expression.Call call, @Nullable Type expected) {
    List<Expr> operands = expressions.alternatives(call.arguments(), expected);
    if (operands == null) {
      return null;
    }
    Type type = operands.getFirst().type();
    if (!Operators.isOrdered(type)) {
      reportArgument(function, 0, call.arguments().getFirst(), type);
      return null;
    }
    return new Expr.Extreme(greatest, operands, type, call.place());
  }

  private @Nullable Expr plain(Function function, Expression.Call call) {
    List<Expr> arguments = new ArrayList<>();
    List<Type> types = new ArrayList<>();
    List<@Nullable Object> constants = new ArrayList<>();
    boolean wrong = false;
    for (int i = 0; i < call.arguments().size(); i++) {
      Expression written = call.arguments().get(i);
      Parameter parameter = function.parameter(i);
      Expr argument = expressions.check(written, sample(parameter.kind()));
      if (argument == null) {
        wrong = true;
      } else if (!parameter.kind().accepts(argument.type())) {
        reportArgument(function, i, written, argument.type());
        wrong = true;
      } else if (parameter.constant() && !isConstant(argument)) {
        diagnostics.report(
            Code.NOT_CONSTANT,
            written.place(),
            "`"
                + parameter.name()
                + "` of `"
                + function.name()
                + "` must be a literal, or a parameter of the rule");
        wrong = true;
      } else {
        arguments.add(argument);
        types.add(argument.type());
        constants.add(
            parameter.constant() && argument instanceof Expr.Literal literal
                ? literal.value()
                : null);
      }
    }
    return wrong ? null : bind(function, call, arguments, function.binder().bind(types, constants));
  }

  private @Nullable Expr bind(
      Function function, Expression.Call call, List<Expr> arguments, Binding binding) {
    return switch (binding) {
      case Binding.Bound(Type result, var kernel) ->
          new Expr.Call(function.name(), kernel, arguments, result, call.place());
      case Binding.Refused(int argument, String reason, Set<String> known) -> {
        String written =
            arguments.get(argument) instanceof Expr.Literal literal
                ? String.valueOf(literal.value())
                : "";
        diagnostics.report(
            Code.BAD_ARGUMENT,
            call.arguments().get(argument).place(),
            "`" + function.parameter(argument).name() + "` of `" + function.name() + "` " + reason,
            DidYouMean.hint(written, known));
        yield null;
      }
    };
  }

  private static boolean isConstant(Expr argument) {
    return argument instanceof Expr.Literal literal && literal.value() != null;
  }

  /** The type that a text or null takes on as such an argument. */
  private static Type sample(Parameter.Kind kind) {
    return switch (kind) {
      case STRING, ORDERED, ANY -> Simple.STRING;
      case INT, NUMBER, NUMBER_OR_DURATION -> Simple.INT;
      case TIMESTAMP -> Simple.TIMESTAMP;
      case IP -> Simple.IP;
      case GEO -> Simple.GEO;
    };
  }

  private void reportArgument(Function function, int argument, Expression written, Type type) {
    Parameter parameter = function.parameter(argument);
    diagnostics.report(
        Code.ARGUMENT_TYPE,
        written.place(),
        "`"
            + function.name()
            + "` wants "
            + parameter.kind()
            + " for `"
            + parameter.name()
            + "`, but this is "
            + Operators.article(type),
        "it reads `" + function.signature() + "`");
  }
}
