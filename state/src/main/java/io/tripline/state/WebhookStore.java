package io.tripline.state;

import java.util.List;
import java.util.Optional;

/**
 * The registered webhooks. Thread-safe. A webhook gets exactly the alerts that are stored after its
 * registration and that it {@link Webhook#wants}.
 */
public interface WebhookStore {

  /**
   * Registers a webhook, or replaces the one with the same id; durable on return. What is already
   * queued for it stays queued, also if it is now disabled or wants other alerts.
   */
  void put(Webhook webhook);

  Optional<Webhook> get(String id);

  /** All of them, in the order of their registration. */
  List<Webhook> list();

  /**
   * Takes a webhook away, with all that is queued for it and its dead letters; durable on return.
   *
   * @return false if there was none
   */
  boolean delete(String id);
}
