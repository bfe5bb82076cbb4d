package io.tripline.rest.webhook;

import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.tripline.state.Webhook;
import java.util.stream.Collectors;

/** Signatures as the Standard Webhooks specification has them. Pure functions; thread-safe. */
final class Signatures {
  private Signatures() {}

  /**
   * One with each secret that is valid, so that receivers who know any of them can verify it while
   * secrets are changed.
   *
   * @param millis when the request is made, ms since 1970
   */
  static String of(Webhook webhook, String id, long millis, String body) {
    String all =
        webhook.secrets().stream()
            .filter(secret -> secret.isValidAt(millis))
            .map(secret -> sign(secret.value(), id, millis / 1000, body))
            .collect(Collectors.joining(" "));
    if (all.isEmpty()) {
      throw new IllegalStateException("all secrets of the webhook have expired");
    }
    return all;
  }

  private static String sign(String secret, String id, long seconds, String body) {
    try {
      return new com.standardwebhooks.Webhook(secret).sign(id, seconds, body);
    } catch (EmptyWebhookSecretException | WebhookSigningException e) {
      // The cause is left out: it may tell of the secret.
      throw new IllegalStateException("the webhook's secret cannot sign");
    }
  }
}
