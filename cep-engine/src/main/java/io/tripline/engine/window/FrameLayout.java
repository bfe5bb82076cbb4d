package io.tripline.engine.window;

import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.engine.event.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where a {@link Gear} has what its windows need. A block begins with the two records of {@link
 * Extremes}, the numbers of handles of plain blocks and of {@link OrderedBlocks}, and the handles;
 * so it can be given back by whoever meets it. A frame for each window follows: the first row in
 * it, and running values of its rows. Immutable.
 */
final class FrameLayout {
  static final int LEAST = 0;
  static final int GREATEST = Extremes.BYTES;
  static final int PLAIN_COUNT = 2 * Extremes.BYTES;
  static final int ORDER_COUNT = PLAIN_COUNT + 4;
  static final int HANDLES = PLAIN_COUNT + 8;

  private static final int NONE = -1;

  /** What is kept for a window. */
  private enum Need {
    COUNT,
    SUM,
    SQUARES,
    DISTINCT,
    ORDER
  }

  private final Cell cell;
  private final int[] start;
  private final int[] moments;
  private final boolean[] sums;
  private final boolean[] squares;
  private final int[] distinct;
  private final int[] sumHandle;
  private final int[] squaresHandle;
  private final int[] order;
  private final boolean least;
  private final boolean greatest;
  private final boolean table;
  private final int plainHandles;
  private final int orderHandles;
  private final int bytes;
  private final long purpose;

  /**
   * @param lengths of the windows
   * @param table whether the values must be found in any case
   */
  FrameLayout(Cell cell, List<Plan> plans, long[] lengths, boolean table) {
    this.cell = cell;
    int n = lengths.length;
    start = new int[n];
    moments = new int[n];
    sums = new boolean[n];
    squares = new boolean[n];
    distinct = new int[n];
    sumHandle = new int[n];
    squaresHandle = new int[n];
    order = new int[n];
    int plain = 0;
    int orders = 0;
    StringBuilder text = new StringBuilder(cell + " " + table);
    List<Set<Need>> needs = IntStream.range(0, n).mapToObj(f -> needs(cell, plans, f)).toList();
    for (int f = 0; f < n; f++) {
      boolean isReal = cell == Cell.DOUBLE && needs.get(f).contains(Need.SUM);
      sumHandle[f] = isReal ? HANDLES + 4 * plain++ : NONE;
      boolean hasSquares = cell == Cell.DOUBLE && needs.get(f).contains(Need.SQUARES);
      squaresHandle[f] = hasSquares ? HANDLES + 4 * plain++ : NONE;
      text.append(' ').append(lengths[f]).append(needs.get(f));
    }
    for (int f = 0; f < n; f++) {
      order[f] = needs.get(f).contains(Need.ORDER) ? HANDLES + 4 * (plain + orders++) : NONE;
    }
    int at = (HANDLES + 4 * (plain + orders) + 7) & -8;
    for (int f = 0; f < n; f++) {
      start[f] = at;
      at += 8;
      sums[f] = needs.get(f).contains(Need.SUM);
      squares[f] = needs.get(f).contains(Need.SQUARES);
      moments[f] = needs.get(f).contains(Need.COUNT) ? at : NONE;
      at += moments[f] == NONE ? 0 : momentsBytes(needs.get(f));
      distinct[f] = needs.get(f).contains(Need.DISTINCT) ? at : NONE;
      at += distinct[f] == NONE ? 0 : 8;
    }
    plainHandles = plain;
    orderHandles = orders;
    bytes = at;
    least = plans.stream().anyMatch(p -> p.kind() == AggregateKind.MIN);
    greatest = plans.stream().anyMatch(p -> p.kind() == AggregateKind.MAX);
    this.table =
        table
            || cell == Cell.BYTES
            || plans.stream()
                .anyMatch(
                    p -> p.kind() == AggregateKind.DISTINCT || p.kind() == AggregateKind.SEEN);
    text.append(least).append(greatest).append(this.table);
    byte[] encoded = text.toString().getBytes(StandardCharsets.UTF_8);
    purpose = Bytes.hash(encoded, 0, encoded.length);
  }

  private static Set<Need> needs(Cell cell, List<Plan> plans, int frame) {
    Set<Need> needs = EnumSet.noneOf(Need.class);
    for (Plan plan : plans) {
      if (plan.frame() == frame) {
        switch (plan.kind()) {
          case COUNT -> {
            if (cell != Cell.NONE) {
              needs.add(Need.COUNT);
            }
          }
          case SUM, AVG -> needs.addAll(EnumSet.of(Need.COUNT, Need.SUM));
          case STDDEV -> needs.addAll(EnumSet.of(Need.COUNT, Need.SUM, Need.SQUARES));
          case DISTINCT -> needs.add(Need.DISTINCT);
          case MEDIAN, PERCENTILE -> needs.add(Need.ORDER);
          case MIN, MAX, FIRST, LAST, SEEN -> {}
        }
      }
    }
    return needs;
  }

  /** A count alone, a record of {@link LongMoments}, or a count and those of infinities. */
  private int momentsBytes(Set<Need> needs) {
    if (!needs.contains(Need.SUM)) {
      return 8;
    }
    return cell == Cell.DOUBLE
        ? 16
        : needs.contains(Need.SQUARES) ? LongMoments.BYTES : LongMoments.BYTES_WITHOUT_SQUARES;
  }

  /** Equal for layouts that lead to equal gear; never 0. */
  long purpose() {
    return purpose;
  }

  int frames() {
    return start.length;
  }

  int bytes() {
    return bytes;
  }

  int plainHandles() {
    return plainHandles;
  }

  int orderHandles() {
    return orderHandles;
  }

  boolean least() {
    return least;
  }

  boolean greatest() {
    return greatest;
  }

  /** Whether values must be found. */
  boolean table() {
    return table;
  }

  /** Where the number of a window's different values is; negative if nowhere. */
  int distinct(int frame) {
    return distinct[frame];
  }

  /** Where the first row of a window is. */
  int start(int frame) {
    return start[frame];
  }

  /** Where the count of a window's values is, and what follows it; negative if nowhere. */
  int moments(int frame) {
    return moments[frame];
  }

  /** Whether there are sums, beside the count. */
  boolean sums(int frame) {
    return sums[frame];
  }

  boolean squares(int frame) {
    return squares[frame];
  }

  /** Where the handle of a window's {@link ExactSum} is; negative if nowhere. */
  int sumHandle(int frame) {
    return sumHandle[frame];
  }

  int squaresHandle(int frame) {
    return squaresHandle[frame];
  }

  /** Where the handle of a window's values in order is; negative if nowhere. */
  int order(int frame) {
    return order[frame];
  }
}
