package io.tripline.dsl.ir;

/** Which candidates remain after a match ({@code after match …}, language reference, section 6). */
public sealed interface Skip {
  /** Every candidate is a match. */
  record None() implements Skip {}

  /** At most one match for each starting event. */
  record ToNext() implements Skip {}

  /** No candidate that contains an event at or before the last event of the match. */
  record PastLast() implements Skip {}

  /** None that starts before the first event of the variable, or where the match started. */
  record ToFirst(int variable) implements Skip {}

  /** None that starts before the last event of the variable, or where the match started. */
  record ToLast(int variable) implements Skip {}
}
