package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WebhookTest {

  private static AlertFilter filter(List<String> rules, @Nullable String minSeverity) {
    return new AlertFilter(List.of(), rules, List.of(), minSeverity);
  }

  private static boolean wants(AlertFilter filter, String rule, Severity severity) {
    return Samples.webhook("w", filter).wants(Samples.alert(1, rule, severity));
  }

  @Test
  void itWantsEverythingUnlessItSaysOtherwise() {
    assertThat(wants(AlertFilter.ALL, "a", Severity.INFO)).isTrue();
  }

  @Test
  void itWantsTheRulesThatItNames() {
    AlertFilter filter = filter(List.of("a", "cards/b", "other/c"), null);
    assertThat(wants(filter, "a", Severity.INFO)).isTrue();
    assertThat(wants(filter, "b", Severity.INFO)).isTrue();
    assertThat(wants(filter, "c", Severity.INFO)).isFalse();
    assertThat(wants(filter, "d", Severity.INFO)).isFalse();
  }

  @Test
  void itWantsASeverityAndAllAbove() {
    AlertFilter filter = filter(List.of(), "medium");
    assertThat(wants(filter, "a", Severity.LOW)).isFalse();
    assertThat(wants(filter, "a", Severity.MEDIUM)).isTrue();
    assertThat(wants(filter, "a", Severity.CRITICAL)).isTrue();
  }

  @Test
  void itWantsTheRuleSetsThatItNames() {
    assertThat(
            wants(
                new AlertFilter(List.of("x", "cards"), List.of(), List.of(), null),
                "a",
                Severity.LOW))
        .isTrue();
    assertThat(wants(new AlertFilter(List.of("x"), List.of(), List.of(), null), "a", Severity.LOW))
        .isFalse();
  }

  @Test
  void itWantsRulesWithATagThatItNames() {
    Alert tagged = Samples.everything(); // cnp, zażółć
    Alert plain = Samples.alert(1);
    Webhook webhook =
        Samples.webhook("w", new AlertFilter(List.of(), List.of(), List.of("x", "cnp"), null));
    assertThat(webhook.wants(tagged)).isTrue();
    assertThat(webhook.wants(plain)).isFalse();
    assertThat(
            Samples.webhook("w", new AlertFilter(List.of(), List.of(), List.of("x"), null))
                .wants(tagged))
        .isFalse();
  }

  @Test
  void allPartsOfAFilterCount() {
    AlertFilter filter = new AlertFilter(List.of("cards"), List.of("a"), List.of(), "high");
    assertThat(wants(filter, "a", Severity.HIGH)).isTrue();
    assertThat(wants(filter, "b", Severity.HIGH)).isFalse();
    assertThat(wants(filter, "a", Severity.LOW)).isFalse();
  }

  @Test
  void aDisabledOneWantsNothing() {
    Webhook webhook = Samples.webhook("w").disable("gone");
    assertThat(webhook.wants(Samples.alert(1))).isFalse();
    assertThat(webhook.whyDisabled()).isEqualTo("gone");
    assertThat(webhook.enable()).isEqualTo(Samples.webhook("w"));
  }

  @Test
  void itsSecretIsNotShown() {
    assertThat(Samples.webhook("w").toString()).doesNotContain("whsec_x");
    assertThat(Samples.webhook("w").secrets().toString()).doesNotContain("whsec_x");
  }

  @Test
  void aSecretIsGoodUntilItExpires() {
    Webhook.Secret secret = new Webhook.Secret("s", "whsec_x", 1, null);
    assertThat(secret.isValidAt(Long.MAX_VALUE)).isTrue();
    Webhook.Secret ending = secret.until(10);
    assertThat(ending.isValidAt(9)).isTrue();
    assertThat(ending.isValidAt(10)).isFalse();
    assertThat(ending.until(20)).isEqualTo(ending);
    assertThat(ending.until(5).isValidAt(5)).isFalse();
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> filter(List.of(), "grave"))
        .hasMessage("there is no severity \"grave\"");
    assertThatThrownBy(() -> Samples.webhook("")).hasMessageContaining("1 to 255 bytes");
    assertThatThrownBy(() -> Samples.webhook("é".repeat(128)))
        .hasMessageContaining("1 to 255 bytes");
    assertThatThrownBy(() -> Samples.webhook("w").withSecrets(List.of()))
        .hasMessage("a webhook has a secret");
  }
}
