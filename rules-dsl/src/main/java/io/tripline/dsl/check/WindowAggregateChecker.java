package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.WindowTree;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks an aggregate over the events of a window, in a condition or as a feature. */
final class WindowAggregateChecker {
  private final EventType source;
  private final ExpressionChecker argument;
  private final ExpressionChecker where;
  private final WindowChecker windows;
  private final SummaryChecker summaries;
  private final Diagnostics diagnostics;

  /**
   * @param argument where the argument stands
   * @param where where the {@code where} stands
   */
  WindowAggregateChecker(EventType source, Scope argument, Scope where, Diagnostics diagnostics) {
    this.source = source;
    this.argument = new ExpressionChecker(argument, diagnostics);
    this.where = new ExpressionChecker(where, diagnostics);
    this.windows = new WindowChecker(argument.symbols().parameters(), diagnostics);
    this.summaries = new SummaryChecker(diagnostics);
    this.diagnostics = diagnostics;
  }

  /**
   * The aggregate, or null if it is wrong, which is reported.
   *
   * @param arguments those of the call; none for the number of events
   */
  @Nullable WindowAggregate check(
      AggregateFunction function,
      Expression.Call call,
      List<Expression> arguments,
      WindowTree window) {
    boolean counted = hasArguments(function, call, arguments);
    Expr value = counted && !arguments.isEmpty() ? argument.check(arguments.getFirst()) : null;
    Type type = !counted ? null : arguments.isEmpty() ? Simple.INT : type(function, value);
    Double percent =
        counted && function.kind() == AggregateKind.PERCENTILE
            ? percent(arguments.getLast())
            : Double.valueOf(0);
    Expr filter = call.where() == null ? null : where.condition(call.where());
    Window checked = windows.check(window);
    boolean kept = !call.approximate() || summaries.takesApprox(function, call.place());
    if (type == null
        || !kept
        || percent == null
        || call.where() != null && filter == null
        || checked == null) {
      return null;
    }
    WindowAggregate aggregate =
        new WindowAggregate(
            function.kind(), call.approximate(), source, value, percent, filter, checked, type);
    if (!summaries.check(function, aggregate, call.place())) {
      return null;
    }
    warnIfSeen(aggregate, call);
    return aggregate;
  }

  private boolean hasArguments(
      AggregateFunction function, Expression.Call call, List<Expression> arguments) {
    int most = function.kind() == AggregateKind.PERCENTILE ? 2 : 1;
    int least = function.kind() == AggregateKind.COUNT ? 0 : most;
    if (arguments.size() >= least && arguments.size() <= most) {
      return true;
    }
    String name = function.name();
    diagnostics.report(
        Code.ARGUMENT_COUNT,
        call.place(),
        "`" + name + "` has too " + (arguments.size() < least ? "few" : "many") + " arguments",
        switch (function.kind()) {
          case COUNT -> "it reads `count() over 10m`, or `count(x) over 10m` where x is not null";
          case PERCENTILE -> "it reads `percentile(x, 95) over 10m`";
          case MIN ->
              arguments.isEmpty()
                  ? "it reads `min(x) over 10m`"
                  : "the least of several values is `least(…)`";
          case MAX ->
              arguments.isEmpty()
                  ? "it reads `max(x) over 10m`"
                  : "the greatest of several values is `greatest(…)`";
          default -> "it reads `" + name + "(x) over 10m`";
        });
    return false;
  }

  private @Nullable Type type(AggregateFunction function, @Nullable Expr value) {
    if (value == null) {
      return null;
    }
    Optional<Type> type =
        value.type() == Simple.NULL ? Optional.empty() : function.result(value.type());
    if (type.isPresent()) {
      return type.get();
    }
    diagnostics.report(
        Code.ARGUMENT_TYPE,
        value.place(),
        "`"
            + function.name()
            + "` wants "
            + function.takes()
            + ", but this is "
            + Operators.article(value.type()));
    return null;
  }

  private @Nullable Double percent(Expression written) {
    Expr percent = argument.check(written);
    if (percent == null) {
      return null;
    }
    if (!percent.type().isNumeric()) {
      diagnostics.report(
          Code.ARGUMENT_TYPE,
          written.place(),
          "`percentile` wants a number from 0 to 100, but this is "
              + Operators.article(percent.type()));
      return null;
    }
    if (!(percent instanceof Expr.Literal literal) || !(literal.value() instanceof Long unscaled)) {
      diagnostics.report(
          Code.NOT_CONSTANT,
          written.place(),
          "the percentage of `percentile` must be a literal, or a parameter of the rule");
      return null;
    }
    double value = BigDecimal.valueOf(unscaled, Coercion.scale(literal.type())).doubleValue();
    if (value < 0 || value > 100) {
      diagnostics.report(
          Code.BAD_ARGUMENT,
          written.place(),
          "the percentage of `percentile` is a number from 0 to 100");
      return null;
    }
    return value;
  }

  /** Where the tested event is always among those of the window, its value always is. */
  private void warnIfSeen(WindowAggregate aggregate, Expression.Call call) {
    if (aggregate.kind() == AggregateKind.SEEN && aggregate.alwaysHasTested()) {
      diagnostics.report(
          Code.ALWAYS_SEEN,
          call.function().place(),
          "this window has the tested event in it, so its value is always seen",
          aggregate.window() instanceof Window.Sliding
              ? "write `over previous …`"
              : "only `over previous 30d`, or whatever time it is, leaves the tested event out");
    }
  }
}
