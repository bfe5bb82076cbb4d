package io.tripline.engine.explain;

import io.tripline.dsl.ir.Variable;
import io.tripline.engine.explain.Moment.EventAt;
import io.tripline.engine.match.TraceStep;
import io.tripline.engine.match.TraceStep.Closing;
import io.tripline.engine.match.TraceStep.Ending;
import io.tripline.engine.match.TraceStep.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TraceStep} with all that is needed to tell of it. The partial match may have changed
 * since, all but its number.
 */
public sealed interface Happening {
  /** The partial match that it happened to; {@link PartialMatch#isNone} before the first event. */
  PartialMatch match();

  /**
   * A variable took the event.
   *
   * @param from none, where the match begins; {@code match} itself, where it went on
   * @param count how many events the variable has now
   */
  record Took(PartialMatch match, PartialMatch from, Variable variable, int count)
      implements Happening {}

  /**
   * A variable that was next did not take the event.
   *
   * @param report of the condition that speaks against it, or null where none does
   * @param earlier the event before because of which, where one has closed the way, or must not
   *     come before a match; else null
   */
  record Refused(
      PartialMatch match,
      Variable variable,
      Refusal why,
      @Nullable ConditionReport report,
      @Nullable Earlier earlier)
      implements Happening {}

  /**
   * An event that is to blame.
   *
   * @param taken whether the very same partial match went the way that it closed, by a branch
   */
  record Earlier(EventAt event, boolean taken) {}

  /**
   * The way to a variable is closed for good.
   *
   * @param report of the {@code until} that closes it, or null
   */
  record Closed(
      PartialMatch match, Variable variable, Closing why, @Nullable ConditionReport report)
      implements Happening {}

  /**
   * It is complete once time has passed {@code end}, if nothing that is {@code absent} comes.
   *
   * @param end ms
   */
  record Waits(PartialMatch match, long end, List<Absent> absent) implements Happening {
    public Waits {
      absent = List.copyOf(absent);
    }

    /**
     * What must not come.
     *
     * @param until the last time at which it must not, ms
     * @param nextOnly whether only the next event must not be one
     */
    public record Absent(Variable variable, long until, boolean nextOnly) {}
  }

  /**
   * It waits for that end no more, as the event is what must not come.
   *
   * @param report of the condition that the event satisfies; null if the variable has none
   */
  record Spoiled(
      PartialMatch match,
      long end,
      Variable variable,
      @Nullable ConditionReport report,
      EventAt event)
      implements Happening {}

  /** It waits no more: another one that holds the same is a match. */
  record Settled(PartialMatch match) implements Happening {}

  /**
   * The event is one that must not come before a match; it happens to no partial match.
   *
   * @param until the last time at which no match begins because of it, ms
   */
  record Remembered(PartialMatch match, Variable variable, long until) implements Happening {}

  /** It is complete, and a match. */
  record Matched(PartialMatch match) implements Happening {}

  /** It is complete, and no match, because {@code by} is. */
  record PassedOver(PartialMatch match, PartialMatch by) implements Happening {}

  /** It is complete, and no match, because of the limit on the matches of one event. */
  record OverLimit(PartialMatch match) implements Happening {}

  /**
   * It is no more.
   *
   * @param by the match because of which, or null
   * @param closings the ways on that were closed since it took its last event
   * @param spoiled where it waited for time in vain, what came; else null
   */
  record Ended(
      PartialMatch match,
      Ending why,
      @Nullable PartialMatch by,
      List<Closed> closings,
      @Nullable Spoiled spoiled)
      implements Happening {
    public Ended {
      closings = List.copyOf(closings);
    }
  }
}
