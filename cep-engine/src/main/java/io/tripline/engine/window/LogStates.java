package io.tripline.engine.window;

import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;
import org.jspecify.annotations.Nullable;

/**
 * States that are a log of rows: one of few rows is a {@link SmallLog}, which is read by walking
 * through it, one of more a {@link LargeLog} with {@link Gear}. Not thread-safe.
 */
final class LogStates implements States {
  /** The most rows that are walked through. */
  static final int MOST_SMALL = 32;

  /** With fewer, many rows become few again. */
  private static final int LEAST_LARGE = 8;

  private final StateHeap heap;
  private final Series.Kind kind;
  private final Cell cell;
  private final @Nullable Epochs epochs;
  private final long[] lengths;
  private final long longest;
  private final long delay;
  private final SmallLog small;
  private final SmallReader reader;
  private final LargeLog large;
  private final Gear gear;
  private final LogCodec codec;

  /**
   * @param answer that readings go to
   */
  LogStates(StateHeap heap, LogPlan plan, Answer answer) {
    this.heap = heap;
    this.kind = plan.kind();
    this.cell = plan.cell();
    this.epochs = plan.anew() == null ? null : new Epochs(plan.anew());
    this.lengths = plan.lengths();
    this.longest = plan.longest();
    this.delay = plan.delay();
    this.small = new SmallLog(heap, cell, kind != Series.Kind.TIME, !kind.isAnew());
    this.reader = new SmallReader(small, cell, answer);
    this.large = new LargeLog(heap, cell, !kind.isAnew());
    FrameLayout layout = new FrameLayout(cell, plan.plans(), lengths, kind == Series.Kind.SET);
    this.gear = new Gear(heap, large, cell, layout);
    this.codec = new LogCodec(kind, cell, small, large, heap);
  }

  private static long back(long now, long length) {
    long start = now - length;
    return start > now ? Long.MIN_VALUE : start;
  }

  private static long ahead(long time, long length) {
    long end = time + length;
    return end < time ? Long.MAX_VALUE : end;
  }

  /** Until when what begins anew goes on. */
  private long until(long clock) {
    return epochs == null ? Long.MAX_VALUE : epochs.until(clock);
  }

  // ---- adding

  @Override
  public int add(int state, long clock, boolean counts, Argument value) {
    if (state == StateHeap.NONE) {
      return counts ? addSmall(small.make(), clock, true, value) : state;
    }
    return isLarge(state)
        ? addLarge(state, clock, counts, value)
        : addSmall(state, clock, counts, value);
  }

  private int addSmall(int state, long clock, boolean counts, Argument value) {
    small.open(state);
    long now = forget(clock);
    boolean isNew = kind != Series.Kind.SET || !reader.contains(0, small.count(), value);
    if (counts && isNew && !(kind.dropsNulls() && value.isNull())) {
      small.append(now, value);
    }
    return addedSmall(now);
  }

  private int addedSmall(long now) {
    if (small.count() == 0) {
      small.free();
      return StateHeap.NONE;
    }
    if (small.count() > MOST_SMALL) {
      int grown = codec.toLarge();
      gear.open();
      advance(now);
      return grown;
    }
    small.shrink();
    return small.state();
  }

  /** Drops the rows that are too old now, and moves the state's own clock; what rows are given. */
  private long forget(long clock) {
    switch (kind) {
      case TIME -> {
        long now = small.count() == 0 ? clock : Math.max(clock, small.stamp(small.count() - 1));
        small.drop(small.firstFrom(back(back(now, delay), longest)));
        return now;
      }
      case EVENTS -> {
        long now = small.clock() + 1;
        small.putClock(now);
        small.drop(small.firstFrom(back(now, longest)));
        return now;
      }
      default -> {
        if (clock > small.clock()) {
          small.drop(small.count());
        }
        small.putClock(until(clock));
        return 0;
      }
    }
  }

  private int addLarge(int state, long clock, boolean counts, Argument value) {
    large.open(state);
    if (kind.isAnew() && clock > large.clock()) {
      free(state);
      return add(StateHeap.NONE, clock, counts, value);
    }
    gear.open();
    long now = move(clock);
    boolean isNew = kind != Series.Kind.SET || value.isNull() || gear.find(value) < 0;
    if (counts && isNew && !(kind.dropsNulls() && value.isNull())) {
      append(now, value);
    }
    return addedLarge(now);
  }

  private int addedLarge(long now) {
    advance(now);
    if (large.count() <= LEAST_LARGE) {
      gear.free();
      return large.count() == 0 ? nothing() : codec.toSmall();
    }
    return large.wastes() ? remade(now) : large.state();
  }

  /** The same for a row of bytes that always counts. */
  int add(int state, long clock, byte[] bytes, int from, int length) {
    if (state == StateHeap.NONE || !isLarge(state)) {
      small.open(state == StateHeap.NONE ? small.make() : state);
      long now = forget(clock);
      small.append(now, 0, bytes, from, length);
      return addedSmall(now);
    }
    large.open(state);
    if (kind.isAnew() && clock > large.clock()) {
      free(state);
      return add(StateHeap.NONE, clock, bytes, from, length);
    }
    gear.open();
    long now = move(clock);
    large.append(now, bytes, from, length);
    return addedLarge(now);
  }

  private int nothing() {
    large.free();
    return StateHeap.NONE;
  }

  /** Moves the state's own clock; what rows are given now. */
  private long move(long clock) {
    switch (kind) {
      case TIME -> {
        return Math.max(clock, large.clock());
      }
      case EVENTS -> {
        large.putClock(large.clock() + 1);
        return large.clock();
      }
      default -> {
        large.putClock(until(clock));
        return 0;
      }
    }
  }

  private void append(long stamp, Argument value) {
    if (cell == Cell.BYTES) {
      large.append(stamp, value.bytes(), value.from(), value.length());
    } else {
      large.append(stamp, value.word());
    }
  }

  /** Lets rows enter and leave windows as it is due. */
  private void advance(long now) {
    long end = kind == Series.Kind.TIME ? back(now, delay) : Long.MAX_VALUE;
    gear.take(end);
    if (kind.isAnew()) {
      return;
    }
    long newest = kind == Series.Kind.TIME ? end : now;
    for (int f = 0; f < lengths.length; f++) {
      gear.leave(f, back(newest, lengths[f]));
    }
    gear.drop();
    if (kind == Series.Kind.TIME) {
      large.putClock(now);
    }
  }

  private int remade(long now) {
    gear.free();
    int state = codec.remade();
    gear.open();
    advance(now);
    return state;
  }

  // ---- reading

  @Override
  public void read(int state, Plan plan, long clock, Argument sought, Answer answer) {
    if (isLarge(state)) {
      readLarge(state, plan, clock, sought, answer);
      return;
    }
    small.open(state);
    reader.read(plan, from(plan, clock), to(clock), sought);
  }

  /** The first row of a window of the open small log. */
  private int from(Plan plan, long clock) {
    long length = lengths[plan.frame()];
    return switch (kind) {
      case TIME -> small.firstFrom(back(end(clock), length));
      case EVENTS -> small.firstFrom(back(small.clock(), length));
      default -> clock > small.clock() ? small.count() : 0;
    };
  }

  /** The row behind the last one of all windows. */
  private int to(long clock) {
    return delay == 0 ? small.count() : small.firstFrom(end(clock) + 1);
  }

  /** The newer end of all windows. */
  private long end(long clock) {
    int count = small.count();
    return back(count == 0 ? clock : Math.max(clock, small.stamp(count - 1)), delay);
  }

  private void readLarge(int state, Plan plan, long clock, Argument sought, Answer answer) {
    if (openLarge(state, clock)) {
      gear.read(plan, sought, answer);
    } else {
      answer.empty(sought);
    }
  }

  /** Looks at a state of many rows, as it is at a time; false if it is over. */
  private boolean openLarge(int state, long clock) {
    large.open(state);
    if (kind.isAnew() && clock > large.clock()) {
      return false;
    }
    boolean isMade = gear.open();
    if (isMade || kind == Series.Kind.TIME && clock > large.clock()) {
      advance(kind == Series.Kind.TIME ? Math.max(clock, large.clock()) : large.clock());
    }
    return true;
  }

  /** Shows the rows of a window, whose values are bytes and not null. */
  void walk(int state, Plan plan, long clock, RowVisitor visitor) {
    if (!isLarge(state)) {
      small.open(state);
      int to = to(clock);
      for (int i = from(plan, clock); i < to; i++) {
        visitor.row(small.bytes(i), small.from(i), TextSlot.length(small.word(i)));
      }
    } else if (openLarge(state, clock)) {
      ValueTable values = large.values();
      long end = large.taken();
      for (long row = gear.start(plan.frame()); row < end; row++) {
        int entry = large.entry(row);
        visitor.row(values.bytes(entry), values.from(entry), values.length(entry));
      }
    }
  }

  @Override
  public long deadline(int state) {
    boolean isLarge = open(state);
    if (kind == Series.Kind.EVENTS) {
      return Long.MAX_VALUE;
    }
    if (kind.isAnew()) {
      return isLarge ? large.clock() : small.clock();
    }
    if ((isLarge ? large.count() : small.count()) == 0) {
      return Long.MIN_VALUE;
    }
    long newest = isLarge ? large.newestStamp() : small.stamp(small.count() - 1);
    return ahead(ahead(newest, longest), delay);
  }

  /** Whether a state has many rows. One that is open is not asked again. */
  private boolean isLarge(int state) {
    return state == large.state() || LargeLog.is(heap, state);
  }

  /** Looks at a state; says whether it has many rows. */
  private boolean open(int state) {
    boolean isLarge = isLarge(state);
    if (isLarge) {
      large.open(state);
    } else {
      small.open(state);
    }
    return isLarge;
  }

  @Override
  public int rows(int state) {
    return open(state) ? large.count() : small.count();
  }

  @Override
  public void write(int state, ByteBuilder out) {
    codec.write(open(state), out);
  }

  @Override
  public int read(StateInput in) {
    return codec.read(in);
  }

  @Override
  public void free(int state) {
    if (open(state)) {
      gear.free();
      large.free();
    } else {
      small.free();
    }
  }
}
