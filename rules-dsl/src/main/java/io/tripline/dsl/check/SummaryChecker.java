package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a window can keep its aggregate: windows of panes, and approximate aggregates, keep
 * summaries in the place of events.
 */
final class SummaryChecker {
  private final Diagnostics diagnostics;

  SummaryChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * Whether {@code approx} can stand before an aggregate; if not, it is reported.
   *
   * @param place that of the aggregate
   */
  boolean takesApprox(AggregateFunction function, Place place) {
    if (function.isApproximable()) {
      return true;
    }
    return bad(
        place,
        "`approx` stands before `distinct` and `percentile` only",
        switch (function.kind()) {
          case MEDIAN -> "write `approx percentile(x, 50)`";
          case SEEN -> "`seen` is exact, and keeps each event of its window";
          default -> "`" + function.name() + "` is exact and needs no more room for it";
        });
  }

  /** Whether the window can keep the aggregate; if not, it is reported. */
  boolean check(AggregateFunction function, WindowAggregate aggregate, Place place) {
    boolean panes = aggregate.window() instanceof Window.Panes;
    if (aggregate.approximate() && !panes && !isRunning(aggregate.window())) {
      return bad(
          place,
          "an approximate value cannot forget single events, as this window does",
          aggregate.window() instanceof Window.Sliding
              ? "let the window move in steps: `over 30d every 1h`"
              : "it can be had over windows such as `30d every 1h`, `day` and `session 30m`");
    }
    if (panes && !aggregate.approximate()) {
      String hint =
          switch (aggregate.kind()) {
            case DISTINCT -> "write `approx distinct(…)`, or leave `every` out";
            case PERCENTILE -> "write `approx percentile(…)`, or leave `every` out";
            case MEDIAN -> "write `approx percentile(x, 50)`, or leave `every` out";
            case SEEN -> "leave `every` out";
            default -> null;
          };
      if (hint != null) {
        return bad(
            place,
            "a window that moves in steps keeps no single values, which `"
                + function.name()
                + "` needs",
            hint);
      }
    }
    return !panes && !aggregate.approximate()
        || hasSimpleThis(aggregate.where(), !(aggregate.window() instanceof Window.Session));
  }

  /** Whether it begins anew from time to time, and only grows until then. */
  private static boolean isRunning(Window window) {
    return window instanceof Window.Calendar || window instanceof Window.Session;
  }

  /**
   * Whether {@code this} stands only where it can be made a part of the key.
   *
   * @param byKey whether the window of a part of the events is a part of the window of all. That of
   *     a session is not: its gaps are those between all events
   */
  private boolean hasSimpleThis(@Nullable Expr where, boolean byKey) {
    for (Expr conjunct : conjuncts(where)) {
      Place place = byKey && isKey(conjunct) ? null : placeOfThis(conjunct);
      if (place != null) {
        return byKey
            ? bad(
                place,
                "what this window keeps does not depend on the tested event, but for fields that"
                    + " are equal",
                "`this` can stand as in `where merchant = this.merchant and …`; a window of exact"
                    + " values that does not move in steps can compare in other ways")
            : bad(
                place,
                "an approximate value over a session does not depend on the tested event",
                "leave `approx` out, or take another window");
      }
    }
    return true;
  }

  private static List<Expr> conjuncts(@Nullable Expr where) {
    if (where == null) {
      return List.of();
    }
    return where instanceof Expr.Logical logical && logical.and()
        ? logical.operands().stream().flatMap(o -> conjuncts(o).stream()).toList()
        : List.of(where);
  }

  private static boolean isKey(Expr conjunct) {
    return conjunct instanceof Expr.Comparison(var op, Expr left, Expr right, var p)
        && op == Expr.ComparisonOp.EQ
        && (left instanceof Expr.Field && right instanceof Expr.ThisField
            || left instanceof Expr.ThisField && right instanceof Expr.Field)
        && left.type().equals(right.type())
        && left.type() != Type.Simple.DOUBLE
        && left.type() != Type.Simple.GEO;
  }

  private static @Nullable Place placeOfThis(Expr expr) {
    @Nullable Place[] found = new Place[1];
    expr.walk(
        e -> {
          if (found[0] == null && e instanceof Expr.ThisField field) {
            found[0] = field.place();
          }
        });
    return found[0];
  }

  private boolean bad(Place place, String message, String hint) {
    diagnostics.report(Code.UNFIT_AGGREGATE, place, message, hint);
    return false;
  }
}
