package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WebhookTest {

  private static Webhook webhook(List<String> rules, @Nullable String minSeverity) {
    return new Webhook("w", "http://127.0.0.1/", "s3cret", "", rules, minSeverity, true, 0);
  }

  private static boolean wants(Webhook webhook, String rule, Severity severity) {
    return webhook.wants(Samples.alert(1, rule, severity));
  }

  @Test
  void itWantsEverythingUnlessItSaysOtherwise() {
    assertThat(wants(webhook(List.of(), null), "a", Severity.INFO)).isTrue();
  }

  @Test
  void itWantsTheRulesThatItNames() {
    Webhook webhook = webhook(List.of("a", "cards/b", "other/c"), null);
    assertThat(wants(webhook, "a", Severity.INFO)).isTrue();
    assertThat(wants(webhook, "b", Severity.INFO)).isTrue();
    assertThat(wants(webhook, "c", Severity.INFO)).isFalse();
    assertThat(wants(webhook, "d", Severity.INFO)).isFalse();
  }

  @Test
  void itWantsASeverityAndAllAbove() {
    Webhook webhook = webhook(List.of(), "medium");
    assertThat(wants(webhook, "a", Severity.LOW)).isFalse();
    assertThat(wants(webhook, "a", Severity.MEDIUM)).isTrue();
    assertThat(wants(webhook, "a", Severity.CRITICAL)).isTrue();
  }

  @Test
  void aDisabledOneWantsNothing() {
    Webhook webhook = new Webhook("w", "u", "s", "", List.of(), null, false, 0);
    assertThat(wants(webhook, "a", Severity.CRITICAL)).isFalse();
  }

  @Test
  void itsSecretIsNotShown() {
    assertThat(webhook(List.of(), null).toString()).doesNotContain("s3cret");
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> webhook(List.of(), "grave"))
        .hasMessage("there is no severity \"grave\"");
    assertThatThrownBy(() -> Samples.webhook("")).hasMessageContaining("1 to 255 bytes");
    assertThatThrownBy(() -> Samples.webhook("é".repeat(128)))
        .hasMessageContaining("1 to 255 bytes");
  }
}
