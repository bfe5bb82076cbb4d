package io.tripline.state;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.ValueText;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which alerts a silence is about: those that fit all its parts. An empty part fits all.
 *
 * @param filter of rule sets, rules and tags
 * @param severities one of these
 * @param key parts of the key, by name, as text ({@link ValueText}): each is there, and reads so
 */
public record SilenceMatcher(
    AlertFilter filter, List<Severity> severities, SortedMap<String, String> key) {

  public SilenceMatcher {
    severities = List.copyOf(severities);
    key = Collections.unmodifiableSortedMap(new TreeMap<>(key));
  }

  /** Whether it fits every alert. */
  public boolean isEmpty() {
    return filter.equals(AlertFilter.ALL) && severities.isEmpty() && key.isEmpty();
  }

  /** Whether an alert fits. */
  public boolean matches(Alert alert) {
    return (severities.isEmpty() || severities.contains(alert.severity()))
        && filter.takes(alert)
        && key.entrySet().stream().allMatch(part -> has(alert, part));
  }

  private static boolean has(Alert alert, Map.Entry<String, String> part) {
    for (NamedValue each : alert.key()) {
      if (each.name().equals(part.getKey())) {
        return ValueText.of(each.value()).equals(part.getValue());
      }
    }
    return false;
  }
}
