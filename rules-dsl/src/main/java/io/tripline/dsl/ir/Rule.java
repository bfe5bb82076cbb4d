package io.tripline.dsl.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checked rule.
 *
 * @param title a line for people, or null
 * @param doc its {@code ///} text, or null
 * @param variables in the order of first appearance in the pattern
 * @param withinMillis the most time from the first to the last event (inclusive), or {@link
 *     #NO_BOUND} for a pattern of a single event
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
    AlertSpec alert,
    Place place) {
  public static final long NO_BOUND = -1;

  public Rule {
    tags = List.copyOf(tags);
    variables = List.copyOf(variables);
  }
}
