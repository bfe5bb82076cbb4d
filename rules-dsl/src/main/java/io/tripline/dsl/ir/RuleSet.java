package io.tripline.dsl.ir;

import java.util.List;

/**
 * Checked declarations that are deployed together.
 *
 * @param eventTypes sorted by name
 * @param rules sorted by name
 */
public record RuleSet(List<EventType> eventTypes, List<Rule> rules) {
  public RuleSet {
    eventTypes = List.copyOf(eventTypes);
    rules = List.copyOf(rules);
  }
}
