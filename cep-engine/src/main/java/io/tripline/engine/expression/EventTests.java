package io.tripline.engine.expression;

import io.tripline.dsl.ir.Place;

/**
 * Conditions that look at events of one type alone, as byte code. An instance is one thread's;
 * nothing is allocated except by what the interpreter does with texts. Made by {@link EventCode}.
 */
public abstract class EventTests {
  /** What the generated code leaves to the interpreter. */
  final Node[] nodes;

  /** Where in the text of rules stands what can fail. */
  final Place[] places;

  EventTests(Node[] nodes, Place[] places) {
    this.nodes = nodes;
    this.places = places;
  }

  /**
   * Whether a condition is true; null is not.
   *
   * @param base where the event begins in {@code bytes}
   * @param frame looks at the same event
   * @param condition its index
   */
  public boolean test(byte[] bytes, int base, Frame frame, int condition) {
    throw new IllegalStateException();
  }

  /**
   * Asks all questions.
   *
   * @param rules filled with the rules that have a question whose answer is yes, ascending
   * @param masks filled with the bits of those questions
   * @return how many rules
   */
  public int evaluate(byte[] bytes, int base, Frame frame, int[] rules, long[] masks) {
    throw new IllegalStateException();
  }
}
