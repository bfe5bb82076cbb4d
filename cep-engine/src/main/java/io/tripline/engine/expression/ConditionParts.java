package io.tripline.engine.expression;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.feature.Canonical;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition in two: what can be asked of the event alone, without a run-time error, and what is
 * left to ask of each partial match. The condition is true where all of both are true; the base is
 * asked first, so that the rest, and the errors in it, are met only where the base is true.
 *
 * @param base conjuncts that look at fields of the tested event only and cannot fail, and what
 *     follows from the rest about them ({@link ImpliedBounds}); all have to be true (null is not)
 * @param rest the other conjuncts, in the order of the text, as one condition; null if there are
 *     none, so that the base decides
 */
public record ConditionParts(List<Expr> base, @Nullable Expr rest) {
  /** Functions that can end in a run-time error. */
  private static final Set<String> CAN_FAIL = Set.of("speed", "substring");

  public ConditionParts {
    base = List.copyOf(base);
  }

  /**
   * Splits a condition.
   *
   * @param condition null for none, which every event satisfies
   */
  public static ConditionParts of(@Nullable Expr condition) {
    if (condition == null) {
      return new ConditionParts(List.of(), null);
    }
    List<Expr> base = new ArrayList<>();
    List<Expr> rest = new ArrayList<>();
    for (Expr conjunct : conjuncts(condition)) {
      (isBase(conjunct) ? base : rest).add(conjunct);
    }
    if (rest.isEmpty()) {
      return new ConditionParts(base, null);
    }
    Expr left =
        rest.size() == 1 ? rest.getFirst() : new Expr.Logical(true, rest, condition.place());
    return new ConditionParts(base, left);
  }

  /** The same for the condition of a variable, with what other variables' conditions imply. */
  public static ConditionParts of(Variable variable, Rule rule) {
    ConditionParts parts = of(variable.condition());
    if (parts.rest == null) {
      return parts;
    }
    List<Expr> base = new ArrayList<>(parts.base);
    base.addAll(new ImpliedBounds(rule).of(variable));
    return new ConditionParts(base, parts.rest);
  }

  /** One text for conjuncts of a base that are equal, wherever they stand. */
  public static String text(Expr conjunct, EventType type) {
    return new Canonical(type).text(conjunct);
  }

  /** Whether the base alone decides. */
  public boolean decided() {
    return rest == null;
  }

  /**
   * Expressions that are all true where the condition is: {@code and} taken apart, and {@code not}
   * moved inward as far as that makes more of them.
   */
  static List<Expr> conjuncts(@Nullable Expr condition) {
    List<Expr> all = new ArrayList<>();
    if (condition != null) {
      collect(condition, true, all);
    }
    return all;
  }

  private static void collect(Expr e, boolean wanted, List<Expr> out) {
    if (e instanceof Expr.Not not) {
      collect(not.operand(), !wanted, out);
    } else if (e instanceof Expr.Logical logical && logical.and() == wanted) {
      logical.operands().forEach(o -> collect(o, wanted, out));
    } else if (wanted) {
      out.add(e);
    } else {
      out.add(e instanceof Expr.Comparison c ? inverted(c) : new Expr.Not(e, e.place()));
    }
  }

  private static Expr inverted(Expr.Comparison c) {
    Expr.ComparisonOp op =
        switch (c.op()) {
          case EQ -> Expr.ComparisonOp.NE;
          case NE -> Expr.ComparisonOp.EQ;
          case LT -> Expr.ComparisonOp.GE;
          case LE -> Expr.ComparisonOp.GT;
          case GT -> Expr.ComparisonOp.LE;
          case GE -> Expr.ComparisonOp.LT;
        };
    return new Expr.Comparison(op, c.left(), c.right(), c.place());
  }

  private static boolean isBase(Expr e) {
    return switch (e) {
      case Expr.VariableField v -> false;
      case Expr.Aggregate a -> false;
      case Expr.ThisField t -> false;
      case Expr.Windowed w -> false;
      case Expr.Lookup l -> false;
      case Expr.InList i -> false;
      default -> !canFail(e) && e.parts().stream().allMatch(ConditionParts::isBase);
    };
  }

  /** Whether computing it from its parts can end in a run-time error. */
  private static boolean canFail(Expr e) {
    return switch (e) {
      case Expr.Arithmetic a -> !isRemainderByConstant(a);
      case Expr.Cast c -> isRescale(c);
      case Expr.Call c -> CAN_FAIL.contains(c.function());
      default -> false;
    };
  }

  /** Whether evaluating it can end in a run-time error. */
  static boolean mayFail(Expr e) {
    return canFail(e)
        || e instanceof Expr.Aggregate
        || e.parts().stream().anyMatch(ConditionParts::mayFail);
  }

  /** {@code amount % 100}: cannot fail, as nothing has to be multiplied that is not known. */
  private static boolean isRemainderByConstant(Expr.Arithmetic a) {
    if (a.op() != Expr.ArithmeticOp.REMAINDER
        || Kind.of(a.type()) != Kind.LONG
        || !(a.right() instanceof Expr.Literal(Object value, Type type, Place place))
        || !(value instanceof Long divisor)
        || Casts.scale(a.left().type()) != Casts.scale(a.type())) {
      return false;
    }
    int digits = Casts.scale(a.type()) - Casts.scale(type);
    return divisor != 0 && Decimals.rescale(divisor, digits) != Long.MIN_VALUE;
  }

  private static boolean isRescale(Expr.Cast c) {
    Type from = c.operand().type();
    return from != Type.Simple.NULL
        && Kind.of(c.type()) == Kind.LONG
        && Casts.scale(c.type()) != Casts.scale(from);
  }
}
