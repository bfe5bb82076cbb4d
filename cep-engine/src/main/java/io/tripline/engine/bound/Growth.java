package io.tripline.engine.bound;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * A number that grows with n, the number of events: a sum of terms {@code c · C(n − s, i) · bⁿ},
 * where {@code C} is the binomial coefficient, and n − s counts as 0 where it is negative. Never
 * falls as n rises. Immutable.
 *
 * <p>What an operation cannot say exactly in such terms it rounds up. Coefficients and values stop
 * at {@link #BEYOND}.
 */
final class Growth {
  /** Stands for itself and all that is greater. */
  static final long BEYOND = Long.MAX_VALUE;

  static final Growth NOTHING = new Growth(empty());
  static final Growth ONE = constant(1);

  /** So many terms are told apart; beyond, shifts are given up. */
  private static final int MAX_TERMS = 64;

  /**
   * The shape of a term.
   *
   * @param base b, at least 1
   * @param choose i, at least 0
   * @param shift s, at least 0; 0 where i is 0, which makes it meaningless
   */
  private record Shape(long base, int choose, int shift) implements Comparable<Shape> {
    private static final Comparator<Shape> FASTEST_FIRST =
        Comparator.comparingLong(Shape::base)
            .reversed()
            .thenComparing(Comparator.comparingInt(Shape::choose).reversed())
            .thenComparingInt(Shape::shift);

    @Override
    public int compareTo(Shape other) {
      return FASTEST_FIRST.compare(this, other);
    }
  }

  private final TreeMap<Shape, Long> terms;

  private Growth(TreeMap<Shape, Long> terms) {
    this.terms = terms;
  }

  static Growth constant(long value) {
    TreeMap<Shape, Long> terms = empty();
    add(terms, 1, 0, 0, value);
    return new Growth(terms);
  }

  private static TreeMap<Shape, Long> empty() {
    return new TreeMap<>();
  }

  private static void add(TreeMap<Shape, Long> terms, long base, int choose, int shift, long by) {
    if (by != 0) {
      terms.merge(new Shape(base, choose, choose == 0 ? 0 : shift), by, Growth::sum);
    }
  }

  private static Growth of(TreeMap<Shape, Long> terms) {
    if (terms.size() <= MAX_TERMS) {
      return new Growth(terms);
    }
    TreeMap<Shape, Long> fewer = empty();
    terms.forEach((shape, c) -> add(fewer, shape.base, shape.choose, 0, c));
    return new Growth(fewer);
  }

  boolean isNothing() {
    return terms.isEmpty();
  }

  Growth plus(Growth other) {
    TreeMap<Shape, Long> result = empty();
    result.putAll(terms);
    other.terms.forEach((shape, c) -> result.merge(shape, c, Growth::sum));
    return of(result);
  }

  /** At least as much as either. */
  Growth max(Growth other) {
    TreeMap<Shape, Long> result = empty();
    result.putAll(terms);
    other.terms.forEach((shape, c) -> result.merge(shape, c, Math::max));
    return of(result);
  }

  /** This, but at least 1. */
  Growth atLeastOne() {
    return at(0) >= 1 ? this : plus(ONE);
  }

  /** f(n − 1): what is left to an event that comes later than another. */
  Growth later() {
    TreeMap<Shape, Long> result = empty();
    terms.forEach(
        (shape, c) -> add(result, shape.base, shape.choose, shape.shift + shiftOf(shape), c));
    return of(result);
  }

  private static int shiftOf(Shape shape) {
    return shape.base == 1 ? 1 : 0;
  }

  /** f(0) + … + f(n − 1): once for each event, with what is left after it. */
  Growth forEachEvent() {
    TreeMap<Shape, Long> result = empty();
    terms.forEach(
        (shape, c) -> {
          if (shape.base == 1) {
            add(result, 1, shape.choose + 1, shape.shift, c);
          } else {
            add(result, shape.base, shape.choose, shape.shift, quotient(c, shape.base - 1));
          }
        });
    return of(result);
  }

  /**
   * The h with h(n) = f(n) + times · h(n − 1), at least 1: of something that may give this, and
   * then be followed by as many of its kind.
   */
  Growth followedBy(long times) {
    TreeMap<Shape, Long> result = empty();
    if (at(0) < 1) {
      add(result, times, 0, 0, 1); // the least h there is, from h(0) = 1
    }
    terms.forEach(
        (shape, c) -> {
          long base = shape.base;
          int choose = shape.choose;
          if (base == times) {
            add(result, base, choose + 1, shape.shift, c);
            add(result, base, choose, shape.shift, c);
          } else if (base > times) {
            add(result, base, choose, shape.shift, quotient(product(c, base), base - times));
          } else {
            // Σ C(j, i) (b/r)^j = (b/r)^i / (1 − b/r)^(i + 1), with r for times
            long factor = product(power(base, choose), times);
            long divisor = power(times - base, choose + 1);
            add(result, times, 0, 0, quotient(product(c, factor), divisor));
          }
        });
    return of(result);
  }

  /**
   * The h with h(n) = f(n) + times · (h(0) + … + h(n − 1)), at least 1: of something that may give
   * this, and after which each later event may begin as many of its kind.
   */
  Growth branching(long times) {
    long base = times + 1;
    TreeMap<Shape, Long> result = empty();
    TreeMap<Shape, Long> others = empty();
    atLeastOne()
        .terms
        .forEach(
            (shape, c) -> {
              if (shape.base == 1) {
                add(result, base, 0, 0, quotient(c, power(times, shape.choose)));
              } else {
                others.put(shape, c);
              }
            });
    Growth rest = others.isEmpty() ? NOTHING : new Growth(others).followedBy(base);
    return of(result).plus(rest);
  }

  /** The value, or {@link #BEYOND}. */
  long at(long n) {
    long value = 0;
    for (Map.Entry<Shape, Long> term : terms.entrySet()) {
      Shape shape = term.getKey();
      long factor = product(choose(Math.max(0, n - shape.shift), shape.choose), term.getValue());
      value = sum(value, factor == 0 ? 0 : product(factor, power(shape.base, n)));
    }
    return value;
  }

  /** Whether no value of this is greater than the other's, as far as their terms show. */
  boolean isWithin(Growth other) {
    return terms.entrySet().stream()
        .allMatch(term -> term.getValue() <= other.terms.getOrDefault(term.getKey(), 0L));
  }

  /** Whether it does not depend on n. */
  boolean isConstant() {
    return terms.keySet().stream().allMatch(shape -> shape.base == 1 && shape.choose == 0);
  }

  /** Whether it grows faster than every power of n. */
  boolean isExponential() {
    return terms.keySet().stream().anyMatch(shape -> shape.base > 1);
  }

  // ---- arithmetic that stops at BEYOND; nothing here is negative

  static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? BEYOND : sum;
  }

  static long product(long a, long b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    return high != 0 || low < 0 ? BEYOND : low;
  }

  /** Rounded up. */
  private static long quotient(long a, long b) {
    return a == BEYOND ? BEYOND : Math.ceilDiv(a, b);
  }

  private static long power(long base, long exponent) {
    if (base == 1) {
      return 1;
    }
    long value = 1;
    for (long i = 0; i < exponent && value != BEYOND; i++) {
      value = product(value, base);
    }
    return value;
  }

  private static long choose(long n, int k) {
    if (k > n) {
      return 0;
    }
    long value = 1;
    for (int i = 1; i <= k && value != BEYOND; i++) {
      long factor = n - k + i;
      // value · factor is divisible by i; without overflow if possible
      value =
          Math.multiplyHigh(value, factor) == 0 && value * factor >= 0
              ? value * factor / i
              : BEYOND;
    }
    return value;
  }

  // ---- text

  /** As people write it: {@code n(n - 1)/2 + 3}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    merged()
        .forEach(
            (shape, c) -> {
              text.append(text.isEmpty() ? "" : " + ");
              text.append(text(shape, c));
            });
    return text.isEmpty() ? "0" : text.toString();
  }

  /** C(n, i) + C(n, i + 1) = C(n + 1, i + 1), where i is 1 or more. */
  private TreeMap<Shape, Long> merged() {
    TreeMap<Shape, Long> result = empty();
    result.putAll(terms);
    for (Shape shape : terms.keySet()) {
      Shape less = new Shape(shape.base, shape.choose - 1, shape.shift);
      Long c = result.get(shape);
      if (shape.base == 1 && shape.choose == 2 && c != null && c.equals(result.get(less))) {
        result.remove(shape);
        result.remove(less);
        result.merge(new Shape(1, shape.choose, shape.shift - 1), c, Growth::sum);
      }
    }
    return result;
  }

  private static String text(Shape shape, long c) {
    String count = c == BEYOND ? "2^63" : Long.toString(c);
    String power = shape.base == 1 ? "" : shape.base + "^n";
    String choice =
        switch (shape.choose) {
          case 0 -> "";
          case 1 -> shape.shift == 0 ? "n" : "(" + less(shape.shift) + ")";
          case 2 -> pair(shape.shift) + (c % 2 == 0 ? "" : "/2");
          default -> "C(" + less(shape.shift) + ", " + shape.choose + ")";
        };
    if (shape.choose == 2 && c % 2 == 0) {
      count = Long.toString(c / 2);
    }
    if (shape.choose == 1 && count.equals("1") && power.isEmpty()) {
      return less(shape.shift);
    }
    StringBuilder text = new StringBuilder();
    if (!count.equals("1") || choice.isEmpty() && power.isEmpty()) {
      text.append(count);
    }
    if (!choice.isEmpty()) {
      text.append(text.isEmpty() || !choice.startsWith("C") ? "" : "·").append(choice);
    }
    if (!power.isEmpty()) {
      text.append(text.isEmpty() ? "" : "·").append(power);
    }
    return text.toString();
  }

  private static String less(int shift) {
    return shift == 0 ? "n" : shift < 0 ? "n + " + -shift : "n - " + shift;
  }

  /** (n − s)(n − s − 1), the plain n first. */
  private static String pair(int shift) {
    return shift < 0 ? factor(shift + 1) + factor(shift) : factor(shift) + factor(shift + 1);
  }

  private static String factor(int shift) {
    return shift == 0 ? "n" : "(" + less(shift) + ")";
  }
}
