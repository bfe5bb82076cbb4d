package io.tripline.dsl.ir;

import java.util.List;

/**
 * What a rule says when it matches. Its expressions see every variable of the match.
 *
 * @param message the text
 * @param score 0 to 100, or {@link #NO_SCORE}
 * @param with named values, in the order of the rule
 * @param oncePerMillis no second alert for a key in this time (inclusive), in milliseconds of event
 *     time, or {@link #NO_LIMIT}
 */
public record AlertSpec(Template message, int score, List<Named> with, long oncePerMillis) {
  public static final int NO_SCORE = -1;
  public static final long NO_LIMIT = -1;

  /** A named value. */
  public record Named(String name, Expr value) {}

  public AlertSpec {
    with = List.copyOf(with);
    if (score < NO_SCORE || score > 100) {
      throw new IllegalArgumentException("score " + score);
    }
  }
}
