package io.tripline.engine.window;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.TextSlot;
import java.util.Arrays;
import java.util.Objects;

/** Tells aggregates over a few rows by walking through them. Not thread-safe. */
final class SmallReader {
  private final SmallLog log;
  private final Cell cell;
  private final Answer answer;
  private final byte[] longs = new byte[LongMoments.BYTES];
  private final byte[] sum = new byte[ExactSum.MOST_BYTES];
  private final byte[] squares = new byte[ExactSum.MOST_BYTES];
  private long[] ordered = new long[64];

  SmallReader(SmallLog log, Cell cell, Answer answer) {
    this.log = log;
    this.cell = cell;
    this.answer = answer;
  }

  /**
   * Tells an aggregate over rows of the open state.
   *
   * @param tested the value that is sought; looked at for {@code seen} only
   */
  void read(Plan plan, int from, int to, Argument tested) {
    switch (plan.kind()) {
      case COUNT -> answer.number(values(from, to));
      case SUM, AVG, STDDEV -> moments(plan, from, to);
      case MIN -> extreme(from, to, false);
      case MAX -> extreme(from, to, true);
      case FIRST -> row(from < to ? from : -1);
      case LAST -> row(to - 1 >= from ? to - 1 : -1);
      case DISTINCT -> answer.number(distinct(from, to));
      case SEEN -> seen(from, to, tested);
      case MEDIAN, PERCENTILE -> percentile(plan, from, to);
    }
  }

  private boolean isNull(int row) {
    return switch (cell) {
      case NONE -> false;
      case LONG -> log.word(row) == Nulls.LONG;
      case DOUBLE -> Double.isNaN(Double.longBitsToDouble(log.word(row)));
      case BYTES -> log.word(row) == Nulls.NO_STRING;
    };
  }

  private long values(int from, int to) {
    if (cell == Cell.NONE) {
      return to - from;
    }
    long count = 0;
    for (int i = from; i < to; i++) {
      count += isNull(i) ? 0 : 1;
    }
    return count;
  }

  private void moments(Plan plan, int from, int to) {
    boolean deviates = plan.kind() == Expr.AggregateKind.STDDEV;
    if (cell == Cell.DOUBLE) {
      doubles(from, to, deviates);
      return;
    }
    Arrays.fill(longs, (byte) 0);
    for (int i = from; i < to; i++) {
      if (!isNull(i)) {
        LongMoments.add(longs, 0, log.word(i), deviates);
      }
    }
    answer.longMoments(longs, 0);
  }

  private void doubles(int from, int to, boolean deviates) {
    ExactSum.clear(sum, 0);
    if (deviates) {
      ExactSum.clear(squares, 0);
    }
    long finite = 0;
    long above = 0;
    long below = 0;
    for (int i = from; i < to; i++) {
      double value = Double.longBitsToDouble(log.word(i));
      if (Double.isNaN(value)) {
        continue;
      }
      if (Double.isInfinite(value)) {
        above += value > 0 ? 1 : 0;
        below += value < 0 ? 1 : 0;
        continue;
      }
      finite++;
      ExactSum.add(sum, 0, value, false);
      if (deviates) {
        ExactSum.addSquare(squares, 0, value, false);
      }
    }
    answer.doubleMoments(finite, above, below, sum, 0, squares, 0);
  }

  private void extreme(int from, int to, boolean greatest) {
    int best = -1;
    for (int i = from; i < to; i++) {
      if (!isNull(i)) {
        int order = best < 0 ? 0 : compare(i, best);
        if (best < 0 || (greatest ? order > 0 : order < 0)) {
          best = i;
        }
      }
    }
    row(best);
  }

  private int compare(int a, int b) {
    long x = log.word(a);
    long y = log.word(b);
    return cell == Cell.BYTES
        ? Arrays.compareUnsigned(
            log.bytes(a),
            log.from(a),
            log.from(a) + TextSlot.length(x),
            log.bytes(b),
            log.from(b),
            log.from(b) + TextSlot.length(y))
        : Long.compare(Order.of(cell, x), Order.of(cell, y));
  }

  /** The value of a row, or none. */
  private void row(int row) {
    if (row < 0 || isNull(row)) {
      answer.none();
    } else if (cell == Cell.BYTES) {
      int length = TextSlot.length(log.word(row));
      answer.bytes(log.bytes(row), log.from(row), length);
    } else {
      answer.word(log.word(row));
    }
  }

  private long distinct(int from, int to) {
    long count = 0;
    for (int i = from; i < to; i++) {
      count += isNull(i) || isBefore(i, from) ? 0 : 1;
    }
    return count;
  }

  private boolean isBefore(int row, int from) {
    for (int i = from; i < row; i++) {
      if (!isNull(i) && compare(i, row) == 0) {
        return true;
      }
    }
    return false;
  }

  private void seen(int from, int to, Argument tested) {
    if (tested.isNull()) {
      answer.none();
      return;
    }
    answer.number(contains(from, to, tested) ? 1 : 0);
  }

  /** Whether a value, which is not null, is that of one of some rows. */
  boolean contains(int from, int to, Argument value) {
    for (int i = from; i < to; i++) {
      if (!isNull(i) && isSame(i, value)) {
        return true;
      }
    }
    return false;
  }

  private boolean isSame(int row, Argument value) {
    long word = log.word(row);
    if (cell != Cell.BYTES) {
      return word == value.word();
    }
    int length = TextSlot.length(word);
    return length == value.length()
        && Arrays.equals(
            log.bytes(row),
            log.from(row),
            log.from(row) + length,
            value.bytes(),
            value.from(),
            value.from() + length);
  }

  private void percentile(Plan plan, int from, int to) {
    int count = 0;
    if (ordered.length < to - from) {
      ordered = new long[2 * (to - from)];
    }
    for (int i = from; i < to; i++) {
      if (!isNull(i)) {
        ordered[count++] = Order.of(cell, log.word(i));
      }
    }
    if (count == 0) {
      answer.none();
      return;
    }
    Arrays.sort(ordered, 0, count);
    int rank = (int) Objects.requireNonNull(plan.percentile()).rank(count);
    answer.between(ordered[rank], ordered[Math.min(rank + 1, count - 1)], count);
  }
}
