package io.tripline.rest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookSecretTest {
  @Test
  void aNewOneIsValidAndLikeNoOther() {
    SecureRandom random = new SecureRandom();
    String one = WebhookSecret.generate(random);
    assertThat(WebhookSecret.isValid(one)).isTrue();
    assertThat(one).isNotEqualTo(WebhookSecret.generate(random));
  }

  @ParameterizedTest
  @CsvSource({"23,false", "24,true", "64,true", "65,false"})
  void itsLength(int bytes, boolean valid) {
    String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    assertThat(WebhookSecret.isValid(secret)).isEqualTo(valid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "whsec_", "whsec_!!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
  void whatIsNone(String text) {
    assertThat(WebhookSecret.isValid(text)).isFalse();
  }
}
