package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.match.reference.ReferenceMatcher.Bound;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The few expressions that random conditions and worked examples use, over ints and bools, computed
 * from the bound events themselves. Null is unknown.
 */
final class RefEvaluator {
  private final List<RefEvent> events;
  private final List<Bound> bound;
  private final int tested;

  RefEvaluator(List<RefEvent> events, List<Bound> bound, int tested) {
    this.events = events;
    this.bound = bound;
    this.tested = tested;
  }

  boolean isTrue(Expr condition) {
    return Boolean.TRUE.equals(bool(condition));
  }

  private @Nullable Boolean bool(Expr expr) {
    return switch (expr) {
      case Expr.Comparison c -> {
        Long a = number(c.left(), tested);
        Long b = number(c.right(), tested);
        if (a == null || b == null) {
          yield null;
        }
        yield switch (c.op()) {
          case EQ -> a.equals(b);
          case NE -> !a.equals(b);
          case LT -> a < b;
          case LE -> a <= b;
          case GT -> a > b;
          case GE -> a >= b;
        };
      }
      case Expr.Logical l -> {
        List<@Nullable Boolean> values = l.operands().stream().map(this::bool).toList();
        if (values.contains(!l.and())) {
          yield !l.and();
        }
        yield values.contains(null) ? null : (Boolean) l.and();
      }
      case Expr.Not n -> {
        Boolean value = bool(n.operand());
        yield value == null ? null : (Boolean) !value;
      }
      case Expr.IsNull n -> number(n.operand(), tested) == null;
      case Expr.Field f -> {
        Long value = number(f, tested);
        yield value == null ? null : (Boolean) (value != 0);
      }
      default -> throw new IllegalArgumentException("the reference does not know " + expr);
    };
  }

  private @Nullable Long number(Expr expr, int event) {
    return switch (expr) {
      case Expr.Literal l -> (Long) l.value();
      case Expr.Field f -> {
        long value = events.get(event).fields()[f.field()];
        yield value == Long.MIN_VALUE ? null : (Long) value;
      }
      case Expr.VariableField f ->
          bound.stream()
              .filter(b -> b.variable() == f.variable())
              .findFirst()
              .map(b -> number(new Expr.Field(f.field(), f.type(), f.place()), b.event()))
              .orElse(null);
      case Expr.Aggregate a -> aggregate(a);
      case Expr.Coalesce c ->
          c.operands().stream()
              .map(o -> number(o, event))
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      case Expr.Arithmetic a -> {
        Long left = number(a.left(), event);
        Long right = number(a.right(), event);
        if (left == null || right == null) {
          yield null;
        }
        yield switch (a.op()) {
          case ADD -> (Long) Math.addExact(left, right);
          case SUBTRACT -> (Long) Math.subtractExact(left, right);
          case MULTIPLY -> (Long) Math.multiplyExact(left, right);
          case DIVIDE, REMAINDER ->
              throw new IllegalArgumentException("the reference does not know " + expr);
        };
      }
      default -> throw new IllegalArgumentException("the reference does not know " + expr);
    };
  }

  private @Nullable Long aggregate(Expr.Aggregate a) {
    List<Bound> covered = bound.stream().filter(b -> b.variable() == a.variable()).toList();
    Expr argument = a.argument();
    if (argument == null) {
      return (long) covered.size();
    }
    List<@Nullable Long> all = covered.stream().map(b -> number(argument, b.event())).toList();
    List<Long> values = all.stream().filter(Objects::nonNull).map(v -> (Long) v).toList();
    return switch (a.kind()) {
      case COUNT -> (long) values.size();
      case SUM -> values.isEmpty() ? null : values.stream().mapToLong(v -> v).sum();
      case MIN -> values.stream().min(Long::compare).orElse(null);
      case MAX -> values.stream().max(Long::compare).orElse(null);
      case DISTINCT -> values.stream().distinct().count();
      case FIRST -> all.isEmpty() ? null : all.getFirst();
      case LAST -> all.isEmpty() ? null : all.getLast();
      case AVG, STDDEV, MEDIAN, PERCENTILE, SEEN ->
          throw new IllegalArgumentException("the reference does not know " + a);
    };
  }
}
