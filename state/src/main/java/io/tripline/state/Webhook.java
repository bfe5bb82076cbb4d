package io.tripline.state;

import io.tripline.engine.alert.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to be told of alerts.
 *
 * @param id chosen by whoever registers it; 1 to 255 bytes of UTF-8
 * @param url where to post to
 * @param secrets with which deliveries are signed, the newest first; at least one
 * @param description for people
 * @param filter which alerts it wants
 * @param delivery how they are delivered
 * @param enabled whether new alerts are queued for it
 * @param whyDisabled in a few words; empty while it is enabled
 * @param createdAt wall clock, ms since 1970
 */
public record Webhook(
    String id,
    String url,
    List<Secret> secrets,
    String description,
    AlertFilter filter,
    DeliveryOptions delivery,
    boolean enabled,
    String whyDisabled,
    long createdAt) {

  /**
   * What a delivery can be signed with; kept as it is, never shown by {@link #toString}.
   *
   * @param id tells it from the webhook's others
   * @param createdAt wall clock, ms since 1970
   * @param expiresAt nothing is signed with it from then on; null for never
   */
  public record Secret(String id, String value, long createdAt, @Nullable Long expiresAt) {

    /** Whether deliveries at a time are signed with it. */
    public boolean isValidAt(long millis) {
      return expiresAt == null || millis < expiresAt;
    }

    /** This secret, which is good until a time, or until it would have expired anyway. */
    public Secret until(long millis) {
      return expiresAt != null && expiresAt <= millis
          ? this
          : new Secret(id, value, createdAt, millis);
    }

    @Override
    public String toString() {
      return "Secret[id=" + id + "]";
    }
  }

  /**
   * @throws IllegalArgumentException if the id is empty or too long, or there is no secret
   */
  public Webhook {
    secrets = List.copyOf(secrets);
    if (id.isEmpty() || Bytes.utf8(id).length > 255) {
      throw new IllegalArgumentException("a webhook's id has 1 to 255 bytes");
    }
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("a webhook has a secret");
    }
  }

  /** Whether an alert that is stored now is to be sent to it: none that is in shadow. */
  public boolean wants(Alert alert) {
    return enabled && !alert.inShadow() && filter.takes(alert);
  }

  /** This webhook with other secrets. */
  public Webhook withSecrets(List<Secret> others) {
    return new Webhook(
        id, url, others, description, filter, delivery, enabled, whyDisabled, createdAt);
  }

  /** This webhook, to be delivered to. */
  public Webhook enable() {
    return new Webhook(id, url, secrets, description, filter, delivery, true, "", createdAt);
  }

  /** This webhook, to be delivered to no more. */
  public Webhook disable(String why) {
    return new Webhook(id, url, secrets, description, filter, delivery, false, why, createdAt);
  }

  @Override
  public String toString() {
    return "Webhook[id=" + id + ", url=" + url + ", enabled=" + enabled + "]";
  }
}
