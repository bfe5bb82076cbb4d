package io.tripline.engine.predicate;

import io.tripline.engine.expression.EventTests;
import io.tripline.engine.expression.Frame;

/** Asks each event all there is to ask. One a thread. */
final class StraightEvaluator implements TypeEvaluator {
  private final EventTests tests;
  private byte[] bytes = {};
  private int base;
  private Frame frame = new Frame();

  StraightEvaluator(EventTests tests) {
    this.tests = tests;
  }

  @Override
  public void turnTo(byte[] to, int at, Frame ofIt) {
    bytes = to;
    base = at;
    frame = ofIt;
  }

  @Override
  public int evaluate(int[] rules, long[] masks) {
    return tests.evaluate(bytes, base, frame, rules, masks);
  }

  @Override
  public long openClasses() {
    return 0;
  }

  @Override
  public long unlisted(int rule) {
    return 0;
  }
}
