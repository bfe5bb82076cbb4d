package io.tripline.engine.window;

import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** States that are a log of rows. Not thread-safe. */
final class LogStates implements States {
  private final Series.Kind kind;
  private final Cell cell;
  private final @Nullable Epochs epochs;
  private final long[] lengths;
  private final long longest;
  private final long delay;
  private final SmallLog small;
  private final SmallReader reader;

  /**
   * @param answer that readings go to
   */
  LogStates(Series series, StateHeap heap, Answer answer) {
    this.kind = series.kind();
    this.cell = series.cell();
    this.epochs = kind.isAnew() ? new Epochs(series.window()) : null;
    this.lengths = series.lengths();
    this.longest = series.longest();
    this.delay = series.delay();
    this.small = new SmallLog(heap, cell, kind != Series.Kind.TIME, !kind.isAnew());
    this.reader = new SmallReader(small, cell, answer);
  }

  @Override
  public int add(int state, long clock, boolean counts, Argument value) {
    if (state == StateHeap.NONE && !counts) {
      return state;
    }
    small.open(state == StateHeap.NONE ? small.make() : state);
    long now = forget(clock);
    if (counts && isNew(value)) {
      small.append(now, value);
    }
    if (small.count() == 0) {
      small.free();
      return StateHeap.NONE;
    }
    small.shrink();
    return small.state();
  }

  /** Drops the rows that are too old now, and moves the state's own clock; what rows are given. */
  private long forget(long clock) {
    switch (kind) {
      case TIME -> {
        long now = now(clock);
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
        small.putClock(epochs().until(clock));
        return 0;
      }
    }
  }

  private Epochs epochs() {
    return Objects.requireNonNull(epochs);
  }

  private long now(long clock) {
    return small.count() == 0 ? clock : Math.max(clock, small.stamp(small.count() - 1));
  }

  /** Whether the value is to be kept: units and sessions keep no nulls, and sets nothing twice. */
  private boolean isNew(Argument value) {
    return switch (kind) {
      case SET -> !value.isNull() && !reader.contains(0, small.count(), value);
      case BAG -> !value.isNull();
      default -> true;
    };
  }

  private static long back(long now, long length) {
    long start = now - length;
    return start > now ? Long.MIN_VALUE : start;
  }

  @Override
  public void read(int state, Plan plan, long clock, Argument sought, Answer answer) {
    small.open(state);
    long length = lengths[plan.frame()];
    switch (kind) {
      case TIME -> {
        long end = back(now(clock), delay);
        int to = delay == 0 ? small.count() : small.firstFrom(end + 1);
        reader.read(plan, small.firstFrom(back(end, length)), to, sought);
      }
      case EVENTS ->
          reader.read(plan, small.firstFrom(back(small.clock(), length)), small.count(), sought);
      default ->
          reader.read(plan, clock > small.clock() ? small.count() : 0, small.count(), sought);
    }
  }

  @Override
  public long deadline(int state) {
    small.open(state);
    if (kind == Series.Kind.EVENTS) {
      return Long.MAX_VALUE;
    }
    if (kind.isAnew()) {
      return small.clock();
    }
    return ahead(ahead(small.stamp(small.count() - 1), longest), delay);
  }

  private static long ahead(long time, long length) {
    long end = time + length;
    return end < time ? Long.MAX_VALUE : end;
  }

  @Override
  public int rows(int state) {
    small.open(state);
    return small.count();
  }

  @Override
  public void write(int state, StateOutput out) {
    small.open(state);
    out.putNumber(small.count());
    if (kind != Series.Kind.TIME) {
      out.putSigned(small.clock());
    }
    long before = 0;
    for (int i = 0; i < small.count(); i++) {
      if (!kind.isAnew()) {
        out.putSigned(small.stamp(i) - before);
        before = small.stamp(i);
      }
      writeValue(i, out);
    }
  }

  private void writeValue(int row, StateOutput out) {
    switch (cell) {
      case NONE -> {}
      case LONG -> out.putSigned(small.word(row));
      case DOUBLE -> out.putLong(small.word(row));
      case BYTES -> {
        int length = TextSlot.length(small.word(row));
        out.putNumber(length + 1L);
        if (length >= 0) {
          out.put(small.bytes(row), small.from(row), length);
        }
      }
    }
  }

  @Override
  public int read(StateInput in) {
    int count = in.takeCount();
    if (count == 0) {
      throw StateInput.damaged("it has no rows");
    }
    small.open(small.make());
    try {
      readRows(in, count);
    } catch (IllegalArgumentException e) {
      small.free();
      throw e;
    }
    return small.state();
  }

  private void readRows(StateInput in, int count) {
    if (kind != Series.Kind.TIME) {
      small.putClock(in.takeSigned());
    }
    long stamp = 0;
    for (int i = 0; i < count; i++) {
      if (!kind.isAnew()) {
        long next = stamp + in.takeSigned();
        if (i > 0 && next < stamp) {
          throw StateInput.damaged("its rows are not in order");
        }
        stamp = next;
      }
      switch (cell) {
        case NONE -> small.append(stamp, 0, in.bytes(), 0, -1);
        case LONG -> small.append(stamp, in.takeSigned(), in.bytes(), 0, -1);
        case DOUBLE -> small.append(stamp, in.takeLong(), in.bytes(), 0, -1);
        case BYTES -> {
          int length = in.takeLength();
          small.append(stamp, 0, in.bytes(), in.take(Math.max(0, length)), length);
        }
      }
    }
    if (kind == Series.Kind.EVENTS && small.clock() < stamp) {
      throw StateInput.damaged("its rows are later than the state");
    }
  }

  @Override
  public void free(int state) {
    small.open(state);
    small.free();
  }
}
