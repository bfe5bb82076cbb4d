package io.tripline.rest.webhook;

import io.tripline.rest.webhook.CircuitBreaker.State;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a receiver does, and how much it may be called because of that. Thread-safe. */
final class LaneHealth {
  private static final Logger LOG = LoggerFactory.getLogger(LaneHealth.class);

  private final String id;
  private final WebhookSettings settings;
  private final InstantSource clock;

  // Guarded by this:
  private LaneStatus status;
  private CircuitBreaker breaker;

  LaneHealth(String id, LaneStatus status, WebhookSettings settings, InstantSource clock) {
    this.id = id;
    this.status = status;
    this.settings = settings;
    this.clock = clock;
    this.breaker = new CircuitBreaker(settings.breaker());
  }

  synchronized LaneStatus status() {
    long now = System.nanoTime();
    State state = breaker.state(now);
    return state == State.CLOSED
        ? status
        : status.with(state, clock.instant().plusNanos(Math.max(0, breaker.nanosToProbe(now))));
  }

  /** How many deliveries may be under way. */
  synchronized int mayBeUnderWay() {
    return switch (breaker.state(System.nanoTime())) {
      case OPEN -> 0;
      case HALF_OPEN -> 1;
      case CLOSED -> status.isFailing() ? 1 : settings.perReceiver();
    };
  }

  /** How long until one may go out; 0 or less if it may now. */
  synchronized long nanosToProbe() {
    return breaker.nanosToProbe(System.nanoTime());
  }

  /** It is another receiver, or knows another secret. */
  synchronized void closeCircuit() {
    breaker = new CircuitBreaker(settings.breaker());
  }

  /**
   * A delivery was made.
   *
   * @return whether the circuit was not closed before
   */
  boolean succeeded() {
    boolean recovered;
    boolean wasOpen;
    synchronized (this) {
      recovered = status.isFailing();
      wasOpen = breaker.succeeded();
      status = status.afterSuccess();
    }
    if (recovered) {
      LOG.info("Webhook {} takes deliveries again", id);
    }
    return wasOpen;
  }

  /** A delivery has failed. */
  void failed(String reason) {
    boolean first;
    boolean opened;
    synchronized (this) {
      first = !status.isFailing();
      status = status.afterFailure(clock.instant(), reason);
      opened = breaker.failed(System.nanoTime());
    }
    if (first) {
      LOG.warn("Webhook {} fails: {}", id, reason);
    }
    if (opened) {
      LOG.warn("Webhook {} keeps failing; one delivery at a time tries now and then", id);
    }
  }

  /** Something has failed that is not the receiver's fault. */
  synchronized void brokeOff(String reason) {
    status = status.afterFailure(clock.instant(), reason);
  }
}
