package io.tripline.engine.predicate;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.EventLayout;
import java.util.List;

/** What rules ask of the events of one type. Immutable. */
record TypePredicates(EventLayout layout, List<Question> questions) {
  TypePredicates {
    questions = List.copyOf(questions);
  }

  /**
   * What one variable or loop asks.
   *
   * @param rule index of the rule; questions are in the order of rules
   * @param bits set in the rule's mask where the answer is yes
   * @param base all of these have to be true
   */
  record Question(int rule, long bits, List<Expr> base) {
    Question {
      base = List.copyOf(base);
    }
  }
}
