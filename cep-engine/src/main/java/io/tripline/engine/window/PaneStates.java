package io.tripline.engine.window;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;

/**
 * States of windows that move in steps: a summary for each pane with events. A pane holds what had
 * been counted and added up when it began, so that a window is the difference of now and its first
 * pane, whatever its length; and its own first, last, least and greatest value. Not thread-safe.
 *
 * <pre>
 *   0  long  the oldest pane      8  long  the pane after the newest, by number
 *  16  int   a ring of blocks    20  int   its places, a power of two
 *  24  records of {@link Extremes} over the panes before the newest
 *  56  long  number of events, then a record of {@link Moments}: of all that ever came
 * </pre>
 *
 * A pane is the time at which it begins, what stood at 56 then, and four slots.
 */
final class PaneStates implements States, Extremes.Rows {
  private static final int FIRST_PANE = 0;
  private static final int END_PANE = 8;
  private static final int RING = 16;
  private static final int LEASTS = 24;
  private static final int GREATESTS = LEASTS + Extremes.BYTES;
  private static final int TOTAL = GREATESTS + Extremes.BYTES;

  private static final int START = 0;
  private static final int BEFORE = 8;
  private static final int SLOTS = 4;

  private final StateHeap heap;
  private final Cell cell;
  private final long length;
  private final long[] lengths;
  private final long longest;
  private final ValueSlots slots;
  private final Moments moments;
  private final Extremes leasts;
  private final Extremes greatests;
  private final HandleRing ring;
  private final int totalBytes;
  private final int paneBytes;
  private final int first;

  private byte[] page = {};
  private int base;
  private int compared;

  /**
   * @param length of a pane, ms
   */
  PaneStates(StateHeap heap, Cell cell, Type type, long length, long[] lengths, long longest) {
    this.heap = heap;
    this.cell = cell;
    this.length = length;
    this.lengths = lengths;
    this.longest = longest;
    this.slots = new ValueSlots(heap, cell);
    this.moments = new Moments(heap, cell, type);
    this.leasts = new Extremes(heap, this, false);
    this.greatests = new Extremes(heap, this, true);
    this.ring = new HandleRing(heap);
    this.totalBytes = totalBytes(cell, type);
    this.paneBytes = paneBytes(cell, type);
    this.first = BEFORE + totalBytes;
  }

  private static int totalBytes(Cell cell, Type type) {
    return 8 + (cell == Cell.NONE ? 0 : Moments.bytes(cell, type));
  }

  /** Bytes of a pane, without the blocks that it owns. */
  static int paneBytes(Cell cell, Type type) {
    return BEFORE + totalBytes(cell, type) + (cell == Cell.NONE ? 0 : 8 * SLOTS);
  }

  /** Bytes of a state without panes. */
  static int bytes(Cell cell, Type type) {
    return TOTAL + totalBytes(cell, type);
  }

  private void make(int made) {
    int at = heap.offset(made);
    byte[] bytes = heap.page(made);
    Arrays.fill(bytes, at, at + TOTAL + totalBytes, (byte) 0);
    ring.make(bytes, at + RING);
  }

  private void open(int state) {
    page = heap.page(state);
    base = heap.offset(state);
    ring.open(page, base + RING);
  }

  private long firstPane() {
    return Bytes.getLong(page, base + FIRST_PANE);
  }

  private long endPane() {
    return Bytes.getLong(page, base + END_PANE);
  }

  private int pane(long number) {
    return ring.get(number);
  }

  private long start(long number) {
    int pane = pane(number);
    return Bytes.getLong(heap.page(pane), heap.offset(pane) + START);
  }

  /** Where the least or the greatest values are that rows are compared by. */
  @Override
  public int compare(long a, long wordOfA, long b, long wordOfB) {
    return compare(a, b);
  }

  private int compare(long a, long b) {
    int x = pane(a);
    int y = pane(b);
    return slots.compare(
        heap.page(x), heap.offset(x) + compared, heap.page(y), heap.offset(y) + compared);
  }

  private int least() {
    return first + 16;
  }

  private int greatest() {
    return first + 24;
  }

  // ---- adding

  @Override
  public int add(int state, long clock, boolean counts, Argument value) {
    int next = state;
    if (state == StateHeap.NONE) {
      next = heap.allocate(TOTAL + totalBytes);
      make(next);
    }
    open(next);
    forget(clock);
    long begin = Math.floorDiv(clock, length) * length;
    if (endPane() == firstPane() || start(endPane() - 1) < begin) {
      close(endPane() - 1);
      addPane(begin);
    }
    count(pane(endPane() - 1), value);
    return next;
  }

  /** Drops panes that no window reaches any more. */
  private void forget(long clock) {
    long from = firstPane();
    long least = from(clock, longest);
    while (from < endPane() && start(from) < least) {
      freePane(pane(from++));
    }
    if (from == firstPane()) {
      return;
    }
    Bytes.putLong(page, base + FIRST_PANE, from);
    leasts.dropTo(page, base + LEASTS, from);
    greatests.dropTo(page, base + GREATESTS, from);
    ring.shrink(from, endPane());
  }

  /** Where a window begins. */
  private long from(long clock, long of) {
    long start = clock - of;
    return start > clock ? Long.MIN_VALUE : Math.floorDiv(start, length) * length;
  }

  private void freePane(int pane) {
    byte[] bytes = heap.page(pane);
    int at = heap.offset(pane);
    if (cell != Cell.NONE) {
      moments.free(bytes, at + BEFORE + 8);
      slots.free(bytes, at + first, SLOTS);
    }
    heap.free(pane);
  }

  /** A pane, if there is one of that number, gets no more events. */
  private void close(long number) {
    if (number >= firstPane() && own(number) > 0) {
      compared = least();
      leasts.add(page, base + LEASTS, number, 0);
      compared = greatest();
      greatests.add(page, base + GREATESTS, number, 0);
    }
  }

  /** How many values came since a pane began. */
  private long since(long number) {
    return cell == Cell.NONE ? 0 : moments.count(page, base + TOTAL + 8) - before(number);
  }

  /** How many values a pane has. */
  private long own(long number) {
    return number + 1 == endPane() || cell == Cell.NONE
        ? since(number)
        : before(number + 1) - before(number);
  }

  /** How many values had come when a pane began. */
  private long before(long number) {
    int pane = pane(number);
    return moments.count(heap.page(pane), heap.offset(pane) + BEFORE + 8);
  }

  private void addPane(long begin) {
    long number = endPane();
    int pane = heap.allocate(paneBytes);
    byte[] bytes = heap.page(pane);
    int at = heap.offset(pane);
    Bytes.putLong(bytes, at + START, begin);
    Bytes.putLong(bytes, at + BEFORE, Bytes.getLong(page, base + TOTAL));
    if (cell != Cell.NONE) {
      moments.copy(page, base + TOTAL + 8, bytes, at + BEFORE + 8);
      slots.make(bytes, at + first, SLOTS);
    }
    ring.add(firstPane(), number, pane);
    Bytes.putLong(page, base + END_PANE, number + 1);
  }

  private void count(int pane, Argument value) {
    byte[] bytes = heap.page(pane);
    int at = heap.offset(pane);
    long events = Bytes.getLong(page, base + TOTAL);
    Bytes.putLong(page, base + TOTAL, events + 1);
    if (cell == Cell.NONE) {
      return;
    }
    if (events == Bytes.getLong(bytes, at + BEFORE)) {
      slots.put(bytes, at + first, value);
    }
    slots.put(bytes, at + first + 8, value);
    if (value.isNull()) {
      return;
    }
    boolean isFirst = since(endPane() - 1) == 0;
    if (isFirst || slots.compare(bytes, at + least(), value) > 0) {
      slots.put(bytes, at + least(), value);
    }
    if (isFirst || slots.compare(bytes, at + greatest(), value) < 0) {
      slots.put(bytes, at + greatest(), value);
    }
    moments.add(page, base + TOTAL + 8, value);
  }

  // ---- reading

  @Override
  public void read(int state, Plan plan, long clock, Argument sought, Answer answer) {
    open(state);
    long number = find(from(clock, lengths[plan.frame()]));
    if (number == endPane()) {
      answer.none();
      return;
    }
    int pane = pane(number);
    byte[] bytes = heap.page(pane);
    int at = heap.offset(pane);
    int newest = pane(endPane() - 1);
    switch (plan.kind()) {
      case COUNT -> answer.number(cell == Cell.NONE ? events(bytes, at) : since(number));
      case SUM, AVG, STDDEV ->
          moments.tellSince(page, base + TOTAL + 8, bytes, at + BEFORE + 8, answer);
      case FIRST -> slots.tell(bytes, at + first, answer);
      case LAST -> slots.tell(heap.page(newest), heap.offset(newest) + first + 8, answer);
      case MIN -> {
        compared = least();
        extreme(leasts.find(page, base + LEASTS, number), true, answer);
      }
      case MAX -> {
        compared = greatest();
        extreme(greatests.find(page, base + GREATESTS, number), false, answer);
      }
      default -> throw new IllegalStateException(plan.kind().name());
    }
  }

  private long events(byte[] pane, int at) {
    return Bytes.getLong(page, base + TOTAL) - Bytes.getLong(pane, at + BEFORE);
  }

  /** The first pane that begins at a time or later. */
  private long find(long begin) {
    long low = firstPane();
    long high = endPane();
    while (low < high) {
      long middle = low + high >>> 1;
      if (start(middle) < begin) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Tells the better one of a closed pane's value, if there is one, and of the newest pane's. */
  private void extreme(long closed, boolean least, Answer answer) {
    long best = closed;
    long newest = endPane() - 1;
    if (since(newest) > 0) {
      int order = closed < 0 ? 0 : compare(newest, closed);
      best = closed < 0 || (least ? order < 0 : order > 0) ? newest : closed;
    }
    if (best < 0) {
      answer.none();
    } else {
      slots.tell(heap.page(pane(best)), heap.offset(pane(best)) + compared, answer);
    }
  }

  @Override
  public long deadline(int state) {
    open(state);
    if (endPane() == firstPane()) {
      return Long.MIN_VALUE;
    }
    long last = start(endPane() - 1);
    long end = last + longest + length - 1;
    return end < last ? Long.MAX_VALUE : end;
  }

  @Override
  public int rows(int state) {
    open(state);
    return (int) (endPane() - firstPane());
  }

  // ---- in bytes

  @Override
  public void write(int state, ByteBuilder out) {
    open(state);
    out.putNumber(endPane() - firstPane());
    writeTotal(page, base + TOTAL, out);
    long before = 0;
    for (long n = firstPane(); n < endPane(); n++) {
      byte[] bytes = heap.page(pane(n));
      int at = heap.offset(pane(n));
      long index = Math.floorDiv(start(n), length);
      out.putSigned(index - before);
      before = index;
      writeTotal(bytes, at + BEFORE, out);
      for (int i = 0; cell != Cell.NONE && i < SLOTS; i++) {
        slots.write(bytes, at + first + 8 * i, out);
      }
    }
  }

  private void writeTotal(byte[] bytes, int at, ByteBuilder out) {
    out.putNumber(Bytes.getLong(bytes, at));
    if (cell != Cell.NONE) {
      moments.write(bytes, at + 8, out);
    }
  }

  @Override
  public int read(StateInput in) {
    int state = heap.allocate(TOTAL + totalBytes);
    make(state);
    open(state);
    try {
      int count = in.takeCount();
      readTotal(page, base + TOTAL, in);
      long index = 0;
      for (int i = 0; i < count; i++) {
        long step = in.takeSigned();
        if (i > 0 && step <= 0) {
          throw StateInput.damaged("its panes are not in order");
        }
        index += step;
        readPane(index, in);
      }
      if (count > 0) {
        check(endPane() - 1);
      }
    } catch (IllegalArgumentException e) {
      free(state);
      throw e;
    }
    return state;
  }

  private void readTotal(byte[] bytes, int at, StateInput in) {
    Bytes.putLong(bytes, at, in.takeNumber());
    if (cell != Cell.NONE) {
      moments.read(bytes, at + 8, in);
    }
  }

  private void readPane(long index, StateInput in) {
    if (Math.multiplyHigh(index, length) != index * length >> 63) {
      throw StateInput.damaged("a pane begins too late");
    }
    addPane(index * length);
    long number = endPane() - 1;
    byte[] bytes = heap.page(pane(number));
    int at = heap.offset(pane(number));
    if (cell != Cell.NONE) {
      moments.free(bytes, at + BEFORE + 8);
      Arrays.fill(bytes, at + BEFORE, at + first, (byte) 0);
    }
    readTotal(bytes, at + BEFORE, in);
    for (int i = 0; cell != Cell.NONE && i < SLOTS; i++) {
      slots.read(bytes, at + first + 8 * i, in);
    }
    if (number > firstPane()) {
      check(number - 1);
      close(number - 1);
    }
  }

  /** Whether what a pane says of itself can be. */
  private void check(long number) {
    byte[] bytes = heap.page(pane(number));
    int at = heap.offset(pane(number));
    long next =
        number + 1 == endPane()
            ? Bytes.getLong(page, base + TOTAL)
            : Bytes.getLong(heap.page(pane(number + 1)), heap.offset(pane(number + 1)) + BEFORE);
    long events = next - Bytes.getLong(bytes, at + BEFORE);
    long own = own(number);
    boolean hasExtremes =
        own == 0 || slots.isGiven(bytes, at + least()) && slots.isGiven(bytes, at + greatest());
    if (events <= 0 || own < 0 || own > events || !hasExtremes) {
      throw StateInput.damaged("a pane has more values than events");
    }
  }

  @Override
  public void free(int state) {
    open(state);
    for (long n = firstPane(); n < endPane(); n++) {
      freePane(pane(n));
    }
    if (cell != Cell.NONE) {
      moments.free(page, base + TOTAL + 8);
    }
    Extremes.free(heap, page, base + LEASTS);
    Extremes.free(heap, page, base + GREATESTS);
    ring.free();
    heap.free(state);
  }
}
