package io.tripline.state;

import io.tripline.engine.alert.Alert;

/**
 * An alert as it stands now.
 *
 * @param suppressed how many matches {@code once per} has held back under it so far
 * @param review what people have said of it
 */
public record StoredAlert(Alert alert, long suppressed, Review review) {
  /** The same as people may see it who may not see personal data. */
  public StoredAlert masked() {
    return new StoredAlert(alert.masked(), suppressed, review);
  }
}
