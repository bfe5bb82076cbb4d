package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.WindowTree;
import org.jspecify.annotations.Nullable;

/** Checks where windows and features stand, and {@code sum(amount) over 10m} itself. */
final class WindowedChecker {
  private final Scope scope;
  private final Diagnostics diagnostics;

  WindowedChecker(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  @Nullable Expr check(AggregateFunction function, Expression.Call call, WindowTree window) {
    EventSymbol source = scope.tested();
    if (!isInPlace("a window", call.place()) || source == null) {
      return null;
    }
    WindowAggregate aggregate =
        new WindowAggregateChecker(
                source.type(), scope.window(false), scope.window(true), diagnostics)
            .check(function, call, call.arguments(), window);
    return aggregate == null ? null : new Expr.Windowed(aggregate, call.place());
  }

  /** Whether an event is tested here, from which a window or a feature is seen. */
  boolean isInPlace(String what, Place place) {
    String message =
        switch (scope.kind()) {
          case CONDITION, UNTIL -> null;
          case ALERT ->
              scope.own() != null
                  ? null
                  : what
                      + " is seen from the event that is tested, and after a match there is none";
          case AGGREGATE, PREV -> what + " cannot stand inside of an aggregate";
          case WINDOW, WINDOW_WHERE -> what + " cannot stand inside of a window";
          case FEATURE, FEATURE_WHERE -> what + " cannot stand inside of a feature";
        };
    if (message == null) {
      return true;
    }
    diagnostics.report(
        Code.WINDOW_OUT_OF_PLACE,
        place,
        message,
        scope.kind() == Scope.Kind.ALERT
            ? "ask for it in the condition of a variable; what a variable took can be shown without"
                + " a window, as in `"
                + example()
                + "`"
            : null);
    return false;
  }

  private String example() {
    return scope.symbols().ordered().stream()
        .findFirst()
        .map(v -> "count(" + v.name() + ")")
        .orElse("count(hit)");
  }
}
