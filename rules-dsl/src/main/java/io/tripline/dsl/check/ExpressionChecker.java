package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.function.Function;
import io.tripline.dsl.function.Functions;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives expressions their types, in two directions: from the operands up, and for what does not
 * know its own type (an enum value, a text that is an address, null) from its neighbors.
 *
 * <p>Null stands for an expression that is wrong and has been reported.
 */
final class ExpressionChecker {
  private final Scope scope;
  private final Diagnostics diagnostics;
  private final NameChecker names;
  private final Operators operators;
  private final ComparisonChecker comparisons;
  private final CallChecker calls;

  ExpressionChecker(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
    this.names = new NameChecker(scope, diagnostics);
    this.operators = new Operators(diagnostics);
    this.comparisons = new ComparisonChecker(this, diagnostics);
    this.calls = new CallChecker(this, scope, names, diagnostics);
  }

  /** An expression of type bool. */
  @Nullable Expr condition(Expression expression) {
    Expr checked = check(expression, Simple.BOOL);
    if (checked == null || checked.type() == Simple.BOOL) {
      return checked;
    }
    diagnostics.report(
        Code.NOT_A_CONDITION,
        expression.place(),
        "a condition is true or false, but this is " + Operators.article(checked.type()));
    return null;
  }

  /** An expression whose neighbors say nothing of its type. */
  @Nullable Expr check(Expression expression) {
    return check(expression, null);
  }

  /**
   * An expression.
   *
   * @param expected the type that its neighbors have; it helps to understand what has no type of
   *     its own, and is not enforced
   */
  @Nullable Expr check(Expression expression, @Nullable Type expected) {
    if (Literals.isLiteral(expression)) {
      return literal(expression, expected);
    }
    return switch (expression) {
      case Expression.Broken broken -> null;
      case Expression.Bare(var name) -> names.bare(name, expected);
      case Expression.Member member -> names.member(member);
      case Expression.Call call -> calls.call(call, expected);
      case Expression.Negate(Expression operand, Place place) -> {
        Expr checked = check(operand, expected);
        if (checked instanceof Expr.Literal) {
          scope.symbols().parameters().negated(place, checked.place());
        }
        yield checked == null ? null : operators.negate(checked, place);
      }
      case Expression.Arithmetic(var op, Expression left, Expression right, Place place) -> {
        Expr a = check(left);
        Expr b = check(right);
        yield a == null || b == null ? null : operators.arithmetic(op, a, b, place);
      }
      case Expression.Logical(boolean and, var operands, Place place) -> {
        List<@Nullable Expr> checked = operands.stream().map(this::condition).toList();
        List<Expr> all = Nulls.ifNone(checked);
        yield all == null ? null : new Expr.Logical(and, all, place);
      }
      case Expression.Not(Expression operand, Place place) -> {
        Expr checked = condition(operand);
        yield checked == null ? null : new Expr.Not(checked, place);
      }
      case Expression.Comparison comparison -> comparisons.comparison(comparison);
      case Expression.In in -> comparisons.in(in);
      case Expression.Between between -> comparisons.between(between);
      case Expression.Like(Expression operand, Expression pattern, boolean negated, Place place) ->
          not(negated, new TextChecker(this, diagnostics).like(operand, pattern, place));
      case Expression.Matches(Expression operand, Expression regex, boolean negated, Place place) ->
          not(negated, new TextChecker(this, diagnostics).matches(operand, regex, place));
      case Expression.InList in -> new DataChecker(this, diagnostics).inList(in);
      case Expression.Lookup lookup -> new DataChecker(this, diagnostics).lookup(lookup);
      case Expression.IsNull(Expression operand, boolean negated, Place place) -> {
        Expr checked = check(operand);
        yield checked == null ? null : not(negated, new Expr.IsNull(checked, place));
      }
      case Expression.Case choice -> caseWhen(choice, expected);
      default -> throw new IllegalStateException("a literal: " + expression);
    };
  }

  static @Nullable Expr not(boolean negated, @Nullable Expr condition) {
    return negated && condition != null ? new Expr.Not(condition, condition.place()) : condition;
  }

  // ---- literals

  private @Nullable Expr literal(Expression expression, @Nullable Type expected) {
    if (expression instanceof Expression.TextLiteral(String text, Place place)
        && expected != null
        && expected != Simple.STRING) {
      return textAs(text, expected, place);
    }
    Expr.Literal literal = Literals.read(expression, diagnostics);
    return literal != null && literal.value() == null && expected != null
        ? new Expr.Literal(null, expected, literal.place())
        : literal;
  }

  /** A text beside a value of another type: a literal of that type, if it can be. */
  private @Nullable Expr textAs(String text, Type type, Place place) {
    if (type == Simple.IP) {
      Optional<IpAddress> address = IpAddress.parse(text);
      return address.isPresent()
          ? new Expr.Literal(address.get(), type, place)
          : bad(place, "'" + text + "' is not an IP address", null);
    }
    if (type == Simple.TIMESTAMP) {
      Optional<Long> millis = Literals.timestamp(text);
      return millis.isPresent()
          ? new Expr.Literal(millis.get(), type, place)
          : bad(
              place,
              "'" + text + "' is not a timestamp",
              "timestamps read like '2026-01-31T10:00:00Z'");
    }
    if (type instanceof Type.Enumeration(var symbols)) {
      diagnostics.report(
          Code.QUOTED_SYMBOL,
          place,
          "the values of " + type + " are written without quotes",
          symbols.contains(text) ? "write `" + text + "`" : null);
      return null;
    }
    return new Expr.Literal(text, Simple.STRING, place);
  }

  private @Nullable Expr bad(Place place, String message, @Nullable String hint) {
    diagnostics.report(Code.BAD_LITERAL, place, message, hint);
    return null;
  }

  // ---- alternatives

  private @Nullable Expr caseWhen(Expression.Case choice, @Nullable Type expected) {
    List<@Nullable Expr> conditions = new ArrayList<>();
    List<Expression> results = new ArrayList<>();
    for (Expression.Branch branch : choice.branches()) {
      conditions.add(condition(branch.condition()));
      results.add(branch.result());
    }
    if (choice.otherwise() != null) {
      results.add(choice.otherwise());
    }
    List<Expr> alternatives = alternatives(results, expected);
    List<Expr> tests = Nulls.ifNone(conditions);
    if (alternatives == null || tests == null) {
      return null;
    }
    List<Expr.Case.When> branches = new ArrayList<>();
    for (int i = 0; i < tests.size(); i++) {
      branches.add(new Expr.Case.When(tests.get(i), alternatives.get(i)));
    }
    return new Expr.Case(
        branches,
        choice.otherwise() == null ? null : alternatives.getLast(),
        alternatives.getFirst().type(),
        choice.place());
  }

  /** Expressions of which one is chosen, cast to one type; null if they do not agree. */
  @Nullable List<Expr> alternatives(List<Expression> expressions, @Nullable Type expected) {
    List<Expr> checked = neighbors(expressions, expected);
    if (checked == null) {
      return null;
    }
    Type common = Coercion.common(checked.stream().map(Expr::type).toList());
    if (common == null) {
      reportMixed(checked);
      return null;
    }
    return Coercion.castAll(checked, common, diagnostics);
  }

  private void reportMixed(List<Expr> alternatives) {
    Type first = alternatives.getFirst().type();
    for (Expr other : alternatives) {
      if (Coercion.common(List.of(first, other.type())) == null) {
        diagnostics.report(
            Code.MIXED_TYPES,
            other.place(),
            "this is "
                + Operators.article(other.type())
                + ", where the first alternative is "
                + Operators.article(first));
        return;
      }
    }
  }

  /**
   * Expressions that stand side by side, as in {@code a = b}. Those that have no type of their own
   * learn it from the others. Null if any is wrong.
   */
  @Nullable List<Expr> neighbors(List<Expression> expressions, @Nullable Type expected) {
    @Nullable Expr[] checked = new @Nullable Expr[expressions.size()];
    @Nullable Type known = expected;
    boolean wrong = false;
    for (Clarity clarity : Clarity.values()) {
      for (int i = 0; i < checked.length; i++) {
        Expression expression = expressions.get(i);
        boolean hopeless =
            clarity == Clarity.NEEDS_NEIGHBOR
                && wrong
                && known == null
                && expression instanceof Expression.Bare;
        if (clarity(expression) == clarity && !hopeless) {
          checked[i] = check(expression, clarity == Clarity.CLEAR ? expected : known);
          wrong |= checked[i] == null;
          if (known == null && checked[i] != null && checked[i].type() != Simple.NULL) {
            known = checked[i].type();
          }
        }
      }
    }
    List<@Nullable Expr> all = Arrays.asList(checked);
    warnHidden(expressions, all);
    return wrong ? null : Nulls.ifNone(all);
  }

  /** How much an expression says of its own type, from much to little. */
  private enum Clarity {
    CLEAR,
    /** A parameter or a feature; beside an enum that has a value of that name, it is the value. */
    MAYBE_A_VALUE,
    NEEDS_NEIGHBOR
  }

  private Clarity clarity(Expression expression) {
    if (needsNeighbor(expression)) {
      return Clarity.NEEDS_NEIGHBOR;
    }
    return expression instanceof Expression.Bare(var name) && !names.isField(name)
        ? Clarity.MAYBE_A_VALUE
        : Clarity.CLEAR;
  }

  /** A field may have the name of a value that its neighbor, an enum, can have. */
  private void warnHidden(List<Expression> expressions, List<@Nullable Expr> checked) {
    for (int i = 0; i < checked.size(); i++) {
      if (expressions.get(i) instanceof Expression.Bare(Name name) && names.isField(name)) {
        for (int j = 0; j < checked.size(); j++) {
          Expr other = checked.get(j);
          if (i != j
              && other != null
              && other.type() instanceof Type.Enumeration(var symbols)
              && symbols.contains(name.text())) {
            names.warnHidden(name, "field", "value");
          }
        }
      }
    }
  }

  /** Whether the type of an expression can only be known from its neighbors. */
  boolean needsNeighbor(Expression expression) {
    return switch (expression) {
      case Expression.TextLiteral t -> true;
      case Expression.NullLiteral n -> true;
      case Expression.Bare(var name) -> names.isUnknown(name);
      case Expression.Case choice ->
          choice.branches().stream().allMatch(b -> needsNeighbor(b.result()))
              && (choice.otherwise() == null || needsNeighbor(choice.otherwise()));
      case Expression.Call call ->
          Functions.find(call.function().text()).map(Function::form).orElse(Function.Form.CALL)
                  != Function.Form.CALL
              && call.arguments().stream().allMatch(this::needsNeighbor);
      default -> false;
    };
  }

  Scope scope() {
    return scope;
  }
}
