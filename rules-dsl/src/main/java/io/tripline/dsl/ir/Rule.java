package io.tripline.dsl.ir;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A checked rule.
 *
 * @param title a line for people, or null
 * @param doc its {@code ///} text, or null
 * @param variables in the order of first appearance in the pattern
 * @param withinMillis the most time from the first to the last event (inclusive), or {@link
 *     #NO_BOUND} where the pattern has a single event, or its links bound the time
 * @param matchLimit the most matches of one key that one event, or one moment, completes
 * @param alert null for a rule that only emits or decides
 * @param emission the event that the rule makes, or null
 * @param decision the answer that the rule gives, or null
 */
public record Rule(
    String name,
    @Nullable String title,
    @Nullable String doc,
    Severity severity,
    List<String> tags,
    Key key,
    List<Variable> variables,
    Pattern pattern,
    long withinMillis,
    Skip skip,
    int matchLimit,
    @Nullable AlertSpec alert,
    @Nullable Emission emission,
    @Nullable Decision decision,
    Place place) {
  public static final long NO_BOUND = -1;

  /** The limit on the matches of one event where the rule names none. */
  public static final int DEFAULT_MATCH_LIMIT = 1_000;

  /** The greatest limit that a rule can name. */
  public static final int GREATEST_MATCH_LIMIT = 1_000_000;

  public Rule {
    tags = List.copyOf(tags);
    variables = List.copyOf(variables);
  }

  /** The same with another alert. */
  public Rule withAlert(AlertSpec other) {
    return new Rule(
        name,
        title,
        doc,
        severity,
        tags,
        key,
        variables,
        pattern,
        withinMillis,
        skip,
        matchLimit,
        other,
        emission,
        decision,
        place);
  }

  /** Shows every expression of the rule, with all that is in it, from the outside in. */
  public void walk(Consumer<Expr> visitor) {
    for (Variable variable : variables) {
      if (variable.condition() != null) {
        variable.condition().walk(visitor);
      }
    }
    pattern.conditions().forEach(c -> c.walk(visitor));
    if (alert != null) {
      for (Template.Part part : alert.message().parts()) {
        if (part instanceof Template.Hole(Expr expression, String format)) {
          expression.walk(visitor);
        }
      }
      alert.with().forEach(n -> n.value().walk(visitor));
    }
    if (emission != null) {
      for (@Nullable Expr value : emission.values()) {
        if (value != null) {
          value.walk(visitor);
        }
      }
    }
  }
}
