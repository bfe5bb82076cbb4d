package io.tripline.dsl.check;

import io.tripline.dsl.check.Scope.Kind;
import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.Name;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks aggregates over variables, and {@code prev}. */
final class AggregateChecker {
  private final Scope scope;
  private final NameChecker names;
  private final Diagnostics diagnostics;

  AggregateChecker(Scope scope, NameChecker names, Diagnostics diagnostics) {
    this.scope = scope;
    this.names = names;
    this.diagnostics = diagnostics;
  }

  @Nullable Expr aggregate(AggregateFunction function, Expression.Call call) {
    if (!scope.hasAggregates()) {
      return bad(call, "`" + function.name() + "` cannot stand inside of another aggregate", null);
    }
    if (call.approximate()) {
      return bad(
          call,
          "`approx` stands before an aggregate over a window",
          "over the events of a variable `" + function.name() + "` is exact: leave it out");
    }
    if (call.where() != null) {
      return bad(
          call,
          "`where` chooses the events of a window, and there is no `over`",
          scope.hasTestedEvent()
              ? "add a window, as in `over 10m`; the events of a variable are chosen in `define`"
              : "the events of a variable are chosen in `define`");
    }
    if (function.isWindowOnly()) {
      return bad(
          call,
          "`" + function.name() + "` needs a window",
          scope.hasTestedEvent() ? "write `" + function.name() + "(…) over 10m`" : null);
    }
    if (call.arguments().size() != 1) {
      return reportCount(function, call);
    }
    Expression argument = call.arguments().getFirst();
    if (argument instanceof Expression.Bare(Name name)
        && scope.symbols().variables().containsKey(name.text())) {
      return wholeVariable(function, call, name);
    }
    Name owner = owner(function, call, argument);
    VariableSymbol variable = owner == null ? null : scope.symbols().variable(owner, diagnostics);
    if (variable == null || owner == null || !covers(variable, owner)) {
      return null;
    }
    Expr checked = new ExpressionChecker(scope.aggregate(variable), diagnostics).check(argument);
    if (checked == null) {
      return null;
    }
    Optional<Type> type = function.result(checked.type());
    if (type.isEmpty()) {
      diagnostics.report(
          Code.ARGUMENT_TYPE,
          argument.place(),
          "`"
              + function.name()
              + "` wants "
              + function.takes()
              + ", but this is "
              + Operators.article(checked.type()));
      return null;
    }
    return new Expr.Aggregate(function.kind(), variable.index(), checked, type.get(), call.place());
  }

  private @Nullable Expr reportCount(AggregateFunction function, Expression.Call call) {
    String name = function.name();
    if (call.arguments().isEmpty()) {
      boolean count = function.kind() == AggregateKind.COUNT;
      return bad(
          call,
          "`" + name + "` needs " + (count ? "a variable" : "a field of a variable"),
          example(name, count ? "" : "amount"));
    }
    return bad(
        call,
        "`" + name + "` takes one argument",
        switch (function.kind()) {
          case MIN -> "the least of several values is `least(…)`";
          case MAX -> "the greatest of several values is `greatest(…)`";
          default -> null;
        });
  }

  /** {@code count(probe)}. */
  private @Nullable Expr wholeVariable(
      AggregateFunction function, Expression.Call call, Name name) {
    VariableSymbol variable = scope.symbols().variable(name, diagnostics);
    if (variable == null || !covers(variable, name)) {
      return null;
    }
    if (function.kind() != AggregateKind.COUNT) {
      return bad(
          call,
          "`" + function.name() + "` needs a field of `" + name + "`",
          "write `" + function.name() + "(" + name + "." + someField(variable) + ")`");
    }
    return new Expr.Aggregate(
        AggregateKind.COUNT, variable.index(), null, Simple.INT, call.place());
  }

  private static String someField(VariableSymbol variable) {
    return variable.event() == null || variable.event().fieldNames().isEmpty()
        ? "amount"
        : variable.event().fieldNames().contains("amount")
            ? "amount"
            : variable.event().fieldNames().getFirst();
  }

  /** The one variable that an argument speaks of. */
  private @Nullable Name owner(
      AggregateFunction function, Expression.Call call, Expression argument) {
    Map<String, Name> owners = new LinkedHashMap<>();
    boolean[] other = new boolean[2];
    Expressions.walk(
        argument,
        e -> {
          switch (e) {
            case Expression.Member m -> owners.putIfAbsent(m.owner().text(), m.owner());
            case Expression.Bare b -> other[0] = true;
            case Expression.Broken b -> other[1] = true;
            default -> {}
          }
        });
    if (other[1]) {
      return null; // reported
    }
    if (owners.size() > 1) {
      bad(
          call,
          "`"
              + function.name()
              + "` covers the events of one variable, not of "
              + String.join(" and ", owners.keySet().stream().map(o -> "`" + o + "`").toList()),
          null);
      return null;
    }
    if (owners.isEmpty()) {
      String field = argument instanceof Expression.Bare(Name name) ? name.text() : "amount";
      if (!scope.symbols().unreadable()) {
        bad(
            call,
            "`" + function.name() + "` does not say of which events",
            example(function.name(), field));
      }
      return null;
    }
    return owners.values().iterator().next();
  }

  /** How to say of which events: of a variable, or of a window. */
  private String example(String function, String field) {
    String variable = someVariable();
    String ofVariable =
        "`" + function + "(" + variable + (field.isEmpty() ? "" : "." + field) + ")`";
    String ofWindow = "`" + function + "(" + field + ") over 10m`";
    if (!scope.hasTestedEvent()) {
      return "write " + ofVariable;
    }
    return variable == null
        ? "write " + ofWindow + ", or whatever window it is"
        : "write " + ofVariable + " for the events of a variable, or " + ofWindow + " for a window";
  }

  /** A variable of several events that can be named here; without a tested event, any variable. */
  private @Nullable String someVariable() {
    VariableSymbol own = scope.own();
    if (own != null && own.repeated()) {
      return own.name();
    }
    for (VariableSymbol variable : scope.symbols().ordered()) {
      boolean reached = scope.reached() == null || scope.reached().get(variable.index());
      if (!scope.hasTestedEvent() || variable.repeated() && reached) {
        return variable.name();
      }
    }
    return scope.hasTestedEvent() ? null : "hit";
  }

  /** Whether events of the variable can be bound before the one that is tested. */
  private boolean covers(VariableSymbol variable, Name name) {
    if (scope.kind() == Kind.CONDITION && variable.equals(scope.own()) && !variable.repeated()) {
      diagnostics.report(
          Code.BAD_AGGREGATE,
          name.place(),
          "`"
              + name
              + "` takes "
              + (variable.absent() ? "no" : "one")
              + " event, so there is none before the one that is tested",
          "a field of the event that is tested stands alone, as in `amount`");
      return false;
    }
    return names.reached(variable, name.place());
  }

  @Nullable Expr prev(Expression.Call call) {
    VariableSymbol own = scope.own();
    if (scope.kind() != Kind.CONDITION || own == null || !own.repeated()) {
      diagnostics.report(
          Code.PREV_OUT_OF_PLACE,
          call.place(),
          own != null && scope.kind() == Kind.CONDITION
              ? "`"
                  + own.name()
                  + "` takes "
                  + (own.absent() ? "no" : "one")
                  + " event, so `prev` has none to look at"
              : "`prev` stands only in the condition of a repeated variable",
          scope.kind() == Kind.ALERT || scope.kind() == Kind.UNTIL
              ? "the last event of a variable is `last(v.amount)`"
              : null);
      return null;
    }
    if (call.arguments().size() != 1) {
      diagnostics.report(
          Code.ARGUMENT_COUNT, call.place(), "`prev` takes one argument", "write `prev(amount)`");
      return null;
    }
    Expr argument =
        new ExpressionChecker(scope.prev(own), diagnostics).check(call.arguments().getFirst());
    return argument == null
        ? null
        : new Expr.Aggregate(
            AggregateKind.LAST, own.index(), argument, argument.type(), call.place());
  }

  private @Nullable Expr bad(Expression.Call call, String message, @Nullable String hint) {
    diagnostics.report(Code.BAD_AGGREGATE, call.place(), message, hint);
    return null;
  }
}
