package io.tripline.dsl.ir;

import org.jspecify.annotations.Nullable;

/**
 * An aggregate over the events of one type in a window. In its expressions {@link Expr.Field} is a
 * field of an event in the window and {@link Expr.ThisField} one of the event at which the window
 * is seen; they name no variable.
 *
 * @param approximate whether {@code approx} stands before it: its value may be off by a known
 *     bound, and what it keeps does not grow with the events
 * @param source the events it is over
 * @param argument what is aggregated; null for {@code count()}
 * @param percent for {@code percentile(x, p)} p, from 0 to 100; else 0
 * @param where which of the events count; null for all
 * @param type of the result
 */
public record WindowAggregate(
    Expr.AggregateKind kind,
    boolean approximate,
    EventType source,
    @Nullable Expr argument,
    double percent,
    @Nullable Expr where,
    Window window,
    Type type) {

  /** The same with another argument and other events that count. */
  public WindowAggregate with(@Nullable Expr otherArgument, @Nullable Expr otherWhere) {
    return new WindowAggregate(
        kind, approximate, source, otherArgument, percent, otherWhere, window, type);
  }

  /** Whether the event at which the window is seen, if it is of that type, is always counted. */
  public boolean alwaysHasTested() {
    return where == null
        && switch (window) {
          case Window.Sliding sliding -> !sliding.previous();
          case Window.Panes panes -> !panes.previous();
          case Window.Delayed _ -> false;
          case Window.LastEvents _, Window.Session _, Window.Calendar _ -> true;
        };
  }
}
