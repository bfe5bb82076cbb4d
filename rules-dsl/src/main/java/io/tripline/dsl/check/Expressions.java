package io.tripline.dsl.check;

import io.tripline.dsl.syntax.Expression;
import java.util.List;
import java.util.function.Consumer;

/** Goes through expressions. */
final class Expressions {
  private Expressions() {}

  /** Shows an expression and everything in it, from the outside in. */
  static void walk(Expression expression, Consumer<Expression> visitor) {
    visitor.accept(expression);
    switch (expression) {
      case Expression.IntegerLiteral e -> {}
      case Expression.DecimalLiteral e -> {}
      case Expression.TextLiteral e -> {}
      case Expression.BooleanLiteral e -> {}
      case Expression.NullLiteral e -> {}
      case Expression.DurationLiteral e -> {}
      case Expression.QuantityLiteral e -> {}
      case Expression.TimestampLiteral e -> {}
      case Expression.Bare e -> {}
      case Expression.Member e -> {}
      case Expression.Broken e -> {}
      case Expression.Call e -> {
        all(e.arguments(), visitor);
        if (e.where() != null) {
          walk(e.where(), visitor);
        }
      }
      case Expression.InList e -> walk(e.operand(), visitor);
      case Expression.Lookup e -> walk(e.key(), visitor);
      case Expression.Negate e -> walk(e.operand(), visitor);
      case Expression.Arithmetic e -> all(List.of(e.left(), e.right()), visitor);
      case Expression.Comparison e -> all(List.of(e.left(), e.right()), visitor);
      case Expression.Logical e -> all(e.operands(), visitor);
      case Expression.Not e -> walk(e.operand(), visitor);
      case Expression.In e -> {
        walk(e.operand(), visitor);
        all(e.options(), visitor);
      }
      case Expression.Between e -> all(List.of(e.operand(), e.low(), e.high()), visitor);
      case Expression.Like e -> all(List.of(e.operand(), e.pattern()), visitor);
      case Expression.Matches e -> all(List.of(e.operand(), e.regex()), visitor);
      case Expression.IsNull e -> walk(e.operand(), visitor);
      case Expression.Case e -> {
        for (Expression.Branch branch : e.branches()) {
          all(List.of(branch.condition(), branch.result()), visitor);
        }
        if (e.otherwise() != null) {
          walk(e.otherwise(), visitor);
        }
      }
    }
  }

  private static void all(List<Expression> expressions, Consumer<Expression> visitor) {
    expressions.forEach(e -> walk(e, visitor));
  }
}
