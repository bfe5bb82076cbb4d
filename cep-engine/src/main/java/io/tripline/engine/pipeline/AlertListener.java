package io.tripline.engine.pipeline;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.match.Match;

/**
 * Hears what becomes of each match, in the one order of alerts. Called by the thread that raises
 * them.
 */
public interface AlertListener {
  /** One that nothing interests. */
  AlertListener NONE = new AlertListener() {};

  /** A match was found of a rule that has no alert. */
  default void matched(Match match) {}

  /** A match has raised an alert. */
  default void raised(Match match, Alert alert) {}

  /**
   * A match was held back by {@code once per}.
   *
   * @param standing ordinal of the alert that stands
   */
  default void suppressed(Match match, long standing) {}
}
