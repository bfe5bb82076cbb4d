package io.tripline.engine.alert;

import io.tripline.dsl.ir.Severity;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

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
 * @param personal which of its parts people may see only {@link #masked}
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
    List<String> tags,
    PersonalParts personal) {

  /** The events bound to a variable: ids, and numbers (place among all events, from 1). */
  public record Binding(String variable, List<String> ids, List<Long> numbers) {}

  public Alert {
    key = List.copyOf(key);
    with = List.copyOf(with);
    match = List.copyOf(match);
    order = List.copyOf(order);
    tags = List.copyOf(tags);
  }

  /** The alert as people may see it who may not see personal data. */
  public Alert masked() {
    return masked(personal);
  }

  /**
   * The alert with other parts masked than it knows of itself: {@value Value#MASKED} in place of
   * each value and id, and of the message as a whole.
   */
  public Alert masked(PersonalParts parts) {
    if (parts.isEmpty()) {
      return this;
    }
    return new Alert(
        ordinal,
        id,
        ruleSet,
        rule,
        version,
        masked(key, parts::isOfKey),
        time,
        severity,
        score,
        parts.message() ? Value.MASKED : message,
        masked(with, parts::isOfWith),
        match.stream()
            .map(binding -> parts.isOfVariable(binding.variable()) ? masked(binding) : binding)
            .toList(),
        sequence,
        order,
        inShadow,
        tags,
        parts);
  }

  private static List<NamedValue> masked(List<NamedValue> values, Predicate<String> which) {
    return values.stream()
        .map(each -> which.test(each.name()) ? NamedValue.masked(each) : each)
        .toList();
  }

  private static Binding masked(Binding binding) {
    List<String> ids = Collections.nCopies(binding.ids().size(), Value.MASKED);
    return new Binding(binding.variable(), ids, binding.numbers());
  }
}
