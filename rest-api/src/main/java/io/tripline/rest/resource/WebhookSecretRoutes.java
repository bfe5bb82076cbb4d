package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Scope;
import io.tripline.rest.webhook.WebhookRegistry;
import io.tripline.state.Webhook;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The secrets of a webhook: added, rotated, taken away. */
public final class WebhookSecretRoutes implements Resource {
  private static final long MOST_KEPT_SECONDS = Duration.ofDays(30).toSeconds();
  private static final long USUALLY_KEPT_SECONDS = Duration.ofDays(1).toSeconds();

  private final WebhookRegistry registry;
  private final BodyReader bodies;
  private final WebhookSecrets secrets;
  private final InstantSource clock;

  public WebhookSecretRoutes(
      WebhookRegistry registry, BodyReader bodies, SecureRandom random, InstantSource clock) {
    this.registry = registry;
    this.bodies = bodies;
    this.secrets = new WebhookSecrets(random);
    this.clock = clock;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        OneWebhook.of(
                Endpoint.post(
                    OneWebhook.PATH + "/secrets", "addWebhookSecret", Tag.WEBHOOKS, Scope.ADMIN))
            .summary("Sign deliveries with one more secret")
            .doneOnceByKey()
            .mayTake(Content.asked(NewSecret.class))
            .answers(
                201,
                "It is added. Only this answer holds the secret.",
                Content.json(SecretCreated.class))
            .problems(ProblemType.LIMIT_REACHED)
            .handledBy(this::addSecret),
        OneWebhook.of(
                Endpoint.post(
                    OneWebhook.PATH + "/secrets/rotate",
                    "rotateWebhookSecret",
                    Tag.WEBHOOKS,
                    Scope.ADMIN))
            .summary("Sign deliveries with another secret, and for a while with those before, too")
            .mayTake(Content.asked(Rotation.class))
            .answers(
                201,
                "It is added. Only this answer holds the secret.",
                Content.json(SecretCreated.class))
            .problems(ProblemType.LIMIT_REACHED)
            .handledBy(this::rotate),
        OneWebhook.of(
                Endpoint.delete(
                    OneWebhook.PATH + "/secrets/{secret}",
                    "deleteWebhookSecret",
                    Tag.WEBHOOKS,
                    Scope.ADMIN))
            .path("secret", Schema.text())
            .summary("Sign deliveries with a secret no more")
            .answers(204, "It is gone.")
            .problems(ProblemType.LIMIT_REACHED)
            .handledBy(this::deleteSecret));
  }

  private record NewSecret(@Meaning("One is made if none is given.") @Nullable String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "NewSecret[]";
    }
  }

  private record Rotation(
      @Meaning("One is made if none is given.") @Nullable String secret,
      @Meaning("How long those before stay valid, up to 30 days; a day if left out.")
          @Nullable Long keepSeconds) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Rotation[keepSeconds=" + keepSeconds + "]";
    }
  }

  /** The only answer that holds the secret. */
  private record SecretCreated(String id, Instant createdAt, String secret) {}

  private void addSecret(Context ctx) {
    NewSecret given;
    try (Body body = bodies.read(ctx)) {
      given = body.length() == 0 ? new NewSecret(null) : Json.read(body, NewSecret.class);
    }
    long now = clock.millis();
    Webhook.Secret secret = secrets.made(given.secret(), now);
    changeSecrets(ctx, webhook -> WebhookSecrets.added(webhook, secret, now));
    answer(ctx, secret);
  }

  private void rotate(Context ctx) {
    Rotation given;
    try (Body body = bodies.read(ctx)) {
      given = body.length() == 0 ? new Rotation(null, null) : Json.read(body, Rotation.class);
    }
    long keep = given.keepSeconds() == null ? USUALLY_KEPT_SECONDS : given.keepSeconds();
    if (keep < 0 || keep > MOST_KEPT_SECONDS) {
      throw WebhookRequest.wrong("keep_seconds", "must be 0 to " + MOST_KEPT_SECONDS);
    }
    long now = clock.millis();
    Webhook.Secret secret = secrets.made(given.secret(), now);
    changeSecrets(ctx, webhook -> WebhookSecrets.rotated(webhook, secret, now, keep * 1000));
    answer(ctx, secret);
  }

  private static void answer(Context ctx, Webhook.Secret secret) {
    ctx.header("Cache-Control", "no-store");
    Json.answer(
        ctx,
        201,
        new SecretCreated(secret.id(), Instant.ofEpochMilli(secret.createdAt()), secret.value()));
  }

  private void deleteSecret(Context ctx) {
    String secret = ctx.pathParam("secret");
    changeSecrets(ctx, webhook -> WebhookSecrets.without(webhook, secret, clock.millis()));
    ctx.status(204);
  }

  private void changeSecrets(Context ctx, UnaryOperator<Webhook> change) {
    String id = OneWebhook.id(ctx);
    if (registry.update(id, change).isEmpty()) {
      throw OneWebhook.none(id);
    }
  }
}
