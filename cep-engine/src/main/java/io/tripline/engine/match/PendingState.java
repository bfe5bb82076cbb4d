package io.tripline.engine.match;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a state of a rule holds, for people who look into a store.
 *
 * @param partialMatches as many as were asked for, in no order that means anything
 * @param partialMatchCount how many there are
 * @param kept where partial matches are shared ({@link MatchingKind}), the events that one of them
 *     may be made of, the oldest first; as many as were asked for
 * @param keptCount how many there are
 * @param forbidding events that keep matches from beginning for a while
 */
public record PendingState(
    List<Partial> partialMatches,
    int partialMatchCount,
    List<Taken> kept,
    int keptCount,
    List<Forbidding> forbidding) {
  public PendingState {
    partialMatches = List.copyOf(partialMatches);
    kept = List.copyOf(kept);
    forbidding = List.copyOf(forbidding);
  }

  /** The same with other places of events. */
  public PendingState withPlaces(UnaryOperator<Taken> place) {
    return new PendingState(
        partialMatches.stream().map(each -> each.withPlaces(place)).toList(),
        partialMatchCount,
        kept.stream().map(place).toList(),
        keptCount,
        forbidding);
  }

  /**
   * A partial match; where they are shared, all that are at one place of the pattern.
   *
   * @param next the variables that can take an event next; none where only time completes it
   * @param began the clock at its first event, ms; of several, of the one that began last
   * @param until the last clock at which it means anything, ms; {@code Long.MAX_VALUE} if time does
   *     not end it
   * @param completedAt once the clock is past it, time completes a match, ms; {@code
   *     Long.MAX_VALUE} if time completes none
   * @param events that it has taken, in their order; none where they are shared
   * @param eventCount how many these are
   */
  public record Partial(
      List<String> next,
      long began,
      long until,
      long completedAt,
      List<Taken> events,
      int eventCount) {
    public Partial {
      next = List.copyOf(next);
      events = List.copyOf(events);
    }

    private Partial withPlaces(UnaryOperator<Taken> place) {
      List<Taken> placed = events.stream().map(place).toList();
      return new Partial(next, began, until, completedAt, placed, eventCount);
    }
  }

  /**
   * An event.
   *
   * @param variables that have taken it, or may have
   * @param number its place among all events, as the matcher was given it
   * @param made whether a rule made it, at that number
   * @param id as alerts have it, masked where it is personal data
   * @param clock at which it was matched, ms; null where that is not kept
   */
  public record Taken(
      List<String> variables, long number, boolean made, String id, @Nullable Long clock) {
    public Taken {
      variables = List.copyOf(variables);
    }
  }

  /**
   * The last event of a variable that must not come before a match.
   *
   * @param clock at which it was seen, ms
   */
  public record Forbidding(String variable, long clock) {}
}
