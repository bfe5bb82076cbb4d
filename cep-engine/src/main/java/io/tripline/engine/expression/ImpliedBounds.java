package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.ComparisonOp;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a condition that compares with an earlier event implies for the tested event alone: where
 * {@code low} wants {@code amount >= 50.00}, {@code amount > 3 * low.amount} cannot be true of 150
 * or less. So most events are known to be nothing to a partial match before it is looked at. Only
 * of whole and decimal numbers, which are compared exactly. Immutable.
 */
final class ImpliedBounds {
  private final List<Variable> variables;

  ImpliedBounds(Rule rule) {
    this.variables = rule.variables();
  }

  /** Conditions on the tested event that are true wherever that of the variable is. */
  List<Expr> of(Variable variable) {
    List<Expr> implied = new ArrayList<>();
    for (Expr conjunct : ConditionParts.conjuncts(variable.condition())) {
      Sides sides = Sides.of(conjunct);
      if (sides != null && sides.isLower()) {
        add(sides, true, variable, conjunct, implied);
      }
      if (sides != null && sides.isUpper()) {
        add(sides, false, variable, conjunct, implied);
      }
    }
    return implied;
  }

  private void add(
      Sides sides, boolean lower, Variable variable, Expr conjunct, List<Expr> implied) {
    BigDecimal bound = bound(sides, lower, Set.of(variable.index()));
    Expr.Literal literal = bound == null ? null : literal(bound, conjunct);
    if (literal != null) {
      ComparisonOp op = lower ? ComparisonOp.GE : ComparisonOp.LE;
      implied.add(new Expr.Comparison(op, sides.field, literal, conjunct.place()));
    }
  }

  /** What the other side of a comparison with an earlier event is not less, or more, than. */
  private @Nullable BigDecimal bound(Sides sides, boolean lower, Set<Integer> asked) {
    Expr.VariableField earlier = sides.earlier;
    if (earlier == null || asked.contains(earlier.variable())) {
      return null;
    }
    BigDecimal least = bound(earlier.variable(), earlier.field(), lower, asked);
    return least == null ? null : least.multiply(sides.factor);
  }

  /** The greatest number that a field of a variable's events is not less than, or null. */
  private @Nullable BigDecimal bound(int variable, int field, boolean lower, Set<Integer> asked) {
    Set<Integer> now = new TreeSet<>(asked);
    now.add(variable);
    BigDecimal best = null;
    for (Expr conjunct : ConditionParts.conjuncts(variables.get(variable).condition())) {
      Sides sides = Sides.of(conjunct);
      if (sides != null
          && sides.field.field() == field
          && (lower ? sides.isLower() : sides.isUpper())) {
        BigDecimal bound = sides.constant != null ? sides.constant : bound(sides, lower, now);
        if (bound != null
            && (best == null || (lower ? bound.compareTo(best) > 0 : bound.compareTo(best) < 0))) {
          best = bound;
        }
      }
    }
    return best;
  }

  private static Expr.@Nullable Literal literal(BigDecimal value, Expr at) {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    if (plain.scale() > Type.Decimal.MAX_SCALE || plain.unscaledValue().bitLength() > 62) {
      return null;
    }
    Type type = plain.scale() == 0 ? Type.Simple.INT : new Type.Decimal(plain.scale());
    return new Expr.Literal(plain.unscaledValue().longValueExact(), type, at.place());
  }

  /**
   * A comparison of a field of the tested event.
   *
   * @param op with the field on the left
   * @param constant that it is compared with, or null
   * @param earlier field of another event that it is compared with, or null
   * @param factor of that, greater than 0
   */
  private record Sides(
      ComparisonOp op,
      Expr.Field field,
      @Nullable BigDecimal constant,
      Expr.@Nullable VariableField earlier,
      BigDecimal factor) {

    static @Nullable Sides of(Expr conjunct) {
      if (!(conjunct instanceof Expr.Comparison(ComparisonOp op, Expr left, Expr right, var _))) {
        return null;
      }
      Sides found = of(op, exact(left), exact(right));
      return found != null ? found : of(mirrored(op), exact(right), exact(left));
    }

    private static @Nullable Sides of(ComparisonOp op, Expr left, Expr right) {
      if (!(left instanceof Expr.Field field)
          || !isNumber(left.type())
          || !isNumber(right.type())) {
        return null;
      }
      BigDecimal constant = number(right);
      if (constant != null) {
        return new Sides(op, field, constant, null, BigDecimal.ONE);
      }
      if (right instanceof Expr.VariableField earlier) {
        return new Sides(op, field, null, earlier, BigDecimal.ONE);
      }
      if (right instanceof Expr.Arithmetic product
          && product.op() == Expr.ArithmeticOp.MULTIPLY
          && isNumber(product.left().type())
          && isNumber(product.right().type())) {
        Sides times = times(op, field, exact(product.left()), exact(product.right()));
        return times != null
            ? times
            : times(op, field, exact(product.right()), exact(product.left()));
      }
      return null;
    }

    /** Whole factors alone: others are rounded where digits are too many. */
    private static @Nullable Sides times(
        ComparisonOp op, Expr.Field field, Expr factor, Expr other) {
      BigDecimal by = factor.type() == Type.Simple.INT ? number(factor) : null;
      return by != null && by.signum() > 0 && other instanceof Expr.VariableField earlier
          ? new Sides(op, field, null, earlier, by)
          : null;
    }

    private static ComparisonOp mirrored(ComparisonOp op) {
      return switch (op) {
        case LT -> ComparisonOp.GT;
        case LE -> ComparisonOp.GE;
        case GT -> ComparisonOp.LT;
        case GE -> ComparisonOp.LE;
        case EQ, NE -> op;
      };
    }

    private static boolean isNumber(Type type) {
      return type == Type.Simple.INT || type instanceof Type.Decimal;
    }

    /** An expression without casts that lose nothing. */
    private static Expr exact(Expr e) {
      return e instanceof Expr.Cast cast
              && isNumber(cast.type())
              && isNumber(cast.operand().type())
              && Casts.scale(cast.type()) >= Casts.scale(cast.operand().type())
          ? exact(cast.operand())
          : e;
    }

    private static @Nullable BigDecimal number(Expr e) {
      return e instanceof Expr.Literal literal && literal.value() instanceof Long unscaled
          ? BigDecimal.valueOf(unscaled, Casts.scale(literal.type()))
          : null;
    }

    boolean isLower() {
      return op == ComparisonOp.GT || op == ComparisonOp.GE || op == ComparisonOp.EQ;
    }

    boolean isUpper() {
      return op == ComparisonOp.LT || op == ComparisonOp.LE || op == ComparisonOp.EQ;
    }
  }
}
