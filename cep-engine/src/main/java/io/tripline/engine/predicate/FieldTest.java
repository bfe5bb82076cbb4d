package io.tripline.engine.predicate;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.expression.Kind;
import io.tripline.engine.expression.LongBound;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one field and constants, by the values for which it is true. Values are keys: of a
 * number the number itself, of a double a long that orders as doubles do, of a text the text. A
 * condition on numbers is true in a few intervals of keys; one on texts is true for some texts that
 * it names, or for all but some.
 *
 * @param field index of the field
 * @param onText whether it is a text; then {@code texts} counts, else {@code intervals}
 * @param intervals ascending, both ends inclusive, without a gap between none
 * @param texts the texts for which it is true, or false where {@code others} is
 * @param others whether it is true for all other texts
 * @param ofNull whether it is true where the field is null
 */
record FieldTest(
    int field,
    boolean onText,
    List<KeySet.Interval> intervals,
    Set<String> texts,
    boolean others,
    boolean ofNull) {
  /** More constants than that are not worth an index. */
  private static final int MOST_CONSTANTS = 20_000;

  /** What a condition says of its field, or null if it is not one of that kind. */
  static @Nullable FieldTest of(Expr condition) {
    Set<Integer> fields = new HashSet<>();
    Type[] type = {Type.Simple.NULL};
    condition.walk(
        e -> {
          if (e instanceof Expr.Field f) {
            fields.add(f.field());
            type[0] = f.type();
          }
        });
    if (fields.size() != 1) {
      return null;
    }
    int field = fields.iterator().next();
    Kind kind = Kind.of(type[0]);
    if (kind == Kind.TEXT) {
      return onText(field, condition);
    }
    return kind == Kind.OBJECT ? null : onNumber(field, kind, condition);
  }

  private static @Nullable FieldTest onText(int field, Expr condition) {
    Set<String> constants = new HashSet<>();
    if (!new Reading(Kind.TEXT, constants::add, k -> {}).reads(condition)
        || constants.size() > MOST_CONSTANTS) {
      return null;
    }
    FieldTruth truth = new FieldTruth();
    boolean others = truth.of(condition, new FieldTruth.Value(false, 0, null)) == 1;
    boolean ofNull = truth.of(condition, new FieldTruth.Value(true, 0, null)) == 1;
    Set<String> texts = new HashSet<>();
    for (String constant : constants) {
      if ((truth.of(condition, new FieldTruth.Value(false, 0, constant)) == 1) != others) {
        texts.add(constant);
      }
    }
    return new FieldTest(field, true, List.of(), Set.copyOf(texts), others, ofNull);
  }

  private static @Nullable FieldTest onNumber(int field, Kind kind, Expr condition) {
    TreeSet<Long> starts = new TreeSet<>();
    Reading reading =
        new Reading(
            kind,
            text -> {},
            key -> {
              starts.add(key);
              if (key < Long.MAX_VALUE) {
                starts.add(key + 1);
              }
            });
    if (!reading.reads(condition) || starts.size() > 2 * MOST_CONSTANTS) {
      return null;
    }
    if (kind == Kind.DOUBLE) {
      starts.add(key(Double.NEGATIVE_INFINITY));
      starts.headSet(key(Double.NEGATIVE_INFINITY)).clear();
    } else {
      starts.add(KeySet.LEAST);
    }
    FieldTruth truth = new FieldTruth();
    List<KeySet.Interval> intervals = new ArrayList<>();
    for (Long start : starts) {
      if (truth.of(condition, new FieldTruth.Value(false, start, null)) != 1) {
        continue;
      }
      Long next = starts.higher(start);
      long end = next == null ? Long.MAX_VALUE : next - 1;
      int last = intervals.size() - 1;
      if (last >= 0 && intervals.get(last).to() == start - 1) {
        intervals.set(last, new KeySet.Interval(intervals.get(last).from(), end));
      } else {
        intervals.add(new KeySet.Interval(start, end));
      }
    }
    boolean ofNull = truth.of(condition, new FieldTruth.Value(true, 0, null)) == 1;
    return new FieldTest(field, false, List.copyOf(intervals), Set.of(), false, ofNull);
  }

  /** Whether it is true for a few values only, and not for null. */
  boolean isFinite() {
    return !ofNull && (onText ? !others : intervals.stream().allMatch(i -> i.from() == i.to()));
  }

  // ---- keys

  /** A long that orders as doubles do; 0.0 and −0.0 have one. Not for NaN. */
  static long key(double value) {
    long bits = Double.doubleToRawLongBits(value + 0.0);
    return bits ^ bits >> 63 & Long.MAX_VALUE;
  }

  /** The double that has a key. */
  static double real(long key) {
    return Double.longBitsToDouble(key ^ key >> 63 & Long.MAX_VALUE);
  }

  // ---- reading a condition

  /** Looks whether a condition is of a form that can be read, and collects its constants. */
  private record Reading(
      Kind kind, java.util.function.Consumer<String> texts, java.util.function.LongConsumer keys) {

    boolean reads(Expr e) {
      return switch (e) {
        case Expr.Literal l -> l.type() == Type.Simple.BOOL || l.type() == Type.Simple.NULL;
        case Expr.Field f -> {
          keys.accept(1);
          yield Kind.of(f.type()) == Kind.BOOL;
        }
        case Expr.Not n -> reads(n.operand());
        case Expr.Logical l -> l.operands().stream().allMatch(this::reads);
        case Expr.IsNull n -> n.operand() instanceof Expr.Field;
        case Expr.Comparison c ->
            c.left() instanceof Expr.Field f && constant(f, c.op(), c.right());
        case Expr.In i ->
            i.operand() instanceof Expr.Field f
                && i.options().stream().allMatch(o -> constant(f, Expr.ComparisonOp.EQ, o));
        default -> false;
      };
    }

    private boolean constant(Expr.Field field, Expr.ComparisonOp op, Expr e) {
      if (!(e instanceof Expr.Literal literal)) {
        return false;
      }
      Object value = literal.value();
      if (value == null) {
        return true;
      }
      switch (kind) {
        case TEXT -> {
          texts.accept((String) value);
          return op == Expr.ComparisonOp.EQ || op == Expr.ComparisonOp.NE;
        }
        case DOUBLE -> keys.accept(key((Double) value));
        case BOOL -> keys.accept((Boolean) value ? 1 : 0);
        case LONG -> {
          LongBound bound = bound(field, op, literal, (Long) value);
          if (!bound.always() && !bound.never() && bound.value() != Nulls.LONG) {
            keys.accept(bound.value());
          }
        }
        case OBJECT -> {
          return false;
        }
      }
      return true;
    }
  }

  /** What a comparison of a number with a constant comes to. */
  static LongBound bound(Expr.Field field, Expr.ComparisonOp op, Expr.Literal literal, long value) {
    return LongBound.of(op, scale(field.type()), value, scale(literal.type()));
  }

  private static int scale(Type type) {
    return type instanceof Type.Decimal d ? d.scale() : 0;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
