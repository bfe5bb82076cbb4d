package io.tripline.engine.window;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;

/**
 * States of windows that begin anew now and then: running values of all events since. All that have
 * a fixed size are kept, whoever asks, so that a state serves each aggregate. Not thread-safe.
 *
 * <pre>
 *   0  long  the last clock at which it holds
 *   8  long  number of events
 *  16  four slots: the first, the last, the least and the greatest value
 *  48  a record of {@link Moments}
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
  private static final int SLOTS = 4;
  private static final int MOMENTS = 48;

  private final StateHeap heap;
  private final Cell cell;
  private final Epochs epochs;
  private final ValueSlots slots;
  private final Moments moments;
  private final int bytes;

  /**
   * @param type of the argument
   */
  RunningStates(StateHeap heap, Cell cell, Type type, Epochs epochs) {
    this.heap = heap;
    this.cell = cell;
    this.epochs = epochs;
    this.slots = new ValueSlots(heap, cell);
    this.moments = new Moments(heap, cell, type);
    this.bytes = bytes(cell, type);
  }

  /** Bytes of a state, without the blocks that it owns. */
  static int bytes(Cell cell, Type type) {
    return cell == Cell.NONE ? FIRST : MOMENTS + Moments.bytes(cell, type);
  }

  private int make() {
    int made = heap.allocate(bytes);
    beginAnew(heap.page(made), heap.offset(made));
    return made;
  }

  private void beginAnew(byte[] page, int base) {
    Arrays.fill(page, base, base + bytes, (byte) 0);
    if (cell != Cell.NONE) {
      slots.make(page, base + FIRST, SLOTS);
    }
  }

  private void freeParts(byte[] page, int base) {
    if (cell != Cell.NONE) {
      slots.free(page, base + FIRST, SLOTS);
      moments.free(page, base + MOMENTS);
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
      freeParts(page, base);
      beginAnew(page, base);
    }
    Bytes.putLong(page, base + UNTIL, epochs.until(clock));
    if (counts) {
      count(page, base, value);
    }
    return next;
  }

  private void count(byte[] page, int base, Argument value) {
    long events = Bytes.getLong(page, base + EVENTS);
    Bytes.putLong(page, base + EVENTS, events + 1);
    if (cell == Cell.NONE) {
      return;
    }
    if (events == 0) {
      slots.put(page, base + FIRST, value);
    }
    slots.put(page, base + LAST, value);
    if (value.isNull()) {
      return;
    }
    boolean isFirst = moments.count(page, base + MOMENTS) == 0;
    if (isFirst || slots.compare(page, base + LEAST, value) > 0) {
      slots.put(page, base + LEAST, value);
    }
    if (isFirst || slots.compare(page, base + GREATEST, value) < 0) {
      slots.put(page, base + GREATEST, value);
    }
    moments.add(page, base + MOMENTS, value);
  }

  @Override
  public void read(int state, Plan plan, long clock, Argument sought, Answer answer) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    if (clock > Bytes.getLong(page, base + UNTIL)) {
      answer.none();
      return;
    }
    switch (plan.kind()) {
      case COUNT ->
          answer.number(
              cell == Cell.NONE
                  ? Bytes.getLong(page, base + EVENTS)
                  : moments.count(page, base + MOMENTS));
      case SUM, AVG, STDDEV -> moments.tell(page, base + MOMENTS, answer);
      case FIRST -> slots.tell(page, base + FIRST, answer);
      case LAST -> slots.tell(page, base + LAST, answer);
      case MIN -> extreme(page, base, LEAST, answer);
      case MAX -> extreme(page, base, GREATEST, answer);
      default -> throw new IllegalStateException(plan.kind().name());
    }
  }

  private void extreme(byte[] page, int base, int at, Answer answer) {
    if (moments.count(page, base + MOMENTS) == 0) {
      answer.none();
    } else {
      slots.tell(page, base + at, answer);
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
  public void write(int state, ByteBuilder out) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    out.putSigned(Bytes.getLong(page, base + UNTIL));
    out.putNumber(Bytes.getLong(page, base + EVENTS));
    if (cell != Cell.NONE) {
      for (int i = 0; i < SLOTS; i++) {
        slots.write(page, base + FIRST + 8 * i, out);
      }
      moments.write(page, base + MOMENTS, out);
    }
  }

  @Override
  public int read(StateInput in) {
    int state = make();
    try {
      read(heap.page(state), heap.offset(state), in);
    } catch (IllegalArgumentException e) {
      free(state);
      throw e;
    }
    return state;
  }

  private void read(byte[] page, int base, StateInput in) {
    Bytes.putLong(page, base + UNTIL, in.takeSigned());
    long events = in.takeNumber();
    Bytes.putLong(page, base + EVENTS, events);
    long values = 0;
    if (cell != Cell.NONE) {
      for (int i = 0; i < SLOTS; i++) {
        slots.read(page, base + FIRST + 8 * i, in);
      }
      moments.read(page, base + MOMENTS, in);
      values = moments.count(page, base + MOMENTS);
    }
    if (events <= 0 || values < 0 || values > events) {
      throw StateInput.damaged("it has more values than events");
    }
    if (values > 0
        && !(slots.isGiven(page, base + LEAST) && slots.isGiven(page, base + GREATEST))) {
      throw StateInput.damaged("its least value is not one of its values");
    }
  }

  @Override
  public void free(int state) {
    freeParts(heap.page(state), heap.offset(state));
    heap.free(state);
  }
}
