package io.tripline.engine.window;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Window;
import io.tripline.engine.contents.LookUps;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Readings;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import io.tripline.engine.expression.NodeCode;
import io.tripline.engine.expression.RegisterTable;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import java.util.List;
import java.util.Optional;
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

  private final Series series;
  private final EventLayout layout;
  private final Frame frame;
  private final WindowErrors errors;
  private final @Nullable Node where;
  private final boolean seesAll;
  private final Argument argument;
  private final States states;
  private final @Nullable Scan scan;
  private final Answer answer;
  private final Plan[] plans;
  private final ByteBuilder out = new ByteBuilder();

  /**
   * @param schema of the events that it is given
   * @param heap the worker's
   * @param errors hears of run-time errors
   */
  public SeriesKeeper(Series series, Schema schema, StateHeap heap, WindowErrors errors) {
    this.series = series;
    this.errors = errors;
    this.frame = new Frame().heap(heap);
    this.layout = schema.get(series.source().name());
    Expr condition = series.isScanned() ? null : series.where();
    this.where = condition == null ? null : node(condition, layout);
    this.seesAll = series.seesAll();
    this.argument =
        new Argument(series.cell(), series.type(), argument(series, layout), frame, errors);
    this.plans = series.plans().toArray(Plan[]::new);
    this.answer = new Answer(series.cell(), plans[0], errors);
    this.scan = series.isScanned() ? new Scan(series, layout, heap, frame, errors, answer) : null;
    this.states = scan != null ? scan.states() : states(series, heap, answer);
  }

  private static States states(Series series, StateHeap heap, Answer answer) {
    return switch (series.kind()) {
      case RUNNING ->
          new RunningStates(heap, series.cell(), series.type(), new Epochs(series.window()));
      case PANES ->
          new PaneStates(
              heap,
              series.cell(),
              series.type(),
              ((Window.Panes) series.window()).paneMillis(),
              series.lengths(),
              series.longest());
      case DISTINCT_SKETCH -> sketches(series, heap, new DistinctSketch(heap, series.cell()));
      case HISTOGRAM -> sketches(series, heap, new Histogram(heap, series.cell()));
      case TIME, EVENTS, SET, BAG, ROWS -> new LogStates(heap, LogPlan.of(series), answer);
    };
  }

  private static States sketches(Series series, StateHeap heap, Sketch sketch) {
    Window window = series.window();
    long pane = window instanceof Window.Panes panes ? panes.paneMillis() : 0;
    Epochs epochs = pane > 0 ? null : new Epochs(window);
    return new SketchStates(heap, sketch, epochs, pane, series.lengths());
  }

  /** Asks lists and tables as of the place of these look-ups. */
  public SeriesKeeper lookUps(LookUps of) {
    frame.lookUps(of);
    return this;
  }

  private static @Nullable Node argument(Series series, EventLayout layout) {
    Expr argument = series.argument();
    return argument == null || argument.type() == Type.Simple.NULL ? null : node(argument, layout);
  }

  /** The node of an expression over events of one layout. */
  static Node node(Expr expr, EventLayout layout) {
    return NodeCode.compile(List.of(new NodeCode.Request(expr, layout)), RegisterTable.NONE)
        .nodes()
        .getFirst();
  }

  /** Whether it takes events of another schema as well; thread-safe. */
  public boolean fits(Schema schema) {
    Optional<EventLayout> other = schema.find(series.source().name());
    return other.isPresent() && other.get().isLike(layout);
  }

  /** Whether these are who hears of run-time errors, or equal; thread-safe. */
  public boolean tells(WindowErrors others) {
    return errors.equals(others);
  }

  /** The plan. */
  public Series series() {
    return series;
  }

  /**
   * Whether an event has to be added: it satisfies {@code where}, or others count differently after
   * it.
   *
   * @param event of the source type
   */
  public boolean takes(EventView event) {
    return seesAll || counts(event);
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
   * @param state may be 0
   * @param event one that it {@link #takes}
   * @param clock ms; never less than in a call before for the state
   * @return the state after it; 0 if nothing is kept
   */
  public int add(int state, EventView event, long clock) {
    if (scan != null) {
      return scan.add(state, event, clock);
    }
    boolean counts = !seesAll || counts(event);
    if (counts) {
      argument.look(event);
    }
    return states.add(state, clock, counts, argument);
  }

  /**
   * Reads a window.
   *
   * @param state may be 0; stays valid, and keeps what it stands for
   * @param aggregate its index in the series
   * @param tested the event from which the window is seen
   * @param clock ms; never less than in a call before for the state
   * @param readings takes the value
   * @param offset for {@code readings}
   */
  public void read(
      int state, int aggregate, EventView tested, long clock, Readings readings, int offset) {
    Plan plan = plans[aggregate];
    answer.to(plan, readings, offset);
    if (plan.kind() == Expr.AggregateKind.SEEN) {
      argument.look(tested);
    }
    if (scan != null) {
      scan.read(state, plan, aggregate, tested, clock, argument);
    } else if (state != StateHeap.NONE) {
      states.read(state, plan, clock, argument, answer);
    } else {
      answer.empty(argument);
    }
  }

  /**
   * The last clock at which the state matters, ms; {@code Long.MAX_VALUE} if time does not end it,
   * {@code Long.MIN_VALUE} if it is 0.
   */
  public long deadline(int state) {
    return state == StateHeap.NONE ? Long.MIN_VALUE : states.deadline(state);
  }

  /** How many events or values are kept; 1 where only running values are. */
  public int rows(int state) {
    return state == StateHeap.NONE ? 0 : states.rows(state);
  }

  /** A state in bytes, with a format version; it stays as it is, and is not 0. */
  public byte[] encode(int state) {
    out.clear();
    out.putByte(VERSION);
    states.write(state, out);
    return out.toArray();
  }

  /**
   * The state that was put into bytes.
   *
   * @throws IllegalArgumentException if they are not a state of this series' shape; damage that
   *     leaves them well-formed is not noticed
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
    int state = states.read(in);
    if (!in.isAtEnd()) {
      states.free(state);
      throw StateInput.damaged("bytes left over");
    }
    return state;
  }

  /** Gives a state back that is no longer needed; 0 is let pass. */
  public void free(int state) {
    if (state != StateHeap.NONE) {
      states.free(state);
    }
  }
}
