package io.tripline.state;

import io.tripline.engine.alert.Alert;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it stands now.
 *
 * @param suppressed how many matches {@code once per} has held back under it so far
 * @param silenced the id of the silence because of which no webhook was told of it; null if there
 *     was none
 * @param review what people have said of it
 */
public record StoredAlert(Alert alert, long suppressed, @Nullable String silenced, Review review) {
  /** The same as people may see it who may not see personal data. */
  public StoredAlert masked() {
    return new StoredAlert(alert.masked(), suppressed, silenced, review);
  }
}
