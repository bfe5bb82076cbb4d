package io.tripline.engine.port;

import io.tripline.engine.alert.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The durable list of alerts, from which the outbox is fed in the same write. */
public interface AlertLog {

  /** The ordinal of the last alert stored, or 0. */
  long lastOrdinal();

  /**
   * The id of a stored alert, so that a replay can be checked against what is stored; null if this
   * log cannot tell cheaply.
   */
  default @Nullable String idOf(long ordinal) {
    return null;
  }

  /**
   * Stores alerts and suppression counts in one write; durable on return. The ordinals go on from
   * {@link #lastOrdinal} without a gap.
   */
  void append(List<Alert> alerts, List<Suppressed> suppressed);

  /**
   * Forgets the alerts after one, with what is queued of them: of events that a loss of power has
   * taken ({@link Journal#mayLackItsEnd}).
   */
  void forgetAfter(long ordinal);

  /**
   * How many matches {@code once per} has held back under an alert that stands.
   *
   * @param ordinal of the alert that stands
   * @param count in all, so that writing it twice does no harm
   */
  record Suppressed(long ordinal, long count) {}
}
