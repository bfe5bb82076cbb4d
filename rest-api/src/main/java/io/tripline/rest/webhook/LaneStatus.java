package io.tripline.rest.webhook;

import io.tripline.rest.webhook.CircuitBreaker.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries to a webhook have gone since the process started.
 *
 * @param delivered how many
 * @param failedAttempts how many
 * @param failingSince the first failure since the last success, or null while all is well
 * @param lastError what the latest failure came to, or null
 * @param circuit whether deliveries go out
 * @param probeAt when one goes out again to try, or null while they go out
 */
public record LaneStatus(
    long delivered,
    long failedAttempts,
    @Nullable Instant failingSince,
    @Nullable String lastError,
    State circuit,
    @Nullable Instant probeAt) {
  static final LaneStatus NEW = new LaneStatus(0, 0, null, null, State.CLOSED, null);

  LaneStatus afterSuccess() {
    return new LaneStatus(delivered + 1, failedAttempts, null, lastError, State.CLOSED, null);
  }

  LaneStatus afterFailure(Instant now, String error) {
    return new LaneStatus(
        delivered,
        failedAttempts + 1,
        failingSince == null ? now : failingSince,
        error,
        circuit,
        probeAt);
  }

  LaneStatus with(State newCircuit, @Nullable Instant newProbeAt) {
    return new LaneStatus(
        delivered, failedAttempts, failingSince, lastError, newCircuit, newProbeAt);
  }

  /** Whether the latest attempt failed. */
  public boolean isFailing() {
    return failingSince != null;
  }
}
