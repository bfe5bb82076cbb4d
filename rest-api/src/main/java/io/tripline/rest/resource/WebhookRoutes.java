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
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Scope;
import io.tripline.rest.webhook.LaneStatus;
import io.tripline.rest.webhook.ReceiverGuard;
import io.tripline.rest.webhook.WebhookDispatcher;
import io.tripline.rest.webhook.WebhookRegistry;
import io.tripline.state.AlertReader;
import io.tripline.state.Outbox;
import io.tripline.state.Webhook;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Webhooks: registered, looked at, taken away; their dead letters, and replaying them. */
public final class WebhookRoutes implements Resource {
  private static final String ONE = "/v1/webhooks/{id}";
  private static final int REPLAY_BATCH = 1000;

  /** How long a caller waits for a name server that does not answer. */
  private static final long LOOK_UP_MILLIS = 3000;

  private final WebhookRegistry registry;
  private final ReceiverGuard guard;
  private final WebhookDispatcher dispatcher;
  private final Outbox outbox;
  private final AlertReader alerts;
  private final BodyReader bodies;
  private final SecureRandom random;

  public WebhookRoutes(
      WebhookRegistry registry,
      ReceiverGuard guard,
      WebhookDispatcher dispatcher,
      Outbox outbox,
      AlertReader alerts,
      BodyReader bodies,
      SecureRandom random) {
    this.registry = registry;
    this.guard = guard;
    this.dispatcher = dispatcher;
    this.outbox = outbox;
    this.alerts = alerts;
    this.bodies = bodies;
    this.random = random;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/webhooks", "createWebhook", Tag.WEBHOOKS, Scope.ADMIN)
            .summary("Register a webhook")
            .takes(Content.asked(WebhookRequest.class))
            .answers(
                201,
                "It is registered. Only this answer holds the secret.",
                Map.of("Location", "Where it is."),
                Content.json(WebhookCreated.class))
            .problems(ProblemType.LIMIT_REACHED, ProblemType.RECEIVER_FORBIDDEN)
            .handledBy(this::create),
        Endpoint.get("/v1/webhooks", "listWebhooks", Tag.WEBHOOKS, Scope.READ)
            .summary("All webhooks, and how their deliveries do")
            .answers(200, "All of them.", Content.json(WebhookListing.class))
            .handledBy(this::list),
        one(Endpoint.get(ONE, "getWebhook", Tag.WEBHOOKS, Scope.READ))
            .summary("A webhook, and how its deliveries do")
            .answers(200, "The webhook.", Content.json(WebhookForm.class))
            .handledBy(this::get),
        one(Endpoint.delete(ONE, "deleteWebhook", Tag.WEBHOOKS, Scope.ADMIN))
            .summary("Delete a webhook, and what waits for it")
            .answers(204, "It is gone.")
            .handledBy(this::delete),
        one(Endpoint.post(ONE + "/enable", "enableWebhook", Tag.WEBHOOKS, Scope.ADMIN))
            .summary("Let a webhook that was disabled be delivered to again")
            .answers(200, "It is enabled.", Content.json(WebhookForm.class))
            .handledBy(this::enable),
        one(Endpoint.get(ONE + "/dead-letters", "listDeadLetters", Tag.WEBHOOKS, Scope.READ))
            .summary("What could not be delivered")
            .query(Parameters.LIMIT)
            .answers(200, "The oldest of them.", Content.json(DeadLetters.class))
            .handledBy(this::deadLetters),
        one(Endpoint.post(
                ONE + "/dead-letters/replay", "replayDeadLetters", Tag.WEBHOOKS, Scope.ADMIN))
            .summary("Deliver dead letters again")
            .answers(200, "They wait to be delivered.", Content.json(Replayed.class))
            .handledBy(this::replay));
  }

  private static Endpoint.Draft one(Endpoint.Draft draft) {
    return draft.path("id", Schema.text()).problems(ProblemType.NOT_FOUND);
  }

  /** The only answer that holds the secret. */
  private record WebhookCreated(
      String id,
      String url,
      String description,
      List<String> rules,
      @Nullable String minSeverity,
      boolean enabled,
      Instant createdAt,
      String secret) {}

  private record WebhookListing(List<WebhookForm> webhooks) {}

  private record WebhookForm(
      String id,
      String url,
      String description,
      List<String> rules,
      @Nullable String minSeverity,
      boolean enabled,
      Instant createdAt,
      long pending,
      long deadLetters,
      @Meaning("Since the server started.") long delivered,
      long failedAttempts,
      @Meaning("The first failure since the last success, as far as this process knows.")
          @Nullable Instant failingSince,
      @Nullable String lastError) {}

  private record DeadLetters(List<DeadLetter> deadLetters, long count) {}

  private record DeadLetter(long ordinal, @Nullable String alert, int attempts, String reason) {}

  private record Replayed(long replayed) {}

  private void create(Context ctx) throws InterruptedException {
    WebhookRequest request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, WebhookRequest.class);
    }
    Webhook webhook = request.checked(newId(), System.currentTimeMillis(), random);
    requireAllowed(webhook.url());
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
        new WebhookCreated(
            webhook.id(),
            webhook.url(),
            webhook.description(),
            webhook.rules(),
            webhook.minSeverity(),
            webhook.enabled(),
            Instant.ofEpochMilli(webhook.createdAt()),
            webhook.secret()));
  }

  private void requireAllowed(String url) throws InterruptedException {
    Optional<String> refusal = guard.refusal(URI.create(url), LOOK_UP_MILLIS);
    if (refusal.isPresent()) {
      throw Problem.of(ProblemType.RECEIVER_FORBIDDEN, "Not registered: " + refusal.get() + ".")
          .with("member", "url")
          .exception();
    }
  }

  private String newId() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return "wh_" + HexFormat.of().formatHex(bytes);
  }

  private void list(Context ctx) {
    Json.answer(ctx, 200, new WebhookListing(registry.list().stream().map(this::shown).toList()));
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
    String id = webhook(ctx).id();
    int limit = Parameters.LIMIT.of(ctx).intValue();
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

  private WebhookForm shown(Webhook webhook) {
    LaneStatus status = dispatcher.status(webhook.id());
    return new WebhookForm(
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
