package io.tripline.rest.resource;

import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.webhook.LaneStatus;
import io.tripline.state.AlertFilter;
import io.tripline.state.Outbox;
import io.tripline.state.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A webhook as it is shown: all but the secrets themselves. */
record WebhookForm(
    String id,
    String url,
    String description,
    List<String> rulesets,
    List<String> rules,
    List<String> tags,
    @Nullable String minSeverity,
    @Meaning("key, or null for no order.") @Nullable String ordered,
    @Meaning("Which alerts are sent together; null if each is sent alone.")
        @Nullable GroupingForm group,
    @Meaning("default, slack, pagerduty or custom.") String template,
    @Meaning("Of a custom template; else null.") @Nullable JsonNode body,
    @Meaning("Whether what tells of fields marked @pii is sent as it is.") boolean personalData,
    boolean enabled,
    @Meaning("Null while it is enabled.") @Nullable String whyDisabled,
    @Meaning("The newest first.") List<WebhookSecretForm> secrets,
    Instant createdAt,
    long pending,
    long deadLetters,
    @Meaning("Since the server started.") long delivered,
    long failedAttempts,
    @Meaning("The first failure since the last success, as far as this process knows.")
        @Nullable Instant failingSince,
    @Nullable String lastError,
    @Meaning("closed: deliveries go out; open: none does; half_open: one tries.") String circuit,
    @Meaning("When one goes out again to try; null while they go out.") @Nullable Instant probeAt) {

  /** A secret, without it. */
  record WebhookSecretForm(
      String id,
      Instant createdAt,
      @Meaning("Nothing is signed with it from then on; null for never.")
          @Nullable Instant expiresAt) {
    static WebhookSecretForm of(Webhook.Secret secret) {
      Long expiresAt = secret.expiresAt();
      return new WebhookSecretForm(
          secret.id(),
          Instant.ofEpochMilli(secret.createdAt()),
          expiresAt == null ? null : Instant.ofEpochMilli(expiresAt));
    }
  }

  static WebhookForm of(Webhook webhook, LaneStatus status, Outbox outbox, long now) {
    AlertFilter filter = webhook.filter();
    return new WebhookForm(
        webhook.id(),
        webhook.url(),
        webhook.description(),
        filter.ruleSets(),
        filter.rules(),
        filter.tags(),
        filter.minSeverity(),
        webhook.delivery().ordered() ? WebhookRequest.BY_KEY : null,
        GroupingForm.of(webhook.delivery().grouping()),
        webhook.delivery().body().kind().text(),
        TemplateRequest.shown(webhook.delivery().body()),
        webhook.delivery().personalData(),
        webhook.enabled(),
        webhook.whyDisabled().isEmpty() ? null : webhook.whyDisabled(),
        WebhookSecrets.valid(webhook, now).stream().map(WebhookSecretForm::of).toList(),
        Instant.ofEpochMilli(webhook.createdAt()),
        outbox.pending(webhook.id()),
        outbox.deadLetterCount(webhook.id()),
        status.delivered(),
        status.failedAttempts(),
        status.failingSince(),
        status.lastError(),
        status.circuit().name().toLowerCase(Locale.ROOT),
        status.probeAt());
  }
}
