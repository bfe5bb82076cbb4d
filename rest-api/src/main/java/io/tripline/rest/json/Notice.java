package io.tripline.rest.json;

import io.tripline.engine.alert.Alert;
import java.util.List;

/**
 * What somebody is told at one time. Immutable.
 *
 * @param alerts at least one, in their order
 * @param isGroup whether there could be several of them
 * @param isTrial whether nothing has raised them, and they are sent to try a webhook
 */
public record Notice(List<Alert> alerts, boolean isGroup, boolean isTrial) {
  /**
   * @throws IllegalArgumentException if there is no alert
   */
  public Notice {
    alerts = List.copyOf(alerts);
    if (alerts.isEmpty()) {
      throw new IllegalArgumentException("a notice of nothing");
    }
  }

  /** The first of its alerts: where only one can be told, it stands for all. */
  public Alert first() {
    return alerts.getFirst();
  }

  /** The same without personal data. */
  public Notice masked() {
    return new Notice(alerts.stream().map(Alert::masked).toList(), isGroup, isTrial);
  }
}
