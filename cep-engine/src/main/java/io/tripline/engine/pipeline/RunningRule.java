package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.match.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule that is running.
 *
 * @param ruleSet name of its rule set
 * @param version of the rule set
 * @param stateId under which its states are stored; kept over versions as long as they stay usable
 */
record RunningRule(String ruleSet, int version, Program program, long stateId) implements Keyed {

  String name() {
    return program.rule().name();
  }

  Rule rule() {
    return program.rule();
  }

  /** The greatest lateness of what it takes, and of what features that it reads are over. */
  @Override
  public long lateness() {
    long most = 0;
    for (EventType type : types()) {
      most = Math.max(most, type.arrival().latenessMillis());
    }
    return most;
  }

  /** Whether it takes events of a type, or reads a feature that is over them. */
  boolean hearsOf(String type) {
    return types().stream().anyMatch(t -> t.name().equals(type));
  }

  /** Whether it reads a window of a series. */
  boolean reads(RunningSeries series) {
    return program.features().stream()
        .anyMatch(
            read -> RunningSeries.text(read.value().feature(), lateness()).equals(series.text()));
  }

  private List<EventType> types() {
    List<EventType> all = new ArrayList<>();
    rule().key().sources().forEach(source -> all.add(source.type()));
    program.features().forEach(read -> all.add(read.value().feature().aggregate().source()));
    return all;
  }

  @Override
  public Map<String, List<Integer>> keyFields() {
    Map<String, List<Integer>> fields = new LinkedHashMap<>();
    rule().key().sources().forEach(s -> fields.put(s.type().name(), s.fields()));
    return fields;
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
