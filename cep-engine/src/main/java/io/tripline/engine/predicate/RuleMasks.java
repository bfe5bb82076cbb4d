package io.tripline.engine.predicate;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.expression.EventCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Code that works out the mask of one rule for an event. Immutable.
 *
 * @param classes one after the other
 * @param classOf of each rule, which of them; −1 if nothing is asked for the rule
 * @param indexOf of each rule, its index there
 */
record RuleMasks(EventCode[] classes, int[] classOf, int[] indexOf) {

  /**
   * Compiles masks.
   *
   * @param questions in the order of rules
   */
  static RuleMasks of(
      EventLayout layout, List<Expr> conditions, List<EventCode.Question> questions) {
    int rules = questions.isEmpty() ? 0 : questions.getLast().rule() + 1;
    List<List<EventCode.Question>> byRule = new ArrayList<>();
    for (EventCode.Question question : questions) {
      if (byRule.isEmpty() || byRule.getLast().getFirst().rule() != question.rule()) {
        byRule.add(new ArrayList<>());
      }
      byRule.getLast().add(question);
    }
    int[] weights = byRule.stream().mapToInt(own -> weight(conditions, own)).toArray();
    int[] classOf = new int[rules];
    int[] indexOf = new int[rules];
    Arrays.fill(classOf, -1);
    List<EventCode> classes = new ArrayList<>();
    for (int from = 0; from < byRule.size(); ) {
      int count = EventCode.fitting(weights, from);
      for (int i = from; i < from + count; i++) {
        int rule = byRule.get(i).getFirst().rule();
        classOf[rule] = classes.size();
        indexOf[rule] = i - from;
      }
      classes.add(
          EventCode.masks(layout, conditions, List.copyOf(byRule.subList(from, from + count))));
      from += count;
    }
    return new RuleMasks(classes.toArray(EventCode[]::new), classOf, indexOf);
  }

  private static int weight(List<Expr> conditions, List<EventCode.Question> questions) {
    int weight = 0;
    for (EventCode.Question question : questions) {
      weight += 2;
      for (int condition : question.conditions()) {
        weight += EventCode.weight(conditions.get(condition));
      }
    }
    return weight;
  }
}
