package io.tripline.engine.window;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.feature.Canonical;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Windows over one series of events of a key: the same events, and of each the same value. The plan
 * that a {@link SeriesKeeper} carries out. Immutable.
 */
public final class Series {
  private static final int VERSION = 1;
  private static final long HOUR = 3_600_000;

  // Of an hour, a day and a month, with what a zone may set its clocks back.
  private static final long[] LONGEST = {2 * HOUR, 48 * HOUR, 33 * 24 * HOUR};

  /** What a state is, and what its windows go by. */
  enum Kind {
    /** A log of rows, each with the clock at which it came. */
    TIME,
    /** A log of rows, each with the number of the event in the state. */
    EVENTS,
    /** Running values, which begin anew with each unit of the calendar or each session. */
    RUNNING,
    /** The different values of a unit or session. */
    SET,
    /** All values of a unit or session. */
    BAG,
    /** All rows of a unit or session, in order. */
    ROWS,
    /** A summary for each pane. */
    PANES,
    /** A {@link DistinctSketch} for each pane, or of a unit or session. */
    DISTINCT_SKETCH,
    /** A {@link Histogram} for each pane, or of a unit or session. */
    HISTOGRAM;

    /** Whether it begins anew with each unit of the calendar or each session. */
    boolean isAnew() {
      return this == RUNNING || this == SET || this == BAG || this == ROWS;
    }

    /** Whether it does without rows that have no value. */
    boolean dropsNulls() {
      return this == SET || this == BAG;
    }
  }

  private final List<WindowAggregate> aggregates;
  private final String identity;
  private final Kind kind;
  private final Cell cell;
  private final List<Plan> plans;
  private final long[] lengths;

  /**
   * @param aggregates of one {@link #identity}; not empty
   */
  public Series(List<WindowAggregate> aggregates) {
    this.aggregates = List.copyOf(aggregates);
    WindowAggregate first = this.aggregates.getFirst();
    this.identity = identity(first);
    this.kind = kind(first);
    Expr argument = first.argument();
    this.cell = argument == null ? Cell.NONE : Cell.of(argument.type());
    List<Long> frames = new ArrayList<>();
    List<Plan> all = new ArrayList<>();
    for (WindowAggregate aggregate : this.aggregates) {
      if (!identity(aggregate).equals(identity)) {
        throw new IllegalArgumentException("not of the series " + identity + ": " + aggregate);
      }
      long length = length(aggregate.window());
      if (!frames.contains(length)) {
        frames.add(length);
      }
      all.add(Plan.of(aggregate, frames.indexOf(length)));
    }
    this.plans = List.copyOf(all);
    this.lengths = frames.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * Equal for aggregates that can share a series: of the same source, argument and {@code where},
   * over windows of one kind. Those that begin anew with a unit or a session share it with the same
   * window only, and with such as keep the same of it.
   */
  public static String identity(WindowAggregate aggregate) {
    Canonical text = new Canonical(aggregate.source());
    Expr argument = aggregate.argument();
    Expr where = aggregate.where();
    return String.join(
        "|",
        kind(aggregate).toString(),
        window(aggregate.window()),
        aggregate.source().name(),
        argument == null ? "" : argument.type() + " " + text.text(argument),
        where == null ? "" : text.text(where));
  }

  private static Kind kind(WindowAggregate aggregate) {
    if (aggregate.approximate()) {
      return aggregate.kind() == Expr.AggregateKind.DISTINCT
          ? Kind.DISTINCT_SKETCH
          : Kind.HISTOGRAM;
    }
    return switch (aggregate.window()) {
      case Window.Sliding _, Window.Delayed _ -> Kind.TIME;
      case Window.LastEvents _ -> Kind.EVENTS;
      case Window.Calendar _, Window.Session _ ->
          ScanPlan.namesThis(aggregate.where()) ? Kind.ROWS : anew(aggregate.kind());
      case Window.Panes _ -> Kind.PANES;
    };
  }

  private static Kind anew(Expr.AggregateKind aggregate) {
    return switch (aggregate) {
      case DISTINCT, SEEN -> Kind.SET;
      case MEDIAN, PERCENTILE -> Kind.BAG;
      default -> Kind.RUNNING;
    };
  }

  /** What windows of one series have in common. */
  private static String window(Window window) {
    return switch (window) {
      case Window.Sliding _, Window.LastEvents _ -> "";
      case Window.Delayed w -> Long.toString(w.delayMillis());
      case Window.Panes w -> Long.toString(w.paneMillis());
      case Window.Calendar _, Window.Session _ -> window.toString();
    };
  }

  /** How far from its newer end the oldest row of a window can be, in what the series goes by. */
  private static long length(Window window) {
    return switch (window) {
      case Window.Sliding w -> w.millis();
      case Window.Delayed w -> w.millis();
      case Window.Panes w -> w.millis();
      case Window.LastEvents w -> w.count() - 1L;
      case Window.Calendar _, Window.Session _ -> 0;
    };
  }

  /** Whether it is of the same aggregates, declared at the same places. */
  public boolean isSame(Series other) {
    return aggregates.equals(other.aggregates);
  }

  /** What it tells; the index of an aggregate is that of its reading. */
  public List<WindowAggregate> aggregates() {
    return aggregates;
  }

  /** The events that it is over. */
  public EventType source() {
    return aggregates.getFirst().source();
  }

  /**
   * Equal for series that read each other's encoded states, whatever their windows and aggregates
   * are.
   */
  public String shape() {
    return VERSION + " " + identity;
  }

  /** The {@link #shape()} of the series that an aggregate is of. */
  public static String shape(WindowAggregate aggregate) {
    return VERSION + " " + identity(aggregate);
  }

  /**
   * How far back it reaches, ms: an older event makes no difference. {@code Long.MAX_VALUE} if time
   * does not bound it.
   */
  public long horizonMillis() {
    return switch (window()) {
      case Window.Sliding _, Window.Delayed _ -> longest() + delay();
      case Window.Panes panes -> longest() + panes.paneMillis();
      case Window.Calendar calendar -> LONGEST[calendar.unit().ordinal()];
      case Window.LastEvents _, Window.Session _ -> Long.MAX_VALUE;
    };
  }

  /** Bytes that an event takes in memory while a window holds it, without a longer text. */
  private long rowBytes() {
    return cell == Cell.NONE ? 8 : 16;
  }

  /** Whether rows have texts, which take bytes beside. */
  private boolean keepsTexts() {
    return cell == Cell.BYTES;
  }

  /** What is kept of a key, in words. */
  public String keeps() {
    String row = rowBytes() + " bytes" + (keepsTexts() ? " and the text" : "") + " for each event";
    Window window = window();
    return switch (kind) {
      case TIME -> row + " of " + ExprText.duration(horizonMillis());
      case EVENTS -> row + " of the last " + (longest() + 1);
      case RUNNING -> "one running value";
      case SET -> "each different value of a " + unit(window);
      case BAG -> "each value of a " + unit(window);
      case ROWS -> row + " of a " + unit(window);
      case PANES -> "a summary for each " + ofPanes(window);
      case DISTINCT_SKETCH, HISTOGRAM ->
          window instanceof Window.Panes ? "a sketch for each " + ofPanes(window) : "one sketch";
    };
  }

  private static String unit(Window window) {
    return window instanceof Window.Calendar calendar ? calendar.unit().toString() : "session";
  }

  private static String ofPanes(Window window) {
    return window instanceof Window.Panes panes
        ? ExprText.duration(panes.paneMillis()) + " of " + ExprText.duration(panes.millis())
        : "";
  }

  Kind kind() {
    return kind;
  }

  /** One of its windows; of those that begin anew, and of delayed ones, like all others. */
  Window window() {
    return aggregates.getFirst().window();
  }

  /** Whether also events that do not satisfy {@code where} change what its windows hold. */
  boolean seesAll() {
    return isScanned()
        || where() != null
            && (window() instanceof Window.LastEvents || window() instanceof Window.Session);
  }

  /** Whether {@code where} names the tested event, so that a reading asks each row. */
  public boolean isScanned() {
    return ScanPlan.namesThis(where());
  }

  /** Of the rows of a series that is scanned. */
  LogPlan rowsPlan() {
    List<Plan> windows = new ArrayList<>();
    for (Plan plan : plans) {
      // To tell the first row nothing is kept but where the window begins.
      windows.add(
          new Plan(
              Expr.AggregateKind.FIRST, plan.frame(), null, Type.Simple.STRING, 0, plan.place()));
    }
    return new LogPlan(
        kind, Cell.BYTES, windows, lengths, delay(), kind.isAnew() ? window() : null);
  }

  /** How far before now windows end, ms. */
  long delay() {
    return window() instanceof Window.Delayed delayed ? delayed.delayMillis() : 0;
  }

  Cell cell() {
    return cell;
  }

  /** Of the argument; int without one. */
  Type type() {
    return plans.getFirst().type();
  }

  @Nullable Expr argument() {
    return aggregates.getFirst().argument();
  }

  @Nullable Expr where() {
    return aggregates.getFirst().where();
  }

  List<Plan> plans() {
    return plans;
  }

  /** How far back a window looks, in what its series goes by: ms, or events. */
  public static long reach(WindowAggregate aggregate) {
    return length(aggregate.window());
  }

  /** How far back it holds all that there was, likewise. */
  public long reach() {
    return longest();
  }

  /** The different windows: how far from now their oldest row can be. */
  long[] lengths() {
    return lengths.clone();
  }

  long longest() {
    long most = 0;
    for (long length : lengths) {
      most = Math.max(most, length);
    }
    return most;
  }
}
