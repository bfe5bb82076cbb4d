package io.tripline.engine.window;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;
import java.util.Arrays;

/**
 * States of windows that begin anew now and then: running values of all events since. All that have
 * a fixed size are kept, whoever asks, so that a state serves each aggregate. Not thread-safe.
 *
 * <pre>
 *   0  long  the last clock at which it holds
 *   8  long  number of events
 *  16  four slots: the first, the last, the least and the greatest value
 *  48  long  number of values that are not null and, of doubles, finite
 *  56  numbers: the sum and the sum of squares; with the number before a {@link LongMoments}
 *      doubles: how many infinities (two ints), blocks of {@link ExactSum} (two ints)
 * </pre>
 *
 * Without an argument it ends with the number of events.
 */
final class RunningStates implements States {
  private static final int UNTIL = 0;
  private static final int EVENTS = 8;
  private static final int FIRST = 16;
  private static final int LAST = 24;
  private static final int LEAST = 32;
  private static final int GREATEST = 40;
  private static final int VALUES = 48;
  private static final int SUMS = 56;
  private static final int SUM_BYTES = LongMoments.BYTES - 8;
  private static final int ABOVE = SUMS;
  private static final int BELOW = SUMS + 4;
  private static final int SUM = SUMS + 8;
  private static final int SQUARES = SUMS + 12;
  private static final int DOUBLE_BYTES = 16;

  private final StateHeap heap;
  private final Cell cell;
  private final Epochs epochs;
  private final boolean adds;
  private final int bytes;
  private final byte[] zero = new byte[ExactSum.MOST_BYTES];

  /**
   * @param type of the argument
   */
  RunningStates(StateHeap heap, Cell cell, Type type, Epochs epochs) {
    this.heap = heap;
    this.cell = cell;
    this.epochs = epochs;
    this.adds = cell == Cell.LONG && (type.isNumeric() || type == Type.Simple.DURATION);
    this.bytes = bytes(cell, adds);
    ExactSum.clear(zero, 0);
  }

  private static int bytes(Cell cell, boolean adds) {
    return switch (cell) {
      case NONE -> FIRST;
      case LONG -> adds ? SUMS + SUM_BYTES : SUMS;
      case DOUBLE -> SUMS + DOUBLE_BYTES;
      case BYTES -> SUMS;
    };
  }

  /** Bytes of a state without blocks of its own. */
  static int bytes(Cell cell, Type type) {
    return bytes(cell, cell == Cell.LONG && (type.isNumeric() || type == Type.Simple.DURATION));
  }

  private int make() {
    int made = heap.allocate(bytes);
    byte[] page = heap.page(made);
    int base = heap.offset(made);
    Arrays.fill(page, base, base + bytes, (byte) 0);
    clearSlots(page, base);
    return made;
  }

  private void clearSlots(byte[] page, int base) {
    if (cell == Cell.BYTES) {
      for (int at = FIRST; at < VALUES; at += 8) {
        Bytes.putLong(page, base + at, Nulls.NO_STRING);
      }
    }
  }

  @Override
  public int add(int state, long clock, boolean counts, Argument value) {
    if (state == StateHeap.NONE && !counts) {
      return state;
    }
    int next = state == StateHeap.NONE ? make() : state;
    byte[] page = heap.page(next);
    int base = heap.offset(next);
    if (state != StateHeap.NONE && clock > Bytes.getLong(page, base + UNTIL)) {
      if (!counts) {
        free(next);
        return StateHeap.NONE;
      }
      beginAnew(page, base);
    }
    Bytes.putLong(page, base + UNTIL, epochs.until(clock));
    if (counts) {
      count(page, base, value);
    }
    return next;
  }

  private void beginAnew(byte[] page, int base) {
    freeBlocks(page, base);
    Arrays.fill(page, base, base + bytes, (byte) 0);
    clearSlots(page, base);
  }

  private void freeBlocks(byte[] page, int base) {
    if (cell == Cell.BYTES) {
      for (int at = FIRST; at < VALUES; at += 8) {
        TextSlot.clear(page, base + at, heap);
      }
    } else if (cell == Cell.DOUBLE) {
      heap.free(Bytes.getInt(page, base + SUM));
      heap.free(Bytes.getInt(page, base + SQUARES));
    }
  }

  private void count(byte[] page, int base, Argument value) {
    long events = Bytes.getLong(page, base + EVENTS);
    Bytes.putLong(page, base + EVENTS, events + 1);
    if (cell == Cell.NONE) {
      return;
    }
    if (events == 0) {
      put(page, base + FIRST, value);
    }
    put(page, base + LAST, value);
    if (value.isNull()) {
      return;
    }
    boolean isFirst = values(page, base) == 0;
    if (isFirst || compare(page, base + LEAST, value) > 0) {
      put(page, base + LEAST, value);
    }
    if (isFirst || compare(page, base + GREATEST, value) < 0) {
      put(page, base + GREATEST, value);
    }
    if (cell == Cell.DOUBLE) {
      addDouble(page, base, Double.longBitsToDouble(value.word()));
    } else if (adds) {
      LongMoments.add(page, base + VALUES, value.word(), true);
    } else {
      Bytes.putLong(page, base + VALUES, Bytes.getLong(page, base + VALUES) + 1);
    }
  }

  private void put(byte[] page, int at, Argument value) {
    if (cell != Cell.BYTES) {
      Bytes.putLong(page, at, value.word());
    } else if (value.isNull()) {
      TextSlot.clear(page, at, heap);
    } else {
      TextSlot.put(page, at, heap, value.bytes(), value.from(), value.length());
    }
  }

  /** The value of a slot against another. */
  private int compare(byte[] page, int at, Argument value) {
    long slot = Bytes.getLong(page, at);
    if (cell != Cell.BYTES) {
      return Long.compare(Order.of(cell, slot), Order.of(cell, value.word()));
    }
    byte[] text = TextSlot.bytes(slot, page, heap);
    int from = TextSlot.from(slot, at, heap);
    return Arrays.compareUnsigned(
        text,
        from,
        from + TextSlot.length(slot),
        value.bytes(),
        value.from(),
        value.from() + value.length());
  }

  private void addDouble(byte[] page, int base, double value) {
    if (Double.isInfinite(value)) {
      int at = base + (value > 0 ? ABOVE : BELOW);
      Bytes.putInt(page, at, Bytes.getInt(page, at) + 1);
      return;
    }
    Bytes.putLong(page, base + VALUES, Bytes.getLong(page, base + VALUES) + 1);
    int sum = ExactSum.cover(heap, Bytes.getInt(page, base + SUM), value, false);
    Bytes.putInt(page, base + SUM, sum);
    ExactSum.add(heap.page(sum), heap.offset(sum), value, false);
    int squares = ExactSum.cover(heap, Bytes.getInt(page, base + SQUARES), value, true);
    Bytes.putInt(page, base + SQUARES, squares);
    ExactSum.addSquare(heap.page(squares), heap.offset(squares), value, false);
  }

  private int above(byte[] page, int base) {
    return cell == Cell.DOUBLE ? Bytes.getInt(page, base + ABOVE) : 0;
  }

  private int below(byte[] page, int base) {
    return cell == Cell.DOUBLE ? Bytes.getInt(page, base + BELOW) : 0;
  }

  /** Those that are not null. */
  private long values(byte[] page, int base) {
    return Bytes.getLong(page, base + VALUES) + above(page, base) + below(page, base);
  }

  @Override
  public void read(int state, Plan plan, long clock, Argument sought, Answer answer) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    if (clock > Bytes.getLong(page, base + UNTIL) || Bytes.getLong(page, base + EVENTS) == 0) {
      answer.none();
      return;
    }
    switch (plan.kind()) {
      case COUNT ->
          answer.number(
              cell == Cell.NONE ? Bytes.getLong(page, base + EVENTS) : values(page, base));
      case SUM, AVG, STDDEV -> moments(page, base, answer);
      case FIRST -> slot(page, base + FIRST, answer);
      case LAST -> slot(page, base + LAST, answer);
      case MIN -> extreme(page, base, LEAST, answer);
      case MAX -> extreme(page, base, GREATEST, answer);
      default -> throw new IllegalStateException(plan.kind().name());
    }
  }

  private void moments(byte[] page, int base, Answer answer) {
    if (cell == Cell.LONG) {
      answer.longMoments(page, base + VALUES);
      return;
    }
    int sum = Bytes.getInt(page, base + SUM);
    int squares = Bytes.getInt(page, base + SQUARES);
    boolean any = sum != StateHeap.NONE;
    answer.doubleMoments(
        Bytes.getLong(page, base + VALUES),
        above(page, base),
        below(page, base),
        any ? heap.page(sum) : zero,
        any ? heap.offset(sum) : 0,
        any ? heap.page(squares) : zero,
        any ? heap.offset(squares) : 0);
  }

  private void extreme(byte[] page, int base, int at, Answer answer) {
    if (values(page, base) == 0) {
      answer.none();
    } else {
      slot(page, base + at, answer);
    }
  }

  private void slot(byte[] page, int at, Answer answer) {
    long slot = Bytes.getLong(page, at);
    if (cell != Cell.BYTES) {
      answer.word(slot);
    } else if (slot == Nulls.NO_STRING) {
      answer.none();
    } else {
      answer.bytes(
          TextSlot.bytes(slot, page, heap), TextSlot.from(slot, at, heap), TextSlot.length(slot));
    }
  }

  @Override
  public long deadline(int state) {
    return Bytes.getLong(heap.page(state), heap.offset(state) + UNTIL);
  }

  @Override
  public int rows(int state) {
    return 1;
  }

  @Override
  public void write(int state, StateOutput out) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    out.putLong(Bytes.getLong(page, base + UNTIL));
    out.putNumber(Bytes.getLong(page, base + EVENTS));
    if (cell == Cell.NONE) {
      return;
    }
    out.putNumber(Bytes.getLong(page, base + VALUES));
    for (int at = FIRST; at < VALUES; at += 8) {
      writeSlot(page, base + at, out);
    }
    if (adds) {
      out.put(page, base + SUMS, SUM_BYTES);
    } else if (cell == Cell.DOUBLE) {
      out.putNumber(above(page, base));
      out.putNumber(below(page, base));
      ExactSum.write(heap, Bytes.getInt(page, base + SUM), out);
      ExactSum.write(heap, Bytes.getInt(page, base + SQUARES), out);
    }
  }

  private void writeSlot(byte[] page, int at, StateOutput out) {
    long slot = Bytes.getLong(page, at);
    if (cell != Cell.BYTES) {
      out.putLong(slot);
      return;
    }
    int length = TextSlot.length(slot);
    out.putNumber(length + 1L);
    if (length > 0) {
      out.put(TextSlot.bytes(slot, page, heap), TextSlot.from(slot, at, heap), length);
    }
  }

  @Override
  public int read(StateInput in) {
    int state = make();
    try {
      read(state, in);
    } catch (IllegalArgumentException e) {
      free(state);
      throw e;
    }
    return state;
  }

  private void read(int state, StateInput in) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    Bytes.putLong(page, base + UNTIL, in.takeLong());
    long events = in.takeNumber();
    Bytes.putLong(page, base + EVENTS, events);
    if (cell == Cell.NONE) {
      return;
    }
    long values = in.takeNumber();
    Bytes.putLong(page, base + VALUES, values);
    for (int at = FIRST; at < VALUES; at += 8) {
      readSlot(page, base + at, in);
    }
    if (adds) {
      System.arraycopy(in.bytes(), in.take(SUM_BYTES), page, base + SUMS, SUM_BYTES);
    } else if (cell == Cell.DOUBLE) {
      Bytes.putInt(page, base + ABOVE, in.takeInt());
      Bytes.putInt(page, base + BELOW, in.takeInt());
      Bytes.putInt(page, base + SUM, ExactSum.read(heap, in));
      Bytes.putInt(page, base + SQUARES, ExactSum.read(heap, in));
      boolean hasSums = Bytes.getInt(page, base + SUM) != StateHeap.NONE;
      if (hasSums != values > 0 || hasSums != (Bytes.getInt(page, base + SQUARES) != 0)) {
        throw StateInput.damaged("its sums are not those of its values");
      }
    }
    if (events < 0 || values < 0 || values(page, base) > events) {
      throw StateInput.damaged("it has more values than events");
    }
    if (cell == Cell.BYTES && values > 0 != (Bytes.getLong(page, base + LEAST) != -1)) {
      throw StateInput.damaged("its least value is not one of its values");
    }
  }

  private void readSlot(byte[] page, int at, StateInput in) {
    if (cell != Cell.BYTES) {
      Bytes.putLong(page, at, in.takeLong());
      return;
    }
    int length = in.takeLength();
    if (length >= 0) {
      TextSlot.put(page, at, heap, in.bytes(), in.take(length), length);
    }
  }

  @Override
  public void free(int state) {
    freeBlocks(heap.page(state), heap.offset(state));
    heap.free(state);
  }
}
