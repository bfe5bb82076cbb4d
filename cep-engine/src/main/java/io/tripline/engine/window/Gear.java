package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;
import java.util.Objects;

/**
 * What makes the windows of a {@link LargeLog} quick to read: for each its first row and running
 * values, which a row enters when it comes and leaves when it is too old. It follows from the rows,
 * and is made anew where it was made for other windows. Not thread-safe.
 */
final class Gear {
  private final StateHeap heap;
  private final LargeLog log;
  private final Cell cell;
  private final FrameLayout layout;
  private final Extremes least;
  private final Extremes greatest;
  private final OrderedBlocks ordered;
  private final byte[] zero = new byte[ExactSum.MOST_BYTES];

  private byte[] page = {};
  private int base;
  // Of the log whose gear it is.
  private int of;

  Gear(StateHeap heap, LargeLog log, Cell cell, FrameLayout layout) {
    this.heap = heap;
    this.log = log;
    this.cell = cell;
    this.layout = layout;
    this.least = new Extremes(heap, log, false);
    this.greatest = new Extremes(heap, log, true);
    this.ordered = new OrderedBlocks(heap);
    ExactSum.clear(zero, 0);
  }

  /**
   * Looks at the gear of the open log. If it is for other windows it is made anew, and has no rows
   * yet.
   *
   * @return whether it was
   */
  boolean open() {
    if (of == log.state() && of != StateHeap.NONE) {
      return false;
    }
    boolean isNew = log.purpose() != layout.purpose();
    if (isNew) {
      free();
      make();
    }
    page = heap.page(log.gear());
    base = heap.offset(log.gear());
    of = log.state();
    return isNew;
  }

  private void make() {
    int made = heap.allocate(layout.bytes());
    byte[] bytes = heap.page(made);
    int at = heap.offset(made);
    Arrays.fill(bytes, at, at + layout.bytes(), (byte) 0);
    Bytes.putInt(bytes, at + FrameLayout.PLAIN_COUNT, layout.plainHandles());
    Bytes.putInt(bytes, at + FrameLayout.ORDER_COUNT, layout.orderHandles());
    for (int f = 0; f < layout.frames(); f++) {
      Bytes.putLong(bytes, at + layout.start(f), log.first());
    }
    log.setTable(layout.table());
    if (log.hasTable()) {
      log.values().clearLast();
    }
    log.putTaken(log.first());
    log.putGear(layout.purpose(), made);
  }

  /** Gives the gear of the open log back, whatever it was made for. */
  void free() {
    int gear = log.gear();
    if (gear == StateHeap.NONE) {
      return;
    }
    byte[] bytes = heap.page(gear);
    int at = heap.offset(gear);
    Extremes.free(heap, bytes, at + FrameLayout.LEAST);
    Extremes.free(heap, bytes, at + FrameLayout.GREATEST);
    int plain = Bytes.getInt(bytes, at + FrameLayout.PLAIN_COUNT);
    int orders = Bytes.getInt(bytes, at + FrameLayout.ORDER_COUNT);
    for (int i = 0; i < plain + orders; i++) {
      int handle = Bytes.getInt(bytes, at + FrameLayout.HANDLES + 4 * i);
      if (i < plain) {
        heap.free(handle);
      } else {
        ordered.free(handle);
      }
    }
    heap.free(gear);
    log.putGear(0, StateHeap.NONE);
    of = StateHeap.NONE;
  }

  /** The first row of a window. */
  long start(int frame) {
    return Bytes.getLong(page, base + layout.start(frame));
  }

  // ---- rows come and go

  /** Lets windows have the rows up to a time. */
  void take(long until) {
    long row = log.taken();
    long end = log.end();
    if (row == end) {
      return;
    }
    while (row < end && log.stamp(row) <= until) {
      takeOne(row, log.word(row));
      row++;
    }
    log.putTaken(row);
  }

  private void takeOne(long row, long word) {
    if (cell == Cell.NONE || log.isNullWord(word)) {
      return;
    }
    boolean hasTable = log.hasTable();
    int entry = hasTable ? log.entryOf(word) : 0;
    long before = hasTable ? log.values().last(entry) : 0;
    for (int f = 0; f < layout.frames(); f++) {
      change(f, word, false);
      int distinct = layout.distinct(f);
      if (distinct >= 0 && before < start(f)) {
        Bytes.putLong(page, base + distinct, Bytes.getLong(page, base + distinct) + 1);
      }
    }
    if (hasTable) {
      log.values().putLast(entry, row);
    }
    if (layout.least()) {
      least.add(page, base + FrameLayout.LEAST, row, word);
    }
    if (layout.greatest()) {
      greatest.add(page, base + FrameLayout.GREATEST, row, word);
    }
  }

  /** Lets a window lose the rows before a time. */
  void leave(int frame, long from) {
    long row = start(frame);
    long taken = log.taken();
    if (row >= taken || log.stamp(row) >= from) {
      return;
    }
    do {
      leaveOne(frame, row, log.word(row));
      row++;
    } while (row < taken && log.stamp(row) < from);
    Bytes.putLong(page, base + layout.start(frame), row);
  }

  private void leaveOne(int frame, long row, long word) {
    if (cell == Cell.NONE || log.isNullWord(word)) {
      return;
    }
    change(frame, word, true);
    int distinct = layout.distinct(frame);
    if (distinct >= 0 && log.values().last(log.entryOf(word)) == row) {
      Bytes.putLong(page, base + distinct, Bytes.getLong(page, base + distinct) - 1);
    }
  }

  /** Adds the value of a row to the running values of a window, or takes it back. */
  private void change(int frame, long word, boolean back) {
    int moments = layout.moments(frame);
    if (moments >= 0) {
      if (!layout.sums(frame)) {
        long count = Bytes.getLong(page, base + moments) + (back ? -1 : 1);
        Bytes.putLong(page, base + moments, count);
      } else if (cell == Cell.LONG) {
        changeLong(frame, base + moments, word, back);
      } else {
        changeDouble(frame, base + moments, Double.longBitsToDouble(word), back);
      }
    }
    int order = layout.order(frame);
    if (order >= 0) {
      int directory = Bytes.getInt(page, base + order);
      long number = Order.of(cell, word);
      Bytes.putInt(
          page,
          base + order,
          back ? ordered.remove(directory, number) : ordered.add(directory, number));
    }
  }

  private void changeLong(int frame, int at, long value, boolean back) {
    if (back) {
      LongMoments.remove(page, at, value, layout.squares(frame));
    } else {
      LongMoments.add(page, at, value, layout.squares(frame));
    }
  }

  private void changeDouble(int frame, int at, double value, boolean back) {
    int one = back ? -1 : 1;
    if (Double.isInfinite(value)) {
      int infinities = at + (value > 0 ? 8 : 12);
      Bytes.putInt(page, infinities, Bytes.getInt(page, infinities) + one);
      return;
    }
    Bytes.putLong(page, at, Bytes.getLong(page, at) + one);
    int sumAt = base + layout.sumHandle(frame);
    int sum = ExactSum.cover(heap, Bytes.getInt(page, sumAt), value, false);
    Bytes.putInt(page, sumAt, sum);
    ExactSum.add(heap.page(sum), heap.offset(sum), value, back);
    if (layout.squares(frame)) {
      int squaresAt = base + layout.squaresHandle(frame);
      int squares = ExactSum.cover(heap, Bytes.getInt(page, squaresAt), value, true);
      Bytes.putInt(page, squaresAt, squares);
      ExactSum.addSquare(heap.page(squares), heap.offset(squares), value, back);
    }
  }

  /** Forgets the rows that no window has any more, nor will have. */
  void drop() {
    long row = log.taken();
    for (int f = 0; f < layout.frames(); f++) {
      row = Math.min(row, start(f));
    }
    if (row == log.first()) {
      return;
    }
    if (layout.least()) {
      least.dropTo(page, base + FrameLayout.LEAST, row);
    }
    if (layout.greatest()) {
      greatest.dropTo(page, base + FrameLayout.GREATEST, row);
    }
    log.dropTo(row);
  }

  // ---- readings

  /** Tells an aggregate. */
  void read(Plan plan, Argument sought, Answer answer) {
    int frame = plan.frame();
    long start = start(frame);
    long end = log.taken();
    int moments = base + layout.moments(frame);
    switch (plan.kind()) {
      case COUNT -> answer.number(cell == Cell.NONE ? end - start : count(frame, moments));
      case SUM, AVG, STDDEV -> moments(frame, moments, answer);
      case MIN -> extreme(least, FrameLayout.LEAST, start, answer);
      case MAX -> extreme(greatest, FrameLayout.GREATEST, start, answer);
      case FIRST -> row(start < end ? start : -1, answer);
      case LAST -> row(start < end ? end - 1 : -1, answer);
      case DISTINCT -> answer.number(Bytes.getLong(page, base + layout.distinct(frame)));
      case SEEN -> seen(start, sought, answer);
      case MEDIAN, PERCENTILE -> percentile(plan, answer);
    }
  }

  private long count(int frame, int at) {
    long count = Bytes.getLong(page, at);
    return cell == Cell.DOUBLE && layout.sums(frame)
        ? count + Bytes.getInt(page, at + 8) + Bytes.getInt(page, at + 12)
        : count;
  }

  private void moments(int frame, int at, Answer answer) {
    if (cell == Cell.LONG) {
      answer.longMoments(page, at);
      return;
    }
    int sum = Bytes.getInt(page, base + layout.sumHandle(frame));
    boolean deviates = layout.squares(frame) && sum != StateHeap.NONE;
    int squares = deviates ? Bytes.getInt(page, base + layout.squaresHandle(frame)) : 0;
    answer.doubleMoments(
        Bytes.getLong(page, at),
        Bytes.getInt(page, at + 8),
        Bytes.getInt(page, at + 12),
        sum == StateHeap.NONE ? zero : heap.page(sum),
        sum == StateHeap.NONE ? 0 : heap.offset(sum),
        deviates ? heap.page(squares) : zero,
        deviates ? heap.offset(squares) : 0);
  }

  private void extreme(Extremes of, int at, long start, Answer answer) {
    if (of.find(page, base + at, start) < 0) {
      answer.none();
    } else {
      word(of.foundWord(), answer);
    }
  }

  private void row(long row, Answer answer) {
    if (row < 0) {
      answer.none();
    } else {
      word(log.word(row), answer);
    }
  }

  private void word(long word, Answer answer) {
    if (log.isNullWord(word)) {
      answer.none();
    } else if (cell == Cell.BYTES) {
      int entry = log.entryOf(word);
      ValueTable values = log.values();
      answer.bytes(values.bytes(entry), values.from(entry), values.length(entry));
    } else {
      answer.word(word);
    }
  }

  private void seen(long start, Argument sought, Answer answer) {
    if (sought.isNull()) {
      answer.none();
      return;
    }
    int entry = find(sought);
    answer.number(entry >= 0 && log.values().last(entry) >= start ? 1 : 0);
  }

  /** The entry of a value, which is not null; −1 if no row has it. */
  int find(Argument value) {
    return cell == Cell.BYTES
        ? log.values().find(value.bytes(), value.from(), value.length())
        : log.values().find(value.word());
  }

  private void percentile(Plan plan, Answer answer) {
    int directory = Bytes.getInt(page, base + layout.order(plan.frame()));
    int count = ordered.count(directory);
    if (count == 0) {
      answer.none();
      return;
    }
    int rank = (int) Objects.requireNonNull(plan.percentile()).rank(count);
    long lower = ordered.at(directory, rank);
    answer.between(lower, rank + 1 < count ? ordered.at(directory, rank + 1) : lower, count);
  }
}
