package io.tripline.engine.predicate;

import io.tripline.engine.expression.Frame;

/** Answers what rules ask of the events of one type. One a thread. */
interface TypeEvaluator {
  /**
   * Turns to an event.
   *
   * @param frame looks at the same event
   */
  void turnTo(byte[] bytes, int base, Frame frame);

  /**
   * Lists rules; see {@link PredicateEvaluator#evaluate}.
   *
   * @param rules filled with the rules that have a question whose answer is yes, ascending
   * @param masks filled with the bits of those questions
   * @return how many rules
   */
  int evaluate(int[] rules, long[] masks);

  /** See {@link PredicateEvaluator#openClasses}. */
  long openClasses();

  /** The mask of a rule that is not listed; 0 if the event cannot concern it. */
  long unlisted(int rule);
}
