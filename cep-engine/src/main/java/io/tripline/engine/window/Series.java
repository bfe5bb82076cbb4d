package io.tripline.engine.window;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
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

  /** What a state is, and what its windows go by. */
  enum Kind {
    /** A log of rows, each with the clock at which it came. */
    TIME,
    /** A log of rows, each with the number of the event in the state. */
    EVENTS
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
    this.kind = first.window() instanceof Window.LastEvents ? Kind.EVENTS : Kind.TIME;
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
   * over windows of one kind.
   */
  public static String identity(WindowAggregate aggregate) {
    Canonical text = new Canonical(aggregate.source());
    Expr argument = aggregate.argument();
    Expr where = aggregate.where();
    return String.join(
        "|",
        window(aggregate.window()),
        aggregate.source().name(),
        argument == null ? "" : argument.type() + " " + text.text(argument),
        where == null ? "" : text.text(where));
  }

  private static String window(Window window) {
    return switch (window) {
      case Window.Sliding w -> "time";
      case Window.LastEvents w -> "events";
      default -> throw notYet(window);
    };
  }

  private static IllegalArgumentException notYet(Window window) {
    return new IllegalArgumentException("cannot be kept yet: " + window);
  }

  /** How far from now the oldest row of a window can be, in what the series goes by. */
  private static long length(Window window) {
    return switch (window) {
      case Window.Sliding w -> w.millis();
      case Window.LastEvents w -> w.count() - 1L;
      default -> throw notYet(window);
    };
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

  /**
   * How far back it reaches, ms: an older event makes no difference. {@code Long.MAX_VALUE} if time
   * does not bound it.
   */
  public long horizonMillis() {
    return kind == Kind.TIME ? longest() : Long.MAX_VALUE;
  }

  /** Bytes that an event takes in memory while a window holds it, without a longer text. */
  public long rowBytes() {
    return cell == Cell.NONE ? 8 : 16;
  }

  /** Bytes of a key that holds anything, without its rows. */
  public long keyBytes() {
    return kind == Kind.TIME ? 8 : 16;
  }

  /** Whether rows have texts, which take bytes beside. */
  public boolean keepsTexts() {
    return cell == Cell.BYTES;
  }

  Kind kind() {
    return kind;
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
