package io.tripline.engine.predicate;

import io.tripline.engine.expression.Frame;

/** Answers what rules ask of the events of one type. One a thread. */
interface TypeEvaluator {
  /**
   * Looks at an event.
   *
   * @param frame looks at the same event
   * @param rules filled with the rules that have a question whose answer is yes, ascending
   * @param masks filled with the bits of those questions
   * @return how many rules
   */
  int evaluate(byte[] bytes, int base, Frame frame, int[] rules, long[] masks);

  /** The mask of one rule for an event; 0 if the event cannot concern it. */
  long mask(byte[] bytes, int base, Frame frame, int rule);
}
