package io.tripline.engine.window;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.expression.ExprCompiler;
import org.jspecify.annotations.Nullable;

/**
 * How one aggregate of a series is told.
 *
 * @param frame index of its window
 * @param percentile for a median too; null for other kinds
 * @param type of the argument; int without one
 * @param moreDigits that a mean has more than the values
 * @param place of errors
 */
record Plan(
    Expr.AggregateKind kind,
    int frame,
    @Nullable Percentile percentile,
    Type type,
    int moreDigits,
    Place place) {

  private static final Place NOWHERE = new Place("", 1, 1, 1);

  static Plan of(WindowAggregate aggregate, int frame) {
    Expr argument = aggregate.argument();
    Type type = argument == null ? Type.Simple.INT : argument.type();
    Percentile percentile =
        switch (aggregate.kind()) {
          case MEDIAN -> new Percentile(50);
          case PERCENTILE -> new Percentile(aggregate.percent());
          default -> null;
        };
    boolean isExact = type == Type.Simple.INT || type instanceof Type.Decimal;
    return new Plan(
        aggregate.kind(),
        frame,
        percentile,
        type,
        isExact ? ExprCompiler.averageDigits(type) : 0,
        argument == null ? NOWHERE : argument.place());
  }

  /** The same over another window. */
  Plan ofFrame(int other) {
    return new Plan(kind, other, percentile, type, moreDigits, place);
  }
}
