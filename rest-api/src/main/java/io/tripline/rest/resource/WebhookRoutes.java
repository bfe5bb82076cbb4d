package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.http.QueryParameters;
import io.tripline.rest.webhook.LaneStatus;
import io.tripline.rest.webhook.WebhookDispatcher;
import io.tripline.rest.webhook.WebhookRegistry;
import io.tripline.state.AlertReader;
import io.tripline.state.Outbox;
import io.tripline.state.Webhook;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Webhooks: registered, looked at, taken away; their dead letters, and replaying them. */
public final class WebhookRoutes {
  private static final int REPLAY_BATCH = 1000;

  private final WebhookRegistry registry;
  private final WebhookDispatcher dispatcher;
  private final Outbox outbox;
  private final AlertReader alerts;
  private final BodyReader bodies;
  private final SecureRandom random;

  public WebhookRoutes(
      WebhookRegistry registry,
      WebhookDispatcher dispatcher,
      Outbox outbox,
      AlertReader alerts,
      BodyReader bodies,
      SecureRandom random) {
    this.registry = registry;
    this.dispatcher = dispatcher;
    this.outbox = outbox;
    this.alerts = alerts;
    this.bodies = bodies;
    this.random = random;
  }

  public void register(RoutesConfig routes) {
    routes.post("/v1/webhooks", this::create);
    routes.get("/v1/webhooks", this::list);
    routes.get("/v1/webhooks/{id}", this::get);
    routes.delete("/v1/webhooks/{id}", this::delete);
    routes.post("/v1/webhooks/{id}/enable", this::enable);
    routes.get("/v1/webhooks/{id}/dead-letters", this::deadLetters);
    routes.post("/v1/webhooks/{id}/dead-letters/replay", this::replay);
  }

  /** The only answer that holds the secret. */
  private record Created(
      String id,
      String url,
      String description,
      List<String> rules,
      @Nullable String minSeverity,
      boolean enabled,
      Instant createdAt,
      String secret) {}

  private record Listing(List<Shown> webhooks) {}

  /**
   * @param delivered since the server started
   * @param failingSince the first failure since the last success, as far as this process knows
   */
  private record Shown(
      String id,
      String url,
      String description,
      List<String> rules,
      @Nullable String minSeverity,
      boolean enabled,
      Instant createdAt,
      long pending,
      long deadLetters,
      long delivered,
      long failedAttempts,
      @Nullable Instant failingSince,
      @Nullable String lastError) {}

  private record DeadLetters(List<DeadLetter> deadLetters, long count) {}

  private record DeadLetter(long ordinal, @Nullable String alert, int attempts, String reason) {}

  private record Replayed(long replayed) {}

  private void create(Context ctx) {
    WebhookRequest request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, WebhookRequest.class);
    }
    Webhook webhook = request.checked(newId(), System.currentTimeMillis(), random);
    if (!registry.register(webhook)) {
      throw Problem.of(
              ProblemType.LIMIT_REACHED,
              "There are as many webhooks as there may be; delete one first.")
          .exception();
    }
    ctx.header("Location", "/v1/webhooks/" + webhook.id());
    ctx.header("Cache-Control", "no-store");
    Json.answer(
        ctx,
        201,
        new Created(
            webhook.id(),
            webhook.url(),
            webhook.description(),
            webhook.rules(),
            webhook.minSeverity(),
            webhook.enabled(),
            Instant.ofEpochMilli(webhook.createdAt()),
            webhook.secret()));
  }

  private String newId() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return "wh_" + HexFormat.of().formatHex(bytes);
  }

  private void list(Context ctx) {
    Json.answer(ctx, 200, new Listing(registry.list().stream().map(this::shown).toList()));
  }

  private void get(Context ctx) {
    Json.answer(ctx, 200, shown(webhook(ctx)));
  }

  private void delete(Context ctx) {
    String id = ctx.pathParam("id");
    if (!registry.delete(id)) {
      throw noWebhook(id);
    }
    ctx.status(204);
  }

  private void enable(Context ctx) {
    String id = ctx.pathParam("id");
    if (!registry.enable(id, true, "by request")) {
      throw noWebhook(id);
    }
    Json.answer(ctx, 200, shown(webhook(ctx)));
  }

  private void deadLetters(Context ctx) {
    QueryParameters parameters = new QueryParameters(ctx, Set.of("limit"));
    String id = webhook(ctx).id();
    int limit = (int) parameters.number("limit", 1, 1000, 100);
    Json.answer(
        ctx,
        200,
        new DeadLetters(
            outbox.deadLetters(id, limit).stream()
                .map(
                    each ->
                        new DeadLetter(
                            each.ordinal(),
                            alerts.get(each.ordinal()).map(a -> a.alert().id()).orElse(null),
                            each.attempts(),
                            each.lastError()))
                .toList(),
            outbox.deadLetterCount(id)));
  }

  /** Those that are dead letters now; one that dies again meanwhile is not replayed again. */
  private void replay(Context ctx) {
    String id = webhook(ctx).id();
    long left = outbox.deadLetterCount(id);
    long replayed = 0;
    while (left > 0) {
      List<Outbox.Entry> batch = outbox.deadLetters(id, (int) Math.min(left, REPLAY_BATCH));
      if (batch.isEmpty()) {
        break;
      }
      batch.forEach(outbox::replay);
      replayed += batch.size();
      left -= batch.size();
    }
    dispatcher.wake();
    Json.answer(ctx, 200, new Replayed(replayed));
  }

  private Webhook webhook(Context ctx) {
    String id = ctx.pathParam("id");
    return registry.get(id).orElseThrow(() -> noWebhook(id));
  }

  private static RuntimeException noWebhook(String id) {
    return Problem.of(ProblemType.NOT_FOUND, "There is no webhook " + id + ".").exception();
  }

  private Shown shown(Webhook webhook) {
    LaneStatus status = dispatcher.status(webhook.id());
    return new Shown(
        webhook.id(),
        webhook.url(),
        webhook.description(),
        webhook.rules(),
        webhook.minSeverity(),
        webhook.enabled(),
        Instant.ofEpochMilli(webhook.createdAt()),
        outbox.pending(webhook.id()),
        outbox.deadLetterCount(webhook.id()),
        status.delivered(),
        status.failedAttempts(),
        status.failingSince(),
        status.lastError());
  }
}
