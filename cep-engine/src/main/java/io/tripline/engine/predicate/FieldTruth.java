package io.tripline.engine.predicate;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.expression.LongBound;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The truth of conditions on one field and constants (see {@link FieldTest}), value by value. It is
 * asked for each value that a condition names, so a list is not gone through each time: its
 * constants are in a set. Not thread-safe.
 */
final class FieldTruth {
  /** A value of the field: null, a key, or a text (null: one that no constant is). */
  record Value(boolean isNull, long key, @Nullable String text) {}

  /**
   * The constants of a list.
   *
   * @param values texts, or keys of numbers
   */
  private record Options(Set<Object> values, boolean withNull) {}

  private final Map<Expr.In, Options> lists = new IdentityHashMap<>();

  /** 1, 0 or {@link Nulls#UNKNOWN}. */
  int of(Expr e, Value value) {
    return switch (e) {
      case Expr.Literal l -> l.value() instanceof Boolean b ? (b ? 1 : 0) : Nulls.UNKNOWN;
      case Expr.Field f -> value.isNull() ? Nulls.UNKNOWN : value.key() == 1 ? 1 : 0;
      case Expr.Not n -> {
        int operand = of(n.operand(), value);
        yield operand == Nulls.UNKNOWN ? operand : 1 - operand;
      }
      case Expr.Logical l -> logical(l, value);
      case Expr.IsNull n -> value.isNull() ? 1 : 0;
      case Expr.Comparison c -> compare((Expr.Field) c.left(), c.op(), c.right(), value);
      case Expr.In i -> isIn(i, value);
      default -> throw new IllegalStateException(e.toString());
    };
  }

  private int logical(Expr.Logical e, Value value) {
    int decides = e.and() ? 0 : 1;
    int result = 1 - decides;
    for (Expr operand : e.operands()) {
      int truth = of(operand, value);
      if (truth == decides) {
        return decides;
      }
      result = truth == Nulls.UNKNOWN ? truth : result;
    }
    return result;
  }

  private int isIn(Expr.In e, Value value) {
    Options options = lists.computeIfAbsent(e, FieldTruth::options);
    if (value.isNull()) {
      return e.options().isEmpty() ? 0 : Nulls.UNKNOWN;
    }
    String text = value.text();
    if (options.values.contains(text == null ? (Object) value.key() : text)) {
      return 1;
    }
    return options.withNull ? Nulls.UNKNOWN : 0;
  }

  private static Options options(Expr.In e) {
    Set<Object> values = new HashSet<>();
    boolean withNull = false;
    for (Expr option : e.options()) {
      Expr.Literal literal = (Expr.Literal) option;
      switch (literal.value()) {
        case null -> withNull = true;
        case String text -> values.add(text);
        case Boolean b -> values.add(b ? 1L : 0L);
        // What is not a number is equal to none.
        case Double d when Double.isNaN(d) -> {}
        case Double d -> values.add(FieldTest.key(d));
        case Long n -> {
          LongBound bound =
              FieldTest.bound((Expr.Field) e.operand(), Expr.ComparisonOp.EQ, literal, n);
          if (!bound.never()) {
            values.add(bound.value());
          }
        }
        default -> throw new IllegalStateException(literal.toString());
      }
    }
    return new Options(values, withNull);
  }

  private static int compare(Expr.Field field, Expr.ComparisonOp op, Expr constant, Value value) {
    Expr.Literal literal = (Expr.Literal) constant;
    Object with = literal.value();
    if (value.isNull() || with == null) {
      return Nulls.UNKNOWN;
    }
    boolean holds =
        switch (with) {
          case String text -> text.equals(value.text()) == (op == Expr.ComparisonOp.EQ);
          case Boolean b -> (value.key() == (b ? 1 : 0)) == (op == Expr.ComparisonOp.EQ);
          case Double d -> holds(op, FieldTest.real(value.key()), d);
          case Long n -> FieldTest.bound(field, op, literal, n).holds(value.key());
          default -> throw new IllegalStateException(with.toString());
        };
    return holds ? 1 : 0;
  }

  private static boolean holds(Expr.ComparisonOp op, double a, double b) {
    return switch (op) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }
}
