package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Expr;
import org.jspecify.annotations.Nullable;

/** What windows and features are at events. */
@FunctionalInterface
public interface RefValues {
  /** Where there are none. */
  RefValues NONE =
      (expr, tested) -> {
        throw new IllegalArgumentException("the reference does not know " + expr);
      };

  /**
   * The value of a window ({@link Expr.Windowed}) or a feature ({@link Expr.FeatureValue}) at the
   * event that is tested, boxed as {@link Expr} says.
   */
  @Nullable Object at(Expr expr, RefEvent tested);
}
