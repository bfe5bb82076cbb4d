package io.tripline.engine.window;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Readings;
import io.tripline.engine.expression.Decimals;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells the value of an aggregate, of its type, from what it was computed of. Not thread-safe. */
final class Answer {
  private final Cell cell;
  private final WindowErrors errors;
  private final Limbs limbs = new Limbs();

  private Plan plan;
  private @Nullable Readings out;
  private int offset;

  /**
   * @param any some plan of the series
   */
  Answer(Cell cell, Plan any, WindowErrors errors) {
    this.cell = cell;
    this.plan = any;
    this.errors = errors;
  }

  /** Begins an answer. */
  void to(Plan of, Readings readings, int at) {
    plan = of;
    out = readings;
    offset = at;
  }

  private Readings out() {
    return Objects.requireNonNull(out);
  }

  /** A number of events or values, or a truth. */
  void number(long value) {
    out().putLong(offset, value);
  }

  /** No value. */
  void none() {
    switch (plan.kind()) {
      case COUNT, DISTINCT -> out().putLong(offset, 0);
      case SEEN -> out().putLong(offset, Nulls.LONG);
      case STDDEV -> out().putDouble(offset, Nulls.DOUBLE);
      default -> noValue();
    }
  }

  /**
   * The value over no events.
   *
   * @param sought the value at the tested event, for {@code seen}
   */
  void empty(Argument sought) {
    if (plan.kind() == Expr.AggregateKind.SEEN && !sought.isNull()) {
      number(0);
    } else {
      none();
    }
  }

  private void noValue() {
    switch (cell) {
      case NONE, LONG -> out().putLong(offset, Nulls.LONG);
      case DOUBLE -> out().putDouble(offset, Nulls.DOUBLE);
      case BYTES -> noBytes();
    }
  }

  /** A value of a cell of numbers. */
  void word(long word) {
    if (cell == Cell.DOUBLE) {
      out().putDouble(offset, Double.longBitsToDouble(word));
    } else {
      out().putLong(offset, word);
    }
  }

  /** A value of a cell of bytes. */
  void bytes(byte[] bytes, int from, int length) {
    if (plan.type() == Type.Simple.IP) {
      out().putIp(offset, false, Bytes.getLong(bytes, from), Bytes.getLong(bytes, from + 8));
    } else if (plan.type() == Type.Simple.GEO) {
      out().putGeo(offset, Bytes.getDouble(bytes, from), Bytes.getDouble(bytes, from + 8));
    } else {
      out().putText(offset, bytes, from, length);
    }
  }

  private void noBytes() {
    if (plan.type() == Type.Simple.IP) {
      out().putIp(offset, true, 0, 0);
    } else if (plan.type() == Type.Simple.GEO) {
      out().putGeo(offset, Nulls.DOUBLE, 0);
    } else {
      out().putText(offset, null, 0, 0);
    }
  }

  /** Sum, average or deviation of a record of {@link LongMoments}. */
  void longMoments(byte[] page, int at) {
    long count = LongMoments.count(page, at);
    switch (plan.kind()) {
      case SUM -> out().putLong(offset, count == 0 ? Nulls.LONG : sum(page, at));
      case AVG -> out().putLong(offset, average(page, at, count));
      case STDDEV -> {
        double deviation = count < 2 ? Nulls.DOUBLE : LongMoments.deviation(page, at, limbs);
        int scale = plan.type() instanceof Type.Decimal d ? d.scale() : 0;
        out().putDouble(offset, deviation / Decimals.power(scale));
      }
      default -> throw new IllegalStateException(plan.kind().name());
    }
  }

  private long sum(byte[] page, int at) {
    if (LongMoments.fits(page, at)) {
      return LongMoments.sum(page, at);
    }
    errors.evaluationError(plan.place(), "the sum is beyond 64 bits");
    return Nulls.LONG;
  }

  private long average(byte[] page, int at, long count) {
    if (count == 0) {
      return Nulls.LONG;
    }
    long sum = sum(page, at);
    if (sum == Nulls.LONG) {
      return sum;
    }
    return checked(Decimals.divide(sum, plan.moreDigits(), count), "the average");
  }

  private long checked(long value, String what) {
    if (value == Nulls.LONG) {
      errors.evaluationError(plan.place(), what + " is beyond 64 bits");
    }
    return value;
  }

  /**
   * Sum, average or deviation of doubles.
   *
   * @param count of the finite ones
   * @param above how many are infinite
   * @param below how many are so below zero
   * @param sum page of an {@link ExactSum}, which begins at {@code sumAt}
   * @param squares page of that of the squares; not looked at for other kinds than the deviation
   */
  void doubleMoments(
      long count, long above, long below, byte[] sum, int sumAt, byte[] squares, int squaresAt) {
    out().putDouble(offset, real(count, above, below, sum, sumAt, squares, squaresAt));
  }

  private double real(
      long count, long above, long below, byte[] sum, int sumAt, byte[] squares, int squaresAt) {
    long all = count + above + below;
    boolean isFinite = above + below == 0;
    return switch (plan.kind()) {
      case SUM -> all == 0 ? Nulls.DOUBLE : total(above, below, sum, sumAt);
      case AVG -> all == 0 ? Nulls.DOUBLE : total(above, below, sum, sumAt) / all;
      case STDDEV ->
          all < 2 || !isFinite
              ? Nulls.DOUBLE
              : ExactSum.deviation(sum, sumAt, squares, squaresAt, count, limbs);
      default -> throw new IllegalStateException(plan.kind().name());
    };
  }

  private double total(long above, long below, byte[] sum, int at) {
    if (above + below == 0) {
      return ExactSum.rounded(sum, at, limbs);
    }
    return above == 0
        ? Double.NEGATIVE_INFINITY
        : below == 0 ? Double.POSITIVE_INFINITY : Nulls.DOUBLE;
  }

  /**
   * What lies between two neighbors in order.
   *
   * @param lower {@link Order} of the one at the {@link Percentile#rank}
   * @param upper of the one behind it, or the same again
   * @param count of all values
   */
  void between(long lower, long upper, long count) {
    Percentile percentile = Objects.requireNonNull(plan.percentile());
    long part = percentile.part(count);
    long low = Order.word(cell, lower);
    long high = Order.word(cell, upper);
    if (cell == Cell.DOUBLE) {
      double a = Double.longBitsToDouble(low);
      double b = Double.longBitsToDouble(high);
      out().putDouble(offset, Percentile.between(a, b, part, percentile.parts()));
    } else {
      long value = Percentile.between(low, high, part, percentile.parts(), plan.moreDigits());
      out().putLong(offset, checked(value, "the percentile"));
    }
  }
}
