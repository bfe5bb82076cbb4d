package io.tripline.engine.alert;

import io.tripline.dsl.ir.Severity;
import java.util.List;

/**
 * An alert, complete. The contract of its JSON form is in {@code docs/api.md}.
 *
 * @param ordinal its place among all alerts of this engine, from 1
 * @param id 32 hexadecimal digits: a hash of rule set, rule, key and bound events; the same match
 *     has the same id in every run
 * @param ruleSet name of the rule set
 * @param rule name of the rule
 * @param version of the rule set
 * @param key the key's parts
 * @param time of the completing event, ms
 * @param score 0 to 100, or −1 where the rule gives none
 * @param message the text
 * @param with the rule's named values
 * @param match each variable of the pattern with the ids of its events
 * @param sequence of the ring entry that completed it
 * @param order numbers of all events of the match as it took them; empty where that is the order of
 *     the numbers, as it is without a lateness
 * @param inShadow whether it is only stored: nobody is told of it; see {@link
 *     io.tripline.engine.mode.RuleMode}
 * @param tags of the rule
 */
public record Alert(
    long ordinal,
    String id,
    String ruleSet,
    String rule,
    int version,
    List<NamedValue> key,
    long time,
    Severity severity,
    int score,
    String message,
    List<NamedValue> with,
    List<Binding> match,
    long sequence,
    List<Long> order,
    boolean inShadow,
    List<String> tags) {

  /** The events bound to a variable: ids, and numbers (place among all events, from 1). */
  public record Binding(String variable, List<String> ids, List<Long> numbers) {}

  public Alert {
    key = List.copyOf(key);
    with = List.copyOf(with);
    match = List.copyOf(match);
    order = List.copyOf(order);
    tags = List.copyOf(tags);
  }
}
