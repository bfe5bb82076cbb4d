package io.tripline.state;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.ValueText;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * How alerts are put together that are sent in one delivery: those that have the same parts, and
 * are stored within some time of the first of them.
 *
 * @param by what must be the same; nothing puts all together
 * @param waitMillis from the first alert of a group to its delivery, 1 s to 1 h
 * @param most alerts of one delivery, 2 to 500
 */
public record Grouping(Set<By> by, long waitMillis, int most) {
  public static final long SHORTEST_WAIT = 1_000;
  public static final long LONGEST_WAIT = 3_600_000;
  public static final int LEAST = 2;
  public static final int MOST = 500;

  /** A part of alerts. The names are stored. */
  public enum By {
    RULESET,
    RULE,
    SEVERITY,
    KEY;

    /** As requests write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is written so, if there is one. */
    public static Optional<By> of(String text) {
      for (By each : values()) {
        if (each.text().equals(text)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * @throws IllegalArgumentException if a bound makes no sense
   */
  public Grouping {
    Set<By> sorted = EnumSet.noneOf(By.class);
    sorted.addAll(by);
    by = Collections.unmodifiableSet(sorted);
    if (waitMillis < SHORTEST_WAIT || waitMillis > LONGEST_WAIT || most < LEAST || most > MOST) {
      throw new IllegalArgumentException("groups of " + most + " within " + waitMillis + " ms");
    }
  }

  /** The same for alerts that may go together, and for no others. */
  String key(Alert alert) {
    StringJoiner key = new StringJoiner("\n");
    for (By each : by) {
      switch (each) {
        case RULESET -> key.add(alert.ruleSet());
        case RULE -> key.add(alert.ruleSet() + "/" + alert.rule());
        case SEVERITY -> key.add(alert.severity().text());
        case KEY -> {
          for (NamedValue part : alert.key()) {
            String text = ValueText.of(part.value());
            // The length, so that no text can look like two parts.
            key.add(part.name() + " " + text.length() + " " + text);
          }
        }
      }
    }
    return key.toString();
  }
}
