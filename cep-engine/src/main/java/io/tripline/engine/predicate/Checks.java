package io.tripline.engine.predicate;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.expression.EventCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Conditions of which all have to be true, many such lists, each in an array to be gone through:
 * what all of them say together of one field is one comparison of its key; the rest is generated
 * code. What is cheap and seldom true stands first. Immutable.
 *
 * @param starts where the parts of each check begin in {@code parts}; they end where those of the
 *     next one do
 * @param parts three words each: for a range of keys the place of the field, and the first and the
 *     last key; {@code SET} and the place, and the index of a set; {@code CODE}, and the index of a
 *     condition
 * @param sets where ranges of keys begin and end, one after the other
 * @param code the conditions as code, in classes one after the other
 * @param classOf of each condition, which of those
 * @param indexOf of each condition, its index there
 * @param memo of each condition, where its outcome is remembered; −1 if one check has it
 */
record Checks(
    int[] starts,
    long[] parts,
    long[][] sets,
    EventCode[] code,
    int[] classOf,
    int[] indexOf,
    int[] memo) {
  static final int WORDS = 3;
  static final long SET = 1L << 62;
  static final long CODE = 1L << 63;

  /** Collects checks. */
  static final class Builder {
    // Of a comparison of numbers, of one of texts, of a condition in code: relative costs.
    private static final double NUMBER = 1;
    private static final double TEXT = 5;
    private static final double LIST = 3;

    // How many values a field may well have.
    private static final double VALUES = 1_000;

    private final EventLayout layout;
    private final List<Expr> conditions;
    private final FieldConditions tests;
    private final PredicateMemory.Lane lane;
    private final List<Integer> starts = new ArrayList<>(List.of(0));
    private final List<Long> parts = new ArrayList<>();
    private final List<long[]> sets = new ArrayList<>();
    private final int[] uses;

    /** What is said of one field. */
    private record Part(int place, int field, KeySet keys) {
      Part and(Part other) {
        return new Part(place, field, keys.and(other.keys));
      }
    }

    /**
     * @param conditions all that there are
     * @param tests what they say of single fields
     * @param lane what is remembered of checks before
     */
    Builder(
        EventLayout layout,
        List<Expr> conditions,
        FieldConditions tests,
        PredicateMemory.Lane lane) {
      this.layout = layout;
      this.conditions = conditions;
      this.tests = tests;
      this.lane = lane;
      this.uses = new int[conditions.size()];
    }

    /** How many there are; the number of the next one. */
    int count() {
      return starts.size() - 1;
    }

    /** Adds a check that all of some conditions are true. */
    void add(List<Integer> all) {
      Map<Integer, Part> byField = new TreeMap<>();
      List<Integer> others = new ArrayList<>();
      for (int c : all) {
        if (tests.isTest(c)) {
          Part part = new Part(tests.place(c), tests.field(c), tests.keys(c));
          byField.merge(part.field(), part, Part::and);
        } else {
          others.add(c);
        }
      }
      List<Part> ordered = new ArrayList<>(byField.values());
      if (ordered.size() > 1) {
        ordered.sort(Comparator.comparingDouble(this::rank));
      }
      ordered.forEach(this::add);
      for (int c : others) {
        uses[c]++;
        parts.addAll(List.of(CODE, (long) c, 0L));
      }
      starts.add(parts.size());
    }

    private void add(Part part) {
      List<KeySet.Interval> intervals = part.keys().intervals();
      if (intervals.size() == 1) {
        KeySet.Interval only = intervals.getFirst();
        parts.addAll(List.of((long) part.place(), only.from(), only.to()));
      } else {
        parts.addAll(List.of(SET | part.place(), (long) sets.size(), 0L));
        sets.add(intervals.stream().flatMapToLong(i -> LongStream.of(i.from(), i.to())).toArray());
      }
    }

    /** The cost of asking by how much it rules out: the order of rising ranks is the cheapest. */
    private double rank(Part part) {
      double cost = tests.fields().isText(part.place()) ? TEXT : NUMBER;
      cost += part.keys().intervals().size() > 1 ? LIST : 0;
      return cost / (1 - Math.min(0.99, share(part)));
    }

    /** The share of events for which it holds, as a guess. */
    private double share(Part part) {
      List<KeySet.Interval> intervals = part.keys().intervals();
      boolean isOpen =
          intervals.stream().anyMatch(i -> i.from() <= KeySet.LEAST || i.to() == Long.MAX_VALUE);
      double share = part.keys().size() / values(layout.type().fields().get(part.field()));
      return share <= 1 ? share : isOpen ? intervals.size() > 1 ? 0.9 : 0.5 : 0.1;
    }

    private static double values(EventType.Field field) {
      return switch (field.type()) {
        case Type.Enumeration e -> e.symbols().size();
        case Type.Simple s when s == Type.Simple.BOOL -> 2;
        default -> VALUES;
      };
    }

    Checks build() {
      List<Integer> used = new ArrayList<>();
      int[] memo = new int[uses.length];
      int shared = 0;
      for (int c = 0; c < uses.length; c++) {
        memo[c] = uses[c] > 1 ? shared++ : -1;
        if (uses[c] > 0) {
          used.add(c);
        }
      }
      CompiledTests compiled = lane.compiled(layout, used.stream().map(conditions::get).toList());
      Map<EventCode, Integer> classes = new LinkedHashMap<>();
      int[] classOf = new int[uses.length];
      int[] indexOf = new int[uses.length];
      for (int c : used) {
        String text = lane.memory().text(conditions.get(c), layout.type());
        CompiledTests.Place place = compiled.place(text);
        classOf[c] = classes.computeIfAbsent(place.code(), code -> classes.size());
        indexOf[c] = place.index();
      }
      return new Checks(
          starts.stream().mapToInt(i -> i).toArray(),
          parts.stream().mapToLong(w -> w).toArray(),
          sets.toArray(long[][]::new),
          classes.keySet().toArray(EventCode[]::new),
          classOf,
          indexOf,
          memo);
    }
  }

  /** How many outcomes are remembered. */
  int remembered() {
    return Arrays.stream(memo).max().orElse(-1) + 1;
  }
}
