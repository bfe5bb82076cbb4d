package io.tripline.engine.predicate;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.expression.EventCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What rules ask of the events of one type, compiled: for a few questions the straight evaluation
 * of all, for many an index. Immutable.
 */
sealed interface TypePredicates permits TypePredicates.Straight, TypeIndex {
  /** Up to that many questions, and that much code, are evaluated without an index. */
  int FEW_QUESTIONS = 24;

  int LITTLE_CODE = 400;

  /**
   * What one variable or loop asks.
   *
   * @param rule index of the rule; questions are in the order of rules
   * @param bits set in the rule's mask where the answer is yes
   * @param starts whether a match can begin where it is
   * @param base all of these have to be true
   */
  record Question(int rule, long bits, boolean starts, List<Expr> base) {
    public Question {
      base = List.copyOf(base);
    }
  }

  /**
   * All that is asked, with equal conditions as one.
   *
   * @param starting those of the questions where a match can begin
   */
  record Asked(
      EventLayout layout,
      List<Expr> conditions,
      List<EventCode.Question> questions,
      List<EventCode.Question> starting) {
    public Asked {
      conditions = List.copyOf(conditions);
      questions = List.copyOf(questions);
      starting = List.copyOf(starting);
    }

    static Asked of(EventLayout layout, List<Question> questions) {
      return of(layout, questions, new PredicateMemory());
    }

    static Asked of(EventLayout layout, List<Question> questions, PredicateMemory memory) {
      Map<String, Integer> known = new HashMap<>();
      List<Expr> conditions = new ArrayList<>();
      List<EventCode.Question> asked = new ArrayList<>();
      List<EventCode.Question> starting = new ArrayList<>();
      for (Question question : questions) {
        List<Integer> own = new ArrayList<>();
        for (Expr conjunct : question.base()) {
          String text = memory.text(conjunct, layout.type());
          Integer index = known.get(text);
          if (index == null) {
            index = conditions.size();
            known.put(text, index);
            conditions.add(conjunct);
          }
          if (!own.contains(index)) {
            own.add(index);
          }
        }
        asked.add(new EventCode.Question(question.rule(), question.bits(), own));
        if (question.starts()) {
          starting.add(asked.getLast());
        }
      }
      return new Asked(layout, conditions, asked, starting);
    }
  }

  /** Whether questions are so few that each event is asked all of them. */
  static boolean areFew(Asked asked) {
    return asked.questions().size() <= FEW_QUESTIONS
        && EventCode.weight(asked.conditions(), asked.questions()) <= LITTLE_CODE;
  }

  /** Compiles the straight evaluation. */
  static Straight straight(Asked asked) {
    return new Straight(EventCode.all(asked.layout(), asked.conditions(), asked.questions()));
  }

  /** An evaluator for one thread. */
  TypeEvaluator newEvaluator();

  /** See {@link PredicateSet#classes}. */
  long[] classes(int rules);

  /** The straight evaluation of all. */
  record Straight(EventCode code) implements TypePredicates {
    @Override
    public TypeEvaluator newEvaluator() {
      return new StraightEvaluator(code.newTests());
    }

    /** All are listed. */
    @Override
    public long[] classes(int rules) {
      return new long[rules];
    }
  }
}
