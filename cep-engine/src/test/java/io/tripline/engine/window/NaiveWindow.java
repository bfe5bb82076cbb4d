package io.tripline.engine.window;

import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate over a window for one key, computed anew each time from all events that there ever
 * were, as the language reference words it. Values are boxed as {@link io.tripline.dsl.ir.Expr}
 * says.
 *
 * @param <E> an event
 */
public final class NaiveWindow<E> {
  private static final MathContext MANY_DIGITS = new MathContext(60);

  private final WindowAggregate aggregate;
  private final Type type;
  private final Function<E, @Nullable Object> argument;
  private final BiPredicate<E, E> where;
  private final List<Counted<E>> events = new ArrayList<>();

  private record Counted<E>(long clock, E event) {}

  /**
   * @param argument its value at an event; anything but null without an argument
   * @param where whether the first event counts, seen from the second
   */
  public NaiveWindow(
      WindowAggregate aggregate, Function<E, @Nullable Object> argument, BiPredicate<E, E> where) {
    this.aggregate = aggregate;
    this.type = aggregate.argument() == null ? Type.Simple.INT : aggregate.argument().type();
    this.argument = argument;
    this.where = where;
  }

  /** The next event of the source type, whether it counts or not. */
  public void add(long clock, E event) {
    events.add(new Counted<>(clock, event));
  }

  /**
   * The value seen from an event; null also for what is a run-time error.
   *
   * @param clock not less than that of any event
   */
  public @Nullable Object read(long clock, E tested) {
    List<E> counted = new ArrayList<>();
    for (Counted<E> each : window(clock)) {
      if (where.test(each.event(), tested)) {
        counted.add(each.event());
      }
    }
    List<@Nullable Object> all = new ArrayList<>();
    counted.forEach(e -> all.add(plain(argument.apply(e))));
    List<Object> values = new ArrayList<>();
    all.stream().filter(Objects::nonNull).forEach(v -> values.add(Objects.requireNonNull(v)));
    return switch (aggregate.kind()) {
      case COUNT -> (long) values.size();
      case SUM ->
          values.isEmpty() ? null : isReal() ? (Object) realSum(values) : inDomain(sum(values));
      case AVG -> values.isEmpty() ? null : average(values);
      case STDDEV -> values.size() < 2 ? null : deviation(values);
      case MIN -> values.stream().min(this::compare).orElse(null);
      case MAX -> values.stream().max(this::compare).orElse(null);
      case FIRST -> all.isEmpty() ? null : all.getFirst();
      case LAST -> all.isEmpty() ? null : all.getLast();
      case DISTINCT -> (long) new HashSet<>(values).size();
      case SEEN -> {
        Object sought = plain(argument.apply(tested));
        yield sought == null ? null : (Object) values.contains(sought);
      }
      case MEDIAN -> percentile(values, BigDecimal.valueOf(50));
      case PERCENTILE -> percentile(values, BigDecimal.valueOf(aggregate.percent()));
    };
  }

  private List<Counted<E>> window(long clock) {
    return switch (aggregate.window()) {
      case Window.Sliding w -> between(clock - w.millis(), clock);
      case Window.Delayed w ->
          between(clock - w.delayMillis() - w.millis(), clock - w.delayMillis());
      case Window.Panes w -> between(w.start(clock), clock);
      case Window.LastEvents w ->
          events.subList(Math.max(0, events.size() - w.count()), events.size());
      case Window.Calendar w -> between(NaiveCalendar.start(w, clock), clock);
      case Window.Session w -> session(clock, w.gapMillis());
    };
  }

  private List<Counted<E>> between(long from, long to) {
    return events.stream().filter(e -> e.clock() >= from && e.clock() <= to).toList();
  }

  private List<Counted<E>> session(long clock, long gap) {
    long next = clock;
    int from = events.size();
    while (from > 0 && next - events.get(from - 1).clock() <= gap) {
      from--;
      next = events.get(from).clock();
    }
    return events.subList(from, events.size());
  }

  /** One zero, and no NaN. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Double d) {
      return d.isNaN() ? null : (Object) (d + 0.0);
    }
    return value;
  }

  private boolean isReal() {
    return type == Type.Simple.DOUBLE;
  }

  private static BigInteger sum(List<Object> values) {
    return values.stream()
        .map(v -> BigInteger.valueOf((Long) v))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static @Nullable Long inDomain(BigInteger value) {
    return value.bitLength() > 63 || value.equals(BigInteger.valueOf(Long.MIN_VALUE))
        ? null
        : (Long) value.longValue();
  }

  private static @Nullable Double realSum(List<Object> values) {
    boolean above = values.contains(Double.POSITIVE_INFINITY);
    boolean below = values.contains(Double.NEGATIVE_INFINITY);
    if (above || below) {
      return above && below
          ? null
          : (Double) (above ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
    }
    return values.stream()
        .map(v -> new BigDecimal((Double) v))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .doubleValue();
  }

  private @Nullable Object average(List<Object> values) {
    if (isReal()) {
      Double sum = realSum(values);
      return sum == null ? null : (Object) (sum / values.size());
    }
    Long sum = inDomain(sum(values));
    return sum == null ? null : mean(BigDecimal.valueOf(sum), BigDecimal.valueOf(values.size()));
  }

  /** A quotient with the digits that a mean has, as an unscaled number. */
  private @Nullable Long mean(BigDecimal top, BigDecimal bottom) {
    return inDomain(
        top.movePointRight(moreDigits())
            .divide(bottom, 0, RoundingMode.HALF_UP)
            .toBigIntegerExact());
  }

  private int moreDigits() {
    int digits = type instanceof Type.Decimal(int scale) ? scale : 0;
    return type == Type.Simple.DURATION ? 0 : Math.min(4, Type.Decimal.MAX_SCALE - digits);
  }

  private @Nullable Double deviation(List<Object> values) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (Object value : values) {
      if (value instanceof Double d && d.isInfinite()) {
        return null;
      }
      BigDecimal x = value instanceof Double d ? new BigDecimal(d) : new BigDecimal((Long) value);
      sum = sum.add(x);
      squares = squares.add(x.multiply(x));
    }
    long n = values.size();
    BigDecimal numerator = squares.multiply(BigDecimal.valueOf(n)).subtract(sum.multiply(sum));
    double scale = type instanceof Type.Decimal(int digits) ? Math.pow(10, digits) : 1;
    double rounded = numerator.doubleValue();
    if (numerator.signum() == 0 || rounded >= Double.MIN_NORMAL && Double.isFinite(rounded)) {
      return Math.sqrt(rounded / (n * (n - 1))) / scale;
    }
    return numerator
        .divide(BigDecimal.valueOf(n * (n - 1)), MANY_DIGITS)
        .sqrt(MANY_DIGITS)
        .doubleValue();
  }

  private int compare(Object a, Object b) {
    if (a instanceof String x && b instanceof String y) {
      return Arrays.compareUnsigned(
          x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
    }
    return a instanceof Double x ? x.compareTo((Double) b) : ((Long) a).compareTo((Long) b);
  }

  private @Nullable Object percentile(List<Object> values, BigDecimal percent) {
    if (values.isEmpty()) {
      return null;
    }
    List<Object> sorted = new ArrayList<>(values);
    sorted.sort((Comparator<Object>) this::compare);
    BigDecimal rank = percent.movePointLeft(2).multiply(BigDecimal.valueOf(sorted.size() - 1));
    int whole = rank.intValue();
    BigDecimal part = rank.subtract(BigDecimal.valueOf(whole));
    Object lower = sorted.get(whole);
    Object upper = sorted.get(Math.min(whole + 1, sorted.size() - 1));
    if (isReal()) {
      double a = (Double) lower;
      double b = (Double) upper;
      double f = part.doubleValue();
      double value =
          f == 0 || a == b ? a : Double.isInfinite(b - a) ? a * (1 - f) + b * f : a + (b - a) * f;
      return Double.isNaN(value) ? null : (Object) value;
    }
    BigDecimal a = BigDecimal.valueOf((Long) lower);
    BigDecimal b = BigDecimal.valueOf((Long) upper);
    return mean(a.add(b.subtract(a).multiply(part)), BigDecimal.ONE);
  }
}
