package io.tripline.engine.explain;

import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.TraceStep;
import io.tripline.engine.match.TraceStep.Closing;
import io.tripline.engine.match.TraceStep.Ending;
import io.tripline.engine.match.TraceStep.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TraceStep} with all that is needed to tell of it. A partial match is as it was after the
 * moment, not as it may be later, only if it is looked at at once.
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
   */
  record Refused(
      PartialMatch match, Variable variable, Refusal why, @Nullable ConditionReport report)
      implements Happening {}

  /**
   * The way to a variable is closed for good.
   *
   * @param report of the {@code until} that closes it, or null
   */
  record Closed(
      PartialMatch match, Variable variable, Closing why, @Nullable ConditionReport report)
      implements Happening {}

  /** It is complete, and a match. */
  record Matched(PartialMatch match) implements Happening {}

  /** It is complete, and no match, because {@code by} is. */
  record PassedOver(PartialMatch match, PartialMatch by) implements Happening {}

  /**
   * It is no more.
   *
   * @param by the match because of which, or null
   */
  record Ended(PartialMatch match, Ending why, @Nullable PartialMatch by) implements Happening {}
}
