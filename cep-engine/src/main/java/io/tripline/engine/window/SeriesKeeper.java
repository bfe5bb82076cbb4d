package io.tripline.engine.window;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import io.tripline.engine.expression.NodeCode;
import io.tripline.engine.expression.RegisterTable;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the states of a {@link Series} and reads windows of them. Bound to the layouts of one
 * schema and to the heap of one worker; not thread-safe.
 *
 * <p>A state stands for what is remembered of one key: a handle, 0 where that is nothing. A method
 * that takes one and gives one back has changed it; the one that was given must not be used any
 * more. Keepers of series of one {@link Series#shape} on one heap understand each other's states.
 */
public final class SeriesKeeper {
  private static final int VERSION = 1;

  private final StateHeap heap;
  private final Frame frame;
  private final Series series;
  private final Cell cell;
  private final WindowErrors errors;
  private final @Nullable Node where;
  private final Argument argument;
  private final SmallLog log;
  private final SmallReader reader;
  private final Answer answer;
  private final Plan[] plans;
  private final long[] lengths;
  private final long longest;
  private final boolean byEvents;
  private final StateOutput out = new StateOutput();

  /**
   * @param schema of the events that it is given
   * @param heap the worker's
   * @param errors hears of run-time errors
   */
  public SeriesKeeper(Series series, Schema schema, StateHeap heap, WindowErrors errors) {
    this.series = series;
    this.heap = heap;
    this.cell = series.cell();
    this.errors = errors;
    this.frame = new Frame().heap(heap);
    EventLayout layout = schema.get(series.source().name());
    this.where = node(series.where(), layout);
    this.argument =
        new Argument(cell, series.type(), node(series.argument(), layout), frame, errors);
    this.byEvents = series.kind() == Series.Kind.EVENTS;
    this.log = new SmallLog(heap, cell, byEvents);
    this.answer = new Answer(cell, series.plans().getFirst(), errors);
    this.reader = new SmallReader(log, cell, answer);
    this.plans = series.plans().toArray(Plan[]::new);
    this.lengths = series.lengths();
    this.longest = series.longest();
  }

  private static @Nullable Node node(@Nullable Expr expr, EventLayout layout) {
    return expr == null || expr.type() == Type.Simple.NULL
        ? null
        : NodeCode.compile(List.of(new NodeCode.Request(expr, layout)), RegisterTable.NONE)
            .nodes()
            .getFirst();
  }

  /** The plan. */
  public Series series() {
    return series;
  }

  /**
   * Whether an event has to be added: it satisfies {@code where}, or changes what others count.
   *
   * @param event of the source type
   */
  public boolean takes(EventView event) {
    return byEvents || counts(event);
  }

  private boolean counts(EventView event) {
    if (where == null) {
      return true;
    }
    frame.event(event);
    frame.reset();
    boolean holds = where.test(frame) == 1;
    if (frame.failedAt() != null) {
      errors.evaluationError(frame.failedAt(), frame.failure());
      return false;
    }
    return holds;
  }

  /**
   * Adds an event.
   *
   * @param event one that it {@link #takes}
   * @param clock ms; never less than in a call before for the state
   * @return the state after it; 0 if nothing is kept
   */
  public int add(int state, EventView event, long clock) {
    boolean counts = !byEvents || counts(event);
    if (state == StateHeap.NONE && !counts) {
      return state;
    }
    log.open(state == StateHeap.NONE ? log.make() : state);
    long now = clock;
    if (byEvents) {
      now = log.clock() + 1;
      log.putClock(now);
    } else if (log.count() > 0) {
      now = Math.max(now, log.stamp(log.count() - 1));
    }
    log.drop(log.firstFrom(start(now, longest)));
    if (counts) {
      argument.look(event);
      log.append(now, argument);
    } else if (log.count() == 0) {
      log.free();
    }
    if (log.state() != StateHeap.NONE) {
      log.shrink();
    }
    return log.state();
  }

  private static long start(long now, long length) {
    long start = now - length;
    return start > now ? Long.MIN_VALUE : start;
  }

  /**
   * Reads a window.
   *
   * @param state may be 0
   * @param aggregate its index in the series
   * @param tested the event from which the window is seen
   * @param clock ms; never less than in a call before for the state
   * @param out takes the value
   * @param offset for {@code out}
   */
  public void read(
      int state, int aggregate, EventView tested, long clock, Readings out, int offset) {
    Plan plan = plans[aggregate];
    answer.to(plan, out, offset);
    boolean seeks = plan.kind() == Expr.AggregateKind.SEEN;
    if (seeks) {
      argument.look(tested);
    }
    if (state == StateHeap.NONE) {
      if (seeks && !argument.isNull()) {
        answer.number(0);
      } else {
        answer.none();
      }
      return;
    }
    log.open(state);
    long now = byEvents ? log.clock() : clock;
    int from = log.firstFrom(start(now, lengths[plan.frame()]));
    reader.read(plan, from, log.count(), argument);
  }

  /**
   * The last clock at which the state matters, ms; {@code Long.MAX_VALUE} if time does not end it,
   * {@code Long.MIN_VALUE} if it is 0.
   */
  public long deadline(int state) {
    if (state == StateHeap.NONE) {
      return Long.MIN_VALUE;
    }
    if (byEvents) {
      return Long.MAX_VALUE;
    }
    log.open(state);
    long last = log.stamp(log.count() - 1);
    return last + longest < last ? Long.MAX_VALUE : last + longest;
  }

  /** How many events are kept. */
  public int rows(int state) {
    if (state == StateHeap.NONE) {
      return 0;
    }
    log.open(state);
    return log.count();
  }

  /** A state in bytes, with a format version; it stays as it is. */
  public byte[] encode(int state) {
    log.open(state);
    out.clear();
    out.putByte(VERSION);
    out.putNumber(log.count());
    if (byEvents) {
      out.putSigned(log.clock());
    }
    long before = 0;
    for (int i = 0; i < log.count(); i++) {
      out.putSigned(log.stamp(i) - before);
      before = log.stamp(i);
      value(i);
    }
    return out.toArray();
  }

  private void value(int row) {
    switch (cell) {
      case NONE -> {}
      case LONG -> out.putSigned(log.word(row));
      case DOUBLE -> out.putLong(log.word(row));
      case BYTES -> {
        int length = TextSlot.length(log.word(row));
        out.putNumber(length + 1);
        if (length >= 0) {
          out.put(log.bytes(row), log.from(row), length);
        }
      }
    }
  }

  /**
   * The state that was put into bytes.
   *
   * @throws IllegalArgumentException if they are not a state of this series' shape
   */
  public int decode(byte[] bytes) {
    StateInput in = new StateInput(bytes);
    int version = in.takeByte();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "a window's state has format "
              + version
              + "; this version of Tripline reads format "
              + VERSION);
    }
    int count = in.takeCount();
    if (count == 0) {
      throw StateInput.damaged("it has no rows");
    }
    log.open(log.make());
    try {
      rows(in, count);
      in.close();
    } catch (IllegalArgumentException e) {
      log.free();
      throw e;
    }
    return log.state();
  }

  private void rows(StateInput in, int count) {
    if (byEvents) {
      log.putClock(in.takeSigned());
    }
    long stamp = 0;
    for (int i = 0; i < count; i++) {
      long next = stamp + in.takeSigned();
      if (i > 0 && next < stamp) {
        throw StateInput.damaged("its rows are not in order");
      }
      stamp = next;
      switch (cell) {
        case NONE -> log.append(stamp, 0, in.bytes(), 0, -1);
        case LONG -> log.append(stamp, in.takeSigned(), in.bytes(), 0, -1);
        case DOUBLE -> log.append(stamp, in.takeLong(), in.bytes(), 0, -1);
        case BYTES -> {
          long length = in.takeNumber() - 1;
          int from = length == -1 ? 0 : in.take(length);
          log.append(stamp, 0, in.bytes(), from, (int) length);
        }
      }
    }
    if (byEvents && log.clock() < stamp) {
      throw StateInput.damaged("its rows are later than the state");
    }
  }

  /** Gives a state back that is no longer needed; 0 is let pass. */
  public void free(int state) {
    if (state != StateHeap.NONE) {
      log.open(state);
      log.free();
    }
  }
}
