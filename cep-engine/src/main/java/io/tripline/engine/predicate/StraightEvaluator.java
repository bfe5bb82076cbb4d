package io.tripline.engine.predicate;

import io.tripline.engine.expression.EventTests;
import io.tripline.engine.expression.Frame;

/** Asks each event all there is to ask. One a thread. */
final class StraightEvaluator implements TypeEvaluator {
  private final EventTests tests;
  private final int[] someRules;
  private final long[] someMasks;

  StraightEvaluator(EventTests tests, int rules) {
    this.tests = tests;
    this.someRules = new int[rules];
    this.someMasks = new long[rules];
  }

  @Override
  public int evaluate(byte[] bytes, int base, Frame frame, int[] rules, long[] masks) {
    return tests.evaluate(bytes, base, frame, rules, masks);
  }

  @Override
  public long mask(byte[] bytes, int base, Frame frame, int rule) {
    int count = tests.evaluate(bytes, base, frame, someRules, someMasks);
    for (int i = 0; i < count; i++) {
      if (someRules[i] == rule) {
        return someMasks[i];
      }
    }
    return 0;
  }
}
