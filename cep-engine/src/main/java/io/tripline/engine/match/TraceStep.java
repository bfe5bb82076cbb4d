package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.engine.event.EventView;
import io.tripline.engine.expression.RegisterValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened while a rule was matched. Partial matches have numbers, from 1 in the
 * order in which they came to be; 0 stands for none, before the first event. A variable is its
 * index in the rule. Between two {@link Arrived} stands what happened at the first of them, and
 * then what time did before the second: first what ended, as {@link Ended} says by itself, and
 * behind each {@link TimeCame} what was complete then.
 */
public sealed interface TraceStep {

  /**
   * An event of the rule's input.
   *
   * @param event valid during the call
   * @param number its place among all events, from 1
   * @param clock the time that matching goes by, ms: not before that of any earlier event
   */
  record Arrived(EventView event, long number, long clock) implements TraceStep {}

  /**
   * A variable took the event at hand.
   *
   * @param run the partial match that now holds it
   * @param from 0 where it begins with this event; {@code run} itself where it has gone on; else
   *     the one that it has branched off
   * @param next the variables that can take an event next, in the order of their index
   * @param parts of each {@code &} that it is in, the parts that have not begun: the variables that
   *     can begin each. All of them have to come, in any order
   * @param needed how many more events it takes at least to be complete; 0 if this can be the last
   *     event of a match
   */
  record Took(
      int run, int from, int variable, List<Integer> next, List<List<Integer>> parts, int needed)
      implements TraceStep {
    public Took {
      next = List.copyOf(next);
      parts = List.copyOf(parts);
    }
  }

  /**
   * The partial match that just took the event at hand is complete once time has passed {@code
   * end}, if until then nothing comes that must not.
   *
   * @param end ms
   */
  record Waits(int run, long end, List<Absent> absent) implements TraceStep {
    public Waits {
      absent = List.copyOf(absent);
    }

    /**
     * A {@code not} at the end of a pattern.
     *
     * @param until the last time of which it speaks, ms
     * @param nextOnly whether it speaks of the next event only
     */
    public record Absent(int variable, long until, boolean nextOnly) {}
  }

  /** It waits for that end no more: the event at hand satisfies a variable that must not come. */
  record Spoiled(int run, long end, int variable, RegisterValues bound) implements TraceStep {}

  /** It waits no more: what it would be a match of is one already, by another way. */
  record Settled(int run) implements TraceStep {}

  /**
   * The event at hand satisfies a {@code not} at the start of the pattern: no match begins with
   * that {@code not} in front of it.
   *
   * @param until the last time at which none does, ms
   */
  record Remembered(int variable, long until) implements TraceStep {}

  /**
   * Time has passed an end that partial matches have waited for: they are complete. No event is at
   * hand.
   *
   * @param time the end, ms
   */
  record TimeCame(long time) implements TraceStep {}

  /**
   * A variable that was next did not take the event at hand.
   *
   * @param run 0 where the event would have begun a partial match
   * @param bound what the partial match knew of its events; conditions can be asked over it again
   */
  record Refused(int run, int variable, Refusal why, RegisterValues bound) implements TraceStep {}

  /** The event at hand has closed the way to a variable for good. */
  record Closed(int run, int variable, Closing why, RegisterValues bound) implements TraceStep {}

  /** A partial match is complete, and is a match. */
  record Matched(int run) implements TraceStep {}

  /**
   * A partial match is complete, and is no match: {@code after match} allows only {@code by}, which
   * is complete at the same event.
   */
  record PassedOver(int run, int by) implements TraceStep {}

  /**
   * A partial match is complete, and is no match: as many as the rule's limit lets through are
   * complete at the same event and come first.
   */
  record OverLimit(int run) implements TraceStep {}

  /** A partial match is no more. */
  record Ended(int run, Ending why) implements TraceStep {}

  /** Why a variable did not take an event. */
  sealed interface Refusal {
    /** The event is of another type. */
    record WrongType() implements Refusal {}

    /** The variable's condition is false or unknown. */
    record NotSatisfied() implements Refusal {}

    /** It is satisfied, but the gap before it was broken by an earlier event. */
    record GapBroken() implements Refusal {}

    /**
     * It is satisfied, but it comes too early or too late after the event before.
     *
     * @param passed clock since that event, ms
     */
    record OutsideGap(Pattern.Gap gap, long passed) implements Refusal {}

    /**
     * It is satisfied, but no match may begin so soon after what must not come before it.
     *
     * @param variable what must not come
     * @param seen clock at the last event that satisfies it, ms
     * @param millis how long it keeps matches from beginning
     */
    record Forbidden(int variable, long seen, long millis) implements Refusal {}

    /** It is satisfied, but a loop that would begin here is over before it began. */
    record UntilHolds(Pattern.Until until) implements Refusal {}

    /** It is satisfied, but a greedy loop could take the event by this variable, and goes first. */
    record GreedyFirst(int variable) implements Refusal {}
  }

  /** Why the way to a variable is closed. */
  sealed interface Closing {
    /** {@code =>}: the event at hand was the very next one. */
    record NotNext() implements Closing {}

    /**
     * {@code ->}: the event at hand could be taken by this variable, so no later one can be. It may
     * be the variable itself: then the partial match that took the event has branched off.
     */
    record TakenBy(int variable) implements Closing {}

    /** {@code not}: the event at hand satisfies this variable, which must not come between. */
    record Forbidden(int variable) implements Closing {}

    /**
     * Its time was over before the event at hand.
     *
     * @param gap the bound on the arrow; null where it was {@code within}
     * @param deadline the last time at which it could have taken an event, ms
     */
    record TimeOver(Pattern.@Nullable Gap gap, long deadline) implements Closing {}

    /** The loop is over: its {@code until} holds. */
    record UntilHolds(Pattern.Until until) implements Closing {}

    /** The loop is reluctant, and this variable, which follows it, could take the event. */
    record ReluctantLeaves(int variable) implements Closing {}
  }

  /** Why a partial match is no more. */
  sealed interface Ending {
    /** It was complete, and no variable can come next. */
    record Complete() implements Ending {}

    /** Every way on is closed; the {@link Closed} before tell why. */
    record NoWayOn() implements Ending {}

    /**
     * Its time is over.
     *
     * @param gap the bound on the arrow that could be taken the longest; null where it was {@code
     *     within}
     * @param deadline the last time at which it could have taken an event, ms
     */
    record TimeOver(Pattern.@Nullable Gap gap, long deadline) implements Ending {}

    /** {@code after match} skips it, as this one has become a match. */
    record Skipped(int by) implements Ending {}

    /** The limit on partial matches of a key was reached. */
    record TooMany() implements Ending {}
  }
}
