package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.match.reference.ReferenceMatcher.Bound;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The few expressions that random conditions and worked examples use, over numbers and bools,
 * computed from the bound events themselves. Null is unknown.
 */
public final class RefEvaluator {
  private final RefValues values;
  private final List<RefEvent> events;
  private final List<Bound> bound;
  private final int tested;

  RefEvaluator(List<RefEvent> events, List<Bound> bound, int tested) {
    this(RefValues.NONE, events, bound, tested);
  }

  RefEvaluator(RefValues values, List<RefEvent> events, List<Bound> bound, int tested) {
    this.values = values;
    this.events = events;
    this.bound = bound;
    this.tested = tested;
  }

  /** The value of what a window is over, at a counted event. */
  public static @Nullable Long argument(Expr argument, RefEvent counted) {
    return new RefEvaluator(List.of(counted), List.of(), 0).number(argument, 0);
  }

  /** Whether the {@code where} of a window lets an event count, seen from the tested one. */
  public static boolean counts(Expr where, RefEvent counted, RefEvent tested) {
    return new RefEvaluator(List.of(counted, tested), List.of(), 0).isTrue(where);
  }

  boolean isTrue(Expr condition) {
    return Boolean.TRUE.equals(bool(condition));
  }

  private @Nullable Boolean bool(Expr expr) {
    return switch (expr) {
      case Expr.Comparison c -> {
        BigDecimal a = exact(c.left());
        BigDecimal b = exact(c.right());
        if (a == null || b == null) {
          yield null;
        }
        int order = a.compareTo(b);
        yield switch (c.op()) {
          case EQ -> order == 0;
          case NE -> order != 0;
          case LT -> order < 0;
          case LE -> order <= 0;
          case GT -> order > 0;
          case GE -> order >= 0;
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
      case Expr.IsNull n -> exact(n.operand()) == null;
      case Expr.Windowed w -> (Boolean) values.at(w, events.get(tested));
      case Expr.FeatureValue f -> (Boolean) values.at(f, events.get(tested));
      case Expr.Field f -> {
        Long value = number(f, tested);
        yield value == null ? null : (Boolean) (value != 0);
      }
      default -> throw new IllegalArgumentException("the reference does not know " + expr);
    };
  }

  /** A number, whatever its type. */
  private @Nullable BigDecimal exact(Expr expr) {
    Object value =
        switch (expr) {
          case Expr.Windowed w -> values.at(w, events.get(tested));
          case Expr.FeatureValue f -> values.at(f, events.get(tested));
          case Expr.Cast c -> exact(c.operand());
          default -> number(expr, tested);
        };
    int scale = expr.type() instanceof Type.Decimal(int digits) ? digits : 0;
    return switch (value) {
      case null -> null;
      case BigDecimal number -> number;
      case Double number -> new BigDecimal(number);
      case Long unscaled -> BigDecimal.valueOf(unscaled, scale);
      default -> throw new IllegalArgumentException("no number: " + value);
    };
  }

  private @Nullable Long number(Expr expr, int event) {
    return switch (expr) {
      case Expr.ThisField f -> number(new Expr.Field(f.field(), f.type(), f.place()), 1);
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
