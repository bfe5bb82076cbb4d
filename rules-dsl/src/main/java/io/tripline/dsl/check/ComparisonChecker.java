package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.ComparisonOp;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks {@code = < in between} and their like. */
final class ComparisonChecker {
  private final ExpressionChecker expressions;
  private final Diagnostics diagnostics;

  ComparisonChecker(ExpressionChecker expressions, Diagnostics diagnostics) {
    this.expressions = expressions;
    this.diagnostics = diagnostics;
  }

  @Nullable Expr comparison(Expression.Comparison comparison) {
    warnNull(comparison.left(), comparison.right(), comparison.op());
    warnNull(comparison.right(), comparison.left(), comparison.op());
    List<Expr> sides = expressions.neighbors(List.of(comparison.left(), comparison.right()), null);
    return sides == null
        ? null
        : compare(comparison.op(), sides.get(0), sides.get(1), comparison.place());
  }

  private void warnNull(Expression side, Expression other, ComparisonOp op) {
    if (side instanceof Expression.NullLiteral) {
      String test = op == ComparisonOp.NE ? "is not null" : "is null";
      diagnostics.report(
          Code.NULL_COMPARISON,
          side.place(),
          "a comparison with null is never true",
          other instanceof Expression.Bare(var name)
              ? "write `" + name + " " + test + "`"
              : "write `" + test + "`");
    }
  }

  /** A comparison of two values; null if they do not compare, which is reported. */
  private @Nullable Expr compare(ComparisonOp op, Expr left, Expr right, Place place) {
    List<Expr> sides = comparable(List.of(left, right), place);
    if (sides == null) {
      return null;
    }
    Type type = sides.getFirst().type();
    boolean equality = op == ComparisonOp.EQ || op == ComparisonOp.NE;
    if (!equality && !Operators.isOrdered(type)) {
      diagnostics.report(
          Code.OPERAND_TYPE,
          place,
          "values of type " + type + " have no order, so `" + op + "` does not work on them");
      return null;
    }
    return new Expr.Comparison(op, sides.get(0), sides.get(1), place);
  }

  /**
   * Makes values comparable with the first of them: int and decimals stay as they are, beside a
   * double all numbers become doubles.
   */
  private @Nullable List<Expr> comparable(List<Expr> values, Place place) {
    Type first = values.getFirst().type();
    boolean anyDouble = false;
    for (Expr value : values) {
      if (Coercion.common(List.of(first, value.type())) == null) {
        diagnostics.report(
            Code.CANNOT_COMPARE,
            values.size() == 2 ? place : value.place(),
            first instanceof Type.Enumeration && value.type() instanceof Type.Enumeration
                ? "two enums with different values cannot be compared"
                : Operators.article(first)
                    + " cannot be compared with "
                    + Operators.article(value.type()));
        return null;
      }
      anyDouble |= value.type() == Simple.DOUBLE;
    }
    Type common = Coercion.common(values.stream().map(Expr::type).toList());
    if (common == null) {
      return null; // only where the first one is null: its neighbors were told apart before
    }
    List<@Nullable Expr> cast = new ArrayList<>();
    for (Expr value : values) {
      if (value.type() == Simple.NULL) {
        Type type = common == Simple.NULL ? Simple.BOOL : common;
        cast.add(new Expr.Literal(null, type, value.place()));
      } else {
        cast.add(anyDouble ? Coercion.cast(value, Simple.DOUBLE, diagnostics) : value);
      }
    }
    return Nulls.ifNone(cast);
  }

  @Nullable Expr in(Expression.In in) {
    List<Expression> all = new ArrayList<>();
    all.add(in.operand());
    all.addAll(in.options());
    List<Expr> checked = expressions.neighbors(all, null);
    List<Expr> values = checked == null ? null : comparable(checked, in.place());
    if (values == null) {
      return null;
    }
    Expr test = new Expr.In(values.getFirst(), values.subList(1, values.size()), in.place());
    return ExpressionChecker.not(in.negated(), test);
  }

  @Nullable Expr between(Expression.Between between) {
    List<Expr> parts =
        expressions.neighbors(List.of(between.operand(), between.low(), between.high()), null);
    if (parts == null) {
      return null;
    }
    Expr low = compare(ComparisonOp.GE, parts.get(0), parts.get(1), between.place());
    if (low == null) {
      return null;
    }
    Expr high = compare(ComparisonOp.LE, parts.get(0), parts.get(2), between.place());
    return high == null
        ? null
        : ExpressionChecker.not(
            between.negated(), new Expr.Logical(true, List.of(low, high), between.place()));
  }
}
