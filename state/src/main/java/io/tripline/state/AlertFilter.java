package io.tripline.state;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts somebody wants: those that all its parts let through. An empty part lets all
 * through.
 *
 * @param ruleSets one of these
 * @param rules one of these, each as {@code rule} or {@code ruleSet/rule}
 * @param tags of which the rule has at least one
 * @param minSeverity the least severity, as rules write it ({@code medium}); null for any
 */
public record AlertFilter(
    List<String> ruleSets, List<String> rules, List<String> tags, @Nullable String minSeverity) {
  /** All alerts. */
  public static final AlertFilter ALL = new AlertFilter(List.of(), List.of(), List.of(), null);

  /**
   * @throws IllegalArgumentException if there is no such severity
   */
  public AlertFilter {
    ruleSets = List.copyOf(ruleSets);
    rules = List.copyOf(rules);
    tags = List.copyOf(tags);
    if (minSeverity != null) {
      severity(minSeverity);
    }
  }

  private static Severity severity(String text) {
    for (Severity severity : Severity.values()) {
      if (severity.text().equals(text.toLowerCase(Locale.ROOT))) {
        return severity;
      }
    }
    throw new IllegalArgumentException("there is no severity \"" + text + "\"");
  }

  /** Whether an alert is among them. */
  public boolean takes(Alert alert) {
    return (minSeverity == null || alert.severity().compareTo(severity(minSeverity)) >= 0)
        && (ruleSets.isEmpty() || ruleSets.contains(alert.ruleSet()))
        && (tags.isEmpty() || !Collections.disjoint(tags, alert.tags()))
        && (rules.isEmpty()
            || rules.contains(alert.rule())
            || rules.contains(alert.ruleSet() + "/" + alert.rule()));
  }
}
