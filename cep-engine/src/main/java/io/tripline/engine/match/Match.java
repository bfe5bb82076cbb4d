package io.tripline.engine.match;

import io.tripline.engine.alert.NamedValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A match of one rule for one key. Immutable.
 *
 * @param program the rule's program
 * @param time the completing event's own time, or the end of the time that completed it, ms
 * @param clock the time as matching saw it (not less than that of any event before), ms; {@code
 *     once per} counts in it
 * @param completedBy number of the event that completed it, or {@link #TIME}
 * @param bindings for each variable of the rule, in its order, the events bound to it, in theirs
 * @param order numbers of all bound events, as they were taken: with a lateness not as they came
 * @param message the alert's text, filled in; empty where the rule has no alert
 * @param with the alert's named values
 * @param made the fields of the event that the rule makes, boxed as {@link io.tripline.dsl.ir.Expr}
 *     says; null where it makes none, or a value ended in an error
 */
public record Match(
    Program program,
    long time,
    long clock,
    long completedBy,
    List<Binding> bindings,
    List<Long> order,
    String message,
    List<NamedValue> with,
    @Nullable List<@Nullable Object> made) {

  /** In place of an event's number: time did. It is later than every event at the same clock. */
  public static final long TIME = Long.MAX_VALUE;

  /**
   * The events bound to one variable.
   *
   * @param numbers their numbers (place among all events, from 1)
   * @param ids their ids as alerts show them
   */
  public record Binding(String variable, List<Long> numbers, List<String> ids) {}

  public Match {
    bindings = List.copyOf(bindings);
    order = List.copyOf(order);
    with = List.copyOf(with);
  }
}
