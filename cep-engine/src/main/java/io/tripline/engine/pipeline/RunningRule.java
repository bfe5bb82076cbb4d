package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.match.Program;

/**
 * A rule that is running.
 *
 * @param ruleSet name of its rule set
 * @param version of the rule set
 * @param stateId under which its states are stored; kept over versions as long as they stay usable
 */
record RunningRule(String ruleSet, int version, Program program, long stateId) {

  String name() {
    return program.rule().name();
  }

  Rule rule() {
    return program.rule();
  }

  /** How much later than a younger event one of the rule's may come, and still be in order, ms. */
  long lateness() {
    long most = 0;
    for (Key.Source source : rule().key().sources()) {
      most = Math.max(most, source.type().arrival().latenessMillis());
    }
    return most;
  }

  /** Whether states and keys of {@code earlier} mean the same to this rule. */
  boolean canContinue(RunningRule earlier) {
    return program.stateShape().equals(earlier.program.stateShape())
        && keyShape().equals(earlier.keyShape());
  }

  /** What the bytes of the rule's keys depend on: event types, key fields and their types. */
  String keyShape() {
    StringBuilder shape = new StringBuilder();
    for (Key.Source source : rule().key().sources()) {
      shape.append(source.type().name()).append('(');
      for (int index : source.fields()) {
        EventType.Field field = source.type().fields().get(index);
        shape.append(field.name()).append(' ').append(field.type()).append(';');
      }
      shape.append(')');
    }
    return shape.toString();
  }
}
