package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Caller;
import io.tripline.rest.security.Scope;
import io.tripline.rest.webhook.ReceiverGuard;
import io.tripline.rest.webhook.WebhookDispatcher;
import io.tripline.rest.webhook.WebhookRegistry;
import io.tripline.state.AlertFilter;
import io.tripline.state.Outbox;
import io.tripline.state.Webhook;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Webhooks: registered, looked at, changed, taken away. */
public final class WebhookRoutes implements Resource {
  /** How long a caller waits for a name server that does not answer. */
  private static final long LOOK_UP_MILLIS = 3000;

  private final WebhookRegistry registry;
  private final ReceiverGuard guard;
  private final WebhookDispatcher dispatcher;
  private final Outbox outbox;
  private final BodyReader bodies;
  private final SecureRandom random;
  private final WebhookSecrets secrets;
  private final InstantSource clock;

  public WebhookRoutes(
      WebhookRegistry registry,
      ReceiverGuard guard,
      WebhookDispatcher dispatcher,
      Outbox outbox,
      BodyReader bodies,
      SecureRandom random,
      InstantSource clock) {
    this.registry = registry;
    this.guard = guard;
    this.dispatcher = dispatcher;
    this.outbox = outbox;
    this.bodies = bodies;
    this.random = random;
    this.secrets = new WebhookSecrets(random);
    this.clock = clock;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/webhooks", "createWebhook", Tag.WEBHOOKS, Scope.ADMIN)
            .summary("Register a webhook")
            .takes(Content.asked(WebhookRequest.class))
            .doneOnceByKey()
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
        OneWebhook.of(Endpoint.get(OneWebhook.PATH, "getWebhook", Tag.WEBHOOKS, Scope.READ))
            .summary("A webhook, and how its deliveries do")
            .answers(200, "The webhook.", Content.json(WebhookForm.class))
            .handledBy(this::get),
        OneWebhook.of(Endpoint.put(OneWebhook.PATH, "changeWebhook", Tag.WEBHOOKS, Scope.ADMIN))
            .summary("Change a webhook")
            .details(
                "What is left out is as if it had been when it was registered; its secrets, and"
                    + " whether it is enabled, stay as they are. What waits for it stays, and is"
                    + " tried at once if the URL is another.")
            .takes(Content.asked(WebhookRequest.class))
            .answers(200, "It is changed.", Content.json(WebhookForm.class))
            .problems(ProblemType.RECEIVER_FORBIDDEN)
            .handledBy(this::change),
        OneWebhook.of(Endpoint.delete(OneWebhook.PATH, "deleteWebhook", Tag.WEBHOOKS, Scope.ADMIN))
            .summary("Delete a webhook, and what waits for it")
            .answers(204, "It is gone.")
            .handledBy(this::delete),
        OneWebhook.of(
                Endpoint.post(
                    OneWebhook.PATH + "/enable", "enableWebhook", Tag.WEBHOOKS, Scope.ADMIN))
            .summary("Let a webhook that was disabled be delivered to again")
            .answers(200, "It is enabled.", Content.json(WebhookForm.class))
            .handledBy(this::enable),
        OneWebhook.of(
                Endpoint.post(
                    OneWebhook.PATH + "/disable", "disableWebhook", Tag.WEBHOOKS, Scope.ADMIN))
            .summary("Deliver to a webhook no more, for now")
            .details("New alerts are not queued for it. What was queued before waits.")
            .answers(200, "It is disabled.", Content.json(WebhookForm.class))
            .handledBy(this::disable));
  }

  /** The only answer that holds the secret. */
  private record WebhookCreated(
      String id,
      String url,
      String description,
      List<String> rulesets,
      List<String> rules,
      List<String> tags,
      @Nullable String minSeverity,
      @Meaning("key, or null for no order.") @Nullable String ordered,
      @Nullable GroupingForm group,
      @Meaning("default, slack, pagerduty or custom.") String template,
      @Meaning("Of a custom template; else null.") @Nullable JsonNode body,
      @Meaning("Whether what tells of fields marked @pii is sent as it is.") boolean personalData,
      boolean enabled,
      Instant createdAt,
      String secret) {}

  private record WebhookListing(List<WebhookForm> webhooks) {}

  private void create(Context ctx) throws InterruptedException {
    WebhookRequest request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, WebhookRequest.class);
    }
    requireMayHave(ctx, request);
    Webhook webhook = request.created(newId(), clock.millis(), secrets);
    requireAllowed(webhook.url());
    if (!registry.register(webhook)) {
      throw Problem.of(
              ProblemType.LIMIT_REACHED,
              "There are as many webhooks as there may be; delete one first.")
          .exception();
    }
    AlertFilter filter = webhook.filter();
    ctx.header("Location", "/v1/webhooks/" + webhook.id());
    ctx.header("Cache-Control", "no-store");
    Json.answer(
        ctx,
        201,
        new WebhookCreated(
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
            Instant.ofEpochMilli(webhook.createdAt()),
            webhook.secrets().getFirst().value()));
  }

  /** Also of a change that leaves it as it was: it may be to another receiver. */
  private static void requireMayHave(Context ctx, WebhookRequest request) {
    if (request.sendsPersonalData() && !Caller.of(ctx).may(Scope.PII)) {
      throw Problem.of(
              ProblemType.FORBIDDEN,
              "A webhook that is sent personal data needs the scope pii, which the key does not"
                  + " have.")
          .with("scope", Scope.PII.text())
          .with("member", "personal_data")
          .exception();
    }
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
    Json.answer(ctx, 200, shown(OneWebhook.in(registry, ctx)));
  }

  private void change(Context ctx) throws InterruptedException {
    Webhook before = OneWebhook.in(registry, ctx);
    WebhookRequest request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, WebhookRequest.class);
    }
    requireMayHave(ctx, request);
    requireAllowed(request.changed(before).url());
    answer(ctx, before.id(), registry.update(before.id(), request::changed));
  }

  private void delete(Context ctx) {
    String id = OneWebhook.id(ctx);
    if (!registry.delete(id)) {
      throw OneWebhook.none(id);
    }
    ctx.status(204);
  }

  private void enable(Context ctx) {
    String id = OneWebhook.id(ctx);
    answer(ctx, id, registry.enable(id));
  }

  private void disable(Context ctx) {
    String id = OneWebhook.id(ctx);
    answer(ctx, id, registry.disable(id, "by request"));
  }

  private void answer(Context ctx, String id, Optional<Webhook> webhook) {
    Json.answer(ctx, 200, shown(webhook.orElseThrow(() -> OneWebhook.none(id))));
  }

  private WebhookForm shown(Webhook webhook) {
    return WebhookForm.of(webhook, dispatcher.status(webhook.id()), outbox, clock.millis());
  }
}
