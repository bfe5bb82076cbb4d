package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.Schema;
import java.util.List;
import java.util.Optional;

/**
 * All rule sets that run together. Immutable; a deployment makes a new one.
 *
 * @param sets sorted by name
 * @param nextStateId the next number that a rule gets for its states
 * @param groups which of their rules share a table of keys
 */
record Running(Schema schema, List<Set> sets, long nextStateId, KeyGroups groups) {
  static final Running NOTHING =
      new Running(Schema.EMPTY, List.of(), StateIds.FIRST_OF_RULES, KeyGroups.NONE);

  /**
   * What runs after other rule sets.
   *
   * @param before the groups that their rules had
   */
  static Running after(KeyGroups before, Schema schema, List<Set> sets, long nextStateId) {
    List<RunningRule> rules = sets.stream().flatMap(set -> set.rules().stream()).toList();
    return new Running(schema, sets, nextStateId, before.with(rules));
  }

  /**
   * A rule set with its compiled rules.
   *
   * @param rules in the order of the rule set
   */
  record Set(String name, int version, String text, RuleSet ruleSet, List<RunningRule> rules) {
    Set {
      rules = List.copyOf(rules);
    }
  }

  Running {
    sets = List.copyOf(sets);
  }

  Optional<Set> find(String name) {
    return sets.stream().filter(set -> set.name().equals(name)).findAny();
  }

  /** The orders in which its rules see events. Made anew with each call. */
  Lanes lanes() {
    return Lanes.of(schema, rules());
  }

  /** Whether anything depends on how far single sources have come. */
  boolean asksForSources() {
    return schema.layouts().stream()
        .map(layout -> layout.type().arrival())
        .anyMatch(a -> a.latenessMillis() > 0 || a.late() != EventType.Late.ACCEPT);
  }

  List<RunningRule> rules() {
    return sets.stream().flatMap(set -> set.rules().stream()).toList();
  }
}
