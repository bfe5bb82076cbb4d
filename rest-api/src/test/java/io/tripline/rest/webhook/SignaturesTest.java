package io.tripline.rest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.tripline.state.AlertFilter;
import io.tripline.state.DeliveryOptions;
import io.tripline.state.Webhook;
import io.tripline.state.Webhook.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SignaturesTest {
  /** As the Standard Webhooks specification's libraries are tested with. */
  private static final String KNOWN_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String KNOWN_ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long KNOWN_SECONDS = 1_614_265_330;
  private static final String KNOWN_BODY = "{\"test\": 2432232314}";
  private static final String KNOWN = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private static Webhook webhook(Secret... secrets) {
    return new Webhook(
        "w", "u", List.of(secrets), "", AlertFilter.ALL, DeliveryOptions.PLAIN, true, "", 0);
  }

  @Test
  void thePublicTestVectorComesOut() {
    Webhook webhook = webhook(new Secret("s", KNOWN_SECRET, 0, null));
    for (long millis : List.of(0L, 999L)) {
      assertThat(Signatures.of(webhook, KNOWN_ID, KNOWN_SECONDS * 1000 + millis, KNOWN_BODY))
          .isEqualTo(KNOWN);
    }
  }

  @Test
  void eachSecretThatIsValidSigns() throws Exception {
    SecureRandom random = new SecureRandom();
    long now = Instant.now().toEpochMilli();
    Secret latest = new Secret("n", WebhookSecret.generate(random), 0, null);
    Secret ending = new Secret("o", WebhookSecret.generate(random), 0, now + 1);
    Secret expired = new Secret("e", WebhookSecret.generate(random), 0, now);
    String signatures = Signatures.of(webhook(latest, ending, expired), "msg_1", now, "é");
    assertThat(signatures.split(" ")).hasSize(2).allMatch(each -> each.startsWith("v1,"));
    Map<String, List<String>> headers =
        Map.of(
            "webhook-id", List.of("msg_1"),
            "webhook-timestamp", List.of(Long.toString(now / 1000)),
            "webhook-signature", List.of(signatures));
    new com.standardwebhooks.Webhook(latest.value()).verify("é", headers);
    new com.standardwebhooks.Webhook(ending.value()).verify("é", headers);
    assertThatThrownBy(() -> new com.standardwebhooks.Webhook(expired.value()).verify("é", headers))
        .isInstanceOf(WebhookVerificationException.class);
  }
}
