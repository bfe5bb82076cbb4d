package io.tripline.rest.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries to a webhook have gone since the process started.
 *
 * @param delivered how many
 * @param failedAttempts how many
 * @param failingSince the first failure since the last success, or null while all is well
 * @param lastError what the latest failure came to, or null
 */
public record LaneStatus(
    long delivered,
    long failedAttempts,
    @Nullable Instant failingSince,
    @Nullable String lastError) {
  static final LaneStatus NEW = new LaneStatus(0, 0, null, null);

  LaneStatus afterSuccess() {
    return new LaneStatus(delivered + 1, failedAttempts, null, lastError);
  }

  LaneStatus afterFailure(Instant now, String error) {
    return new LaneStatus(
        delivered, failedAttempts + 1, failingSince == null ? now : failingSince, error);
  }

  /** Whether the latest attempt failed. */
  public boolean isFailing() {
    return failingSince != null;
  }
}
