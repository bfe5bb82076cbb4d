package io.tripline.dsl.check.logic;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.ComparisonOp;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link Outcomes} of conditions. Of a comparison with a constant it knows the values of
 * the other side; of a comparison of two values, which of them is greater; of everything else, only
 * that it has one value wherever it stands.
 */
final class Analysis {
  private final Terms terms;
  private final Domain domain = new Domain();
  private final Map<Expr, Outcomes> known = new IdentityHashMap<>();

  Analysis(Terms terms) {
    this.terms = terms;
  }

  Terms terms() {
    return terms;
  }

  /** The outcomes of an expression of type bool. */
  Outcomes of(Expr condition) {
    Outcomes outcomes = known.get(condition);
    if (outcomes == null) {
      outcomes = find(condition);
      known.put(condition, outcomes);
    }
    return outcomes;
  }

  private Outcomes find(Expr condition) {
    return switch (condition) {
      case Expr.Literal e -> literal(e);
      case Expr.Comparison e -> comparison(e.op(), e.left(), e.right());
      case Expr.Logical e ->
          e.and()
              ? Outcomes.and(e.operands().stream().map(this::of).toList())
              : Outcomes.or(e.operands().stream().map(this::of).toList());
      case Expr.Not e -> of(e.operand()).not();
      case Expr.In e -> in(e);
      case Expr.IsNull e -> isNull(e.operand());
      case Expr.Case e -> choice(e);
      default -> value(condition);
    };
  }

  private Outcomes literal(Expr.Literal literal) {
    if (literal.value() == null) {
      return Outcomes.ALWAYS_UNKNOWN;
    }
    Constant constant = terms.constant(literal);
    if (constant == null) {
      return value(literal);
    }
    return (Boolean) constant.value() ? Outcomes.ALWAYS_TRUE : Outcomes.ALWAYS_FALSE;
  }

  /** Anything that is true or false. */
  private Outcomes value(Expr value) {
    return among(value, LongSet.of(1), LongSet.of(0));
  }

  private Outcomes among(Expr value, LongSet ifTrue, LongSet ifFalse) {
    String term = terms.text(value);
    LongSet all = Domain.all(value.type());
    return new Outcomes(
            State.of(term, ifTrue.and(all), false),
            State.of(term, ifFalse.and(all), false),
            unknown(term, value))
        .orFails(terms.mayFail(value));
  }

  private State unknown(String term, Expr value) {
    return terms.neverNull(value) ? State.NEVER : State.of(term, LongSet.NONE, true);
  }

  // ---- comparisons

  private Outcomes comparison(ComparisonOp op, Expr left, Expr right) {
    if (isNullLiteral(left) || isNullLiteral(right)) {
      return Outcomes.ALWAYS_UNKNOWN;
    }
    Constant a = terms.constant(left);
    Constant b = terms.constant(right);
    if (a != null && b != null) {
      Boolean holds = a.compares(op, b);
      if (holds != null) {
        return holds ? Outcomes.ALWAYS_TRUE : Outcomes.ALWAYS_FALSE;
      }
    } else if (b != null) {
      Outcomes known = withConstant(op, left, b);
      if (known != null) {
        return known;
      }
    } else if (a != null) {
      Outcomes known = withConstant(turned(op), right, a);
      if (known != null) {
        return known;
      }
    }
    return withValue(op, left, right);
  }

  private static boolean isNullLiteral(Expr expr) {
    return expr instanceof Expr.Literal literal && literal.value() == null;
  }

  private @Nullable Outcomes withConstant(ComparisonOp op, Expr value, Constant constant) {
    LongSet holds = domain.where(value.type(), op, constant);
    LongSet fails = domain.where(value.type(), opposite(op), constant);
    return holds == null || fails == null ? null : among(value, holds, fails);
  }

  /** What is known is the order: the term of the pair is −1, 0 or 1. */
  private Outcomes withValue(ComparisonOp op, Expr left, Expr right) {
    String a = terms.text(left);
    String b = terms.text(right);
    boolean fails = terms.mayFail(left) || terms.mayFail(right);
    boolean neverNull = terms.neverNull(left) && terms.neverNull(right);
    if (a.equals(b)) {
      boolean holds = op == ComparisonOp.EQ || op == ComparisonOp.LE || op == ComparisonOp.GE;
      State some = neverNull ? State.ANY : State.of(a, Domain.all(left.type()), false);
      State none = neverNull ? State.NEVER : State.of(a, LongSet.NONE, true);
      return new Outcomes(holds ? some : State.NEVER, holds ? State.NEVER : some, none)
          .orFails(fails);
    }
    boolean inOrder = a.compareTo(b) < 0;
    String pair = inOrder ? a + " ? " + b : b + " ? " + a;
    ComparisonOp sign = inOrder ? op : turned(op);
    State unknown = neverNull ? State.NEVER : State.of(pair, LongSet.NONE, true);
    return new Outcomes(
            State.of(pair, signs(sign), false),
            State.of(pair, signs(opposite(sign)), false),
            unknown)
        .orFails(fails);
  }

  private static LongSet signs(ComparisonOp op) {
    return switch (op) {
      case EQ -> LongSet.of(0);
      case NE -> LongSet.of(-1, 1);
      case LT -> LongSet.of(-1);
      case LE -> LongSet.of(-1, 0);
      case GT -> LongSet.of(1);
      case GE -> LongSet.of(0, 1);
    };
  }

  private static ComparisonOp turned(ComparisonOp op) {
    return switch (op) {
      case EQ, NE -> op;
      case LT -> ComparisonOp.GT;
      case LE -> ComparisonOp.GE;
      case GT -> ComparisonOp.LT;
      case GE -> ComparisonOp.LE;
    };
  }

  private static ComparisonOp opposite(ComparisonOp op) {
    return switch (op) {
      case EQ -> ComparisonOp.NE;
      case NE -> ComparisonOp.EQ;
      case LT -> ComparisonOp.GE;
      case LE -> ComparisonOp.GT;
      case GT -> ComparisonOp.LE;
      case GE -> ComparisonOp.LT;
    };
  }

  // ---- the rest

  /** {@code x in (a, b)} is {@code x = a or x = b}; of many constants one set is made. */
  private Outcomes in(Expr.In in) {
    List<Outcomes> each = new ArrayList<>();
    LongSet constants = LongSet.NONE;
    boolean exact = terms.constant(in.operand()) == null;
    List<Constant> plain = new ArrayList<>();
    for (Expr option : in.options()) {
      Constant constant = exact ? terms.constant(option) : null;
      if (constant != null
          && domain.where(in.operand().type(), ComparisonOp.EQ, constant) != null) {
        plain.add(constant);
      } else {
        each.add(comparison(ComparisonOp.EQ, in.operand(), option));
      }
    }
    if (!plain.isEmpty()) {
      constants = domain.anyOf(in.operand().type(), plain);
      LongSet all = Domain.all(in.operand().type());
      each.add(among(in.operand(), constants, constants.complementIn(all)));
    }
    return each.size() == 1 ? each.getFirst() : Outcomes.or(each);
  }

  private Outcomes isNull(Expr operand) {
    if (isNullLiteral(operand)) {
      return Outcomes.ALWAYS_TRUE;
    }
    boolean fails = terms.mayFail(operand);
    if (terms.neverNull(operand)) {
      return Outcomes.ALWAYS_FALSE.orFails(fails);
    }
    if (operand.type() == Simple.BOOL) {
      Outcomes outcomes = of(operand);
      State known = State.or(List.of(outcomes.ifTrue(), outcomes.ifFalse()));
      return new Outcomes(outcomes.ifUnknown(), known, State.NEVER).orFails(fails);
    }
    String term = terms.text(operand);
    Type type = operand.type();
    return new Outcomes(
            State.of(term, LongSet.NONE, true),
            State.of(term, Domain.all(type), false),
            State.NEVER)
        .orFails(fails);
  }

  /**
   * What must hold to come to the first branch, the second one, …, and to what follows the last.
   */
  List<State> arrivals(Expr.Case choice) {
    List<State> arrivals = new ArrayList<>();
    State now = State.ANY;
    for (Expr.Case.When branch : choice.branches()) {
      arrivals.add(now);
      boolean fails = terms.mayFail(branch.condition());
      now = State.and(List.of(now, of(branch.condition()).orFails(fails).ifNotTrue()));
    }
    arrivals.add(now);
    return arrivals;
  }

  private Outcomes choice(Expr.Case choice) {
    List<State> arrivals = arrivals(choice);
    List<State> ifTrue = new ArrayList<>();
    List<State> ifFalse = new ArrayList<>();
    List<State> ifUnknown = new ArrayList<>();
    for (int i = 0; i < arrivals.size(); i++) {
      boolean last = i == choice.branches().size();
      Expr result = last ? choice.otherwise() : choice.branches().get(i).result();
      State chosen = last ? State.ANY : of(choice.branches().get(i).condition()).ifTrue();
      Outcomes outcomes = result == null ? Outcomes.ALWAYS_UNKNOWN : of(result);
      ifTrue.add(State.and(List.of(arrivals.get(i), chosen, outcomes.ifTrue())));
      ifFalse.add(State.and(List.of(arrivals.get(i), chosen, outcomes.ifFalse())));
      ifUnknown.add(State.and(List.of(arrivals.get(i), chosen, outcomes.ifUnknown())));
    }
    return new Outcomes(State.or(ifTrue), State.or(ifFalse), State.or(ifUnknown))
        .orFails(terms.mayFail(choice));
  }
}
