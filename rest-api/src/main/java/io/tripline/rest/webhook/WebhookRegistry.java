package io.tripline.rest.webhook;

import io.tripline.state.Webhook;
import io.tripline.state.WebhookStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
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

  /** Is told, after a webhook was registered, changed or deleted. */
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
   * Changes a webhook. What is queued for it stays queued.
   *
   * @param change gets it as it is, and keeps its id; may throw, and nothing is changed
   * @return it as it is now; empty if there is none
   */
  public Optional<Webhook> update(String id, UnaryOperator<Webhook> change) {
    Webhook after;
    changing.lock();
    try {
      Optional<Webhook> before = store.get(id);
      if (before.isEmpty()) {
        return before;
      }
      after = change.apply(before.get());
      if (after.equals(before.get())) {
        return before;
      }
      store.put(after);
    } finally {
      changing.unlock();
    }
    listener.changed(id);
    return Optional.of(after);
  }

  /** Has a webhook delivered to. */
  public Optional<Webhook> enable(String id) {
    Optional<Webhook> enabled = update(id, Webhook::enable);
    enabled.ifPresent(webhook -> LOG.info("Webhook {} enabled", id));
    return enabled;
  }

  /**
   * Has a webhook delivered to no more; new alerts are not queued for it.
   *
   * @param why in a few words; those of the first time stay
   */
  public Optional<Webhook> disable(String id, String why) {
    Optional<Webhook> disabled = update(id, each -> each.enabled() ? each.disable(why) : each);
    disabled.ifPresent(webhook -> LOG.info("Webhook {} disabled: {}", id, webhook.whyDisabled()));
    return disabled;
  }
}
