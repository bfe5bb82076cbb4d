package io.tripline.rest.resource;

import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.webhook.WebhookSecret;
import io.tripline.state.Webhook;
import io.tripline.state.Webhook.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the secrets of a webhook are changed. Those that have expired go with each change. */
final class WebhookSecrets {
  /** The most that a webhook has: each makes a signature that is sent each time. */
  static final int MOST = 5;

  private final SecureRandom random;

  WebhookSecrets(SecureRandom random) {
    this.random = random;
  }

  /**
   * A secret.
   *
   * @param given its value; null to make one
   * @throws ProblemException 400, without the value, if it is none
   */
  Secret made(@Nullable String given, long now) {
    if (given != null && !WebhookSecret.isValid(given)) {
      throw WebhookRequest.wrong(
          "secret", "must be whsec_ and the base64 of 24 to 64 random bytes");
    }
    byte[] id = new byte[6];
    random.nextBytes(id);
    return new Secret(
        "sec_" + HexFormat.of().formatHex(id),
        given == null ? WebhookSecret.generate(random) : given,
        now,
        null);
  }

  /**
   * One more.
   *
   * @throws ProblemException 409 if there are as many as there may be
   */
  static Webhook added(Webhook webhook, Secret secret, long now) {
    List<Secret> all = new ArrayList<>(valid(webhook, now));
    if (all.size() >= MOST) {
      throw Problem.of(
              ProblemType.LIMIT_REACHED,
              "The webhook has " + MOST + " secrets, as many as there may be; remove one first.")
          .exception();
    }
    all.addFirst(secret);
    return webhook.withSecrets(all);
  }

  /**
   * One in place of all, which stay valid for a while.
   *
   * @throws ProblemException 409 if there are as many as there may be
   */
  static Webhook rotated(Webhook webhook, Secret secret, long now, long keptMillis) {
    if (keptMillis == 0) {
      return webhook.withSecrets(List.of(secret));
    }
    List<Secret> ending =
        valid(webhook, now).stream().map(each -> each.until(now + keptMillis)).toList();
    return added(webhook.withSecrets(ending), secret, now);
  }

  /**
   * One less.
   *
   * @throws ProblemException 404 if there is none of this id, 409 if it is the only one that stays
   */
  static Webhook without(Webhook webhook, String id, long now) {
    List<Secret> all = valid(webhook, now);
    List<Secret> others = all.stream().filter(each -> !each.id().equals(id)).toList();
    if (others.size() == all.size()) {
      throw Problem.of(ProblemType.NOT_FOUND, "The webhook has no secret " + id + ".").exception();
    }
    if (others.stream().noneMatch(each -> each.expiresAt() == null)) {
      throw Problem.of(
              ProblemType.LIMIT_REACHED,
              "Without it the webhook had no secret that stays; add one first.")
          .exception();
    }
    return webhook.withSecrets(others);
  }

  /** Those with which deliveries are signed. */
  static List<Secret> valid(Webhook webhook, long now) {
    return webhook.secrets().stream().filter(each -> each.isValidAt(now)).toList();
  }
}
