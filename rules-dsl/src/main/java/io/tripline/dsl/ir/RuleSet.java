package io.tripline.dsl.ir;

import java.util.List;

/**
 * Checked declarations that are deployed together.
 *
 * @param eventTypes sorted by name
 * @param features sorted by name
 * @param lists sorted by name
 * @param tables sorted by name
 * @param rules sorted by name
 * @param tests in the order of the files
 */
public record RuleSet(
    List<EventType> eventTypes,
    List<Feature> features,
    List<ValueList> lists,
    List<Table> tables,
    List<Rule> rules,
    List<RuleTest> tests) {
  public RuleSet {
    eventTypes = List.copyOf(eventTypes);
    features = List.copyOf(features);
    lists = List.copyOf(lists);
    tables = List.copyOf(tables);
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
  }

  /** Events and rules alone. */
  public RuleSet(List<EventType> eventTypes, List<Rule> rules) {
    this(eventTypes, List.of(), List.of(), List.of(), rules, List.of());
  }
}
