package io.tripline.dsl.check.logic;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Decimal;
import io.tripline.dsl.ir.Type.Simple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Warns of conditions that are never true or always true, at the smallest part that is so by
 * itself.
 */
final class ConstantConditions {
  /**
   * More operands of one {@code and} than this are not searched for two that exclude each other.
   */
  private static final int MOST_OPERANDS = 100;

  private final Analysis analysis;
  private final Terms terms;
  private final Diagnostics diagnostics;

  ConstantConditions(Analysis analysis, Diagnostics diagnostics) {
    this.analysis = analysis;
    this.terms = analysis.terms();
    this.diagnostics = diagnostics;
  }

  /**
   * Checks an expression of any type.
   *
   * @param consequence what follows if it is never true; null where nothing is to be said
   */
  void check(Expr expr, @Nullable String consequence) {
    boolean condition = expr instanceof Expr.Literal && expr.type() == Simple.BOOL;
    if (condition && consequence != null && analysis.of(expr).isNeverTrue()) {
      neverTrue(expr, consequence);
    }
    explained(expr, consequence);
  }

  /**
   * Whether something has been said that explains why an expression is constant, if it is. A
   * literal by itself needs no words.
   */
  private boolean explained(Expr expr, @Nullable String consequence) {
    boolean parts = parts(expr, consequence);
    if (expr.type() != Simple.BOOL || expr instanceof Expr.Literal) {
      return false;
    }
    Outcomes outcomes = analysis.of(expr);
    boolean never = outcomes.isNeverTrue();
    if (!never && !(outcomes.isAlwaysTrue() && !terms.mayFail(expr))) {
      return false;
    }
    if (!parts && !comparesNull(expr)) {
      if (never) {
        neverTrue(expr, consequence);
      } else {
        alwaysTrue(expr);
      }
    }
    return true;
  }

  /** Looks at the parts; whether one of them explains the whole. */
  private boolean parts(Expr expr, @Nullable String consequence) {
    return switch (expr) {
      case Expr.Logical logical -> {
        boolean explained = false;
        for (Expr operand : logical.operands()) {
          explained |= explained(operand, logical.and() ? consequence : null);
        }
        yield explained;
      }
      case Expr.Not not -> {
        boolean oneWord = not.place().equals(not.operand().place());
        yield oneWord ? parts(not.operand(), null) : explained(not.operand(), null);
      }
      // Their expressions are about other events.
      case Expr.Aggregate aggregate -> false;
      case Expr.Windowed window -> false;
      default -> {
        boolean condition = expr instanceof Expr.Case || expr.type() == Simple.BOOL;
        boolean explained = false;
        for (Expr part : expr.parts()) {
          explained |= explained(part, null);
        }
        yield condition && explained;
      }
    };
  }

  /** A comparison with the literal null has a warning of its own. */
  private static boolean comparesNull(Expr expr) {
    return expr instanceof Expr.Comparison comparison
        && (isNull(comparison.left()) || isNull(comparison.right()));
  }

  private static boolean isNull(Expr expr) {
    return expr instanceof Expr.Literal literal && literal.value() == null;
  }

  // ---- what to say

  private void neverTrue(Expr expr, @Nullable String consequence) {
    String ending = consequence == null ? "" : ", so " + consequence;
    Related[] related = {};
    String reason = reason(expr);
    if (reason == null
        && expr instanceof Expr.Logical logical
        && logical.operands().size() <= MOST_OPERANDS) {
      List<Place> pair = contradiction(logical.operands());
      if (pair != null && pair.get(0).equals(pair.get(1))) {
        reason = "no value lies between these bounds";
      } else if (pair != null) {
        reason = "two parts of this exclude each other";
        related =
            new Related[] {
              new Related(pair.get(0), "this excludes"), new Related(pair.get(1), "this")
            };
      }
    }
    diagnostics.report(
        Code.NEVER_TRUE,
        expr.place(),
        (reason == null ? "this is never true" : reason + ": this is never true") + ending,
        null,
        related);
  }

  private void alwaysTrue(Expr expr) {
    boolean notNull =
        expr instanceof Expr.Not not
            && not.operand() instanceof Expr.IsNull
            && not.place().equals(not.operand().place());
    diagnostics.report(
        Code.ALWAYS_TRUE,
        expr.place(),
        (notNull ? "this value is never null: " : "") + "this is always true",
        "leave it out");
  }

  private @Nullable String reason(Expr expr) {
    return switch (expr) {
      case Expr.IsNull e -> "this value is never null";
      case Expr.Comparison(var op, Expr left, Expr right, Place place) ->
          op == Expr.ComparisonOp.EQ
                  && (isTooFine(left.type(), terms.constant(right))
                      || isTooFine(right.type(), terms.constant(left)))
              ? "the number has more digits than the value can have"
              : null;
      default -> null;
    };
  }

  private static boolean isTooFine(Type type, @Nullable Constant constant) {
    if (constant == null || !(constant.type() instanceof Decimal)) {
      return false;
    }
    int scale = type instanceof Decimal(int digits) ? digits : 0;
    return (type == Simple.INT || type instanceof Decimal)
        && constant.number().stripTrailingZeros().scale() > scale;
  }

  /** The places of two operands that are never true together; null if there are none. */
  private @Nullable List<Place> contradiction(List<Expr> operands) {
    for (int i = 0; i < operands.size(); i++) {
      for (int j = i + 1; j < operands.size(); j++) {
        State one = analysis.of(operands.get(i)).ifTrue();
        State other = analysis.of(operands.get(j)).ifTrue();
        if (State.and(List.of(one, other)).isNever()) {
          return List.of(operands.get(i).place(), operands.get(j).place());
        }
      }
    }
    return null;
  }
}
