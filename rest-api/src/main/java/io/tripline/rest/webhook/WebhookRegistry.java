package io.tripline.rest.webhook;

import io.tripline.state.Webhook;
import io.tripline.state.WebhookStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registered webhooks, as routes and dispatcher change them. One change at a time, so that
 * disabling a webhook cannot bring back one that was deleted meanwhile. Thread-safe.
 */
public final class WebhookRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookRegistry.class);

  private final WebhookStore store;
  private final int max;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Listener listener = id -> {};

  /** Is told, after a webhook was registered, enabled, disabled or deleted. */
  @FunctionalInterface
  interface Listener {
    void changed(String id);
  }

  /**
   * @param max the most webhooks that may be registered
   */
  public WebhookRegistry(WebhookStore store, int max) {
    this.store = store;
    this.max = max;
  }

  void onChange(Listener to) {
    listener = to;
  }

  public List<Webhook> list() {
    return store.list();
  }

  public Optional<Webhook> get(String id) {
    return store.get(id);
  }

  /**
   * Registers a webhook.
   *
   * @return false if there are as many as there may be
   */
  public boolean register(Webhook webhook) {
    changing.lock();
    try {
      if (store.list().size() >= max) {
        return false;
      }
      store.put(webhook);
    } finally {
      changing.unlock();
    }
    LOG.info("Webhook {} registered", webhook.id());
    listener.changed(webhook.id());
    return true;
  }

  /**
   * Takes a webhook away with all that is queued for it.
   *
   * @return false if there was none
   */
  public boolean delete(String id) {
    changing.lock();
    try {
      if (!store.delete(id)) {
        return false;
      }
    } finally {
      changing.unlock();
    }
    LOG.info("Webhook {} deleted", id);
    listener.changed(id);
    return true;
  }

  /**
   * Turns a webhook on or off. What is queued for it stays queued.
   *
   * @param why for the log
   * @return false if there is none
   */
  public boolean enable(String id, boolean enabled, String why) {
    changing.lock();
    try {
      Optional<Webhook> found = store.get(id);
      if (found.isEmpty()) {
        return false;
      }
      Webhook webhook = found.get();
      if (webhook.enabled() == enabled) {
        return true;
      }
      store.put(
          new Webhook(
              webhook.id(),
              webhook.url(),
              webhook.secret(),
              webhook.description(),
              webhook.rules(),
              webhook.minSeverity(),
              enabled,
              webhook.createdAt()));
    } finally {
      changing.unlock();
    }
    LOG.info("Webhook {} {}: {}", id, enabled ? "enabled" : "disabled", why);
    listener.changed(id);
    return true;
  }
}
