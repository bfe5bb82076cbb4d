package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.alert.Alert;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.security.Scope;
import io.tripline.rest.webhook.DeliveryLog;
import io.tripline.rest.webhook.Trial;
import io.tripline.rest.webhook.WebhookDispatcher;
import io.tripline.rest.webhook.WebhookRegistry;
import io.tripline.state.AlertFilter;
import io.tripline.state.AlertReader;
import io.tripline.state.Outbox;
import io.tripline.state.Webhook;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deliveries to a webhook: the latest, those given up and sent again, and one to try it. */
public final class DeliveryRoutes implements Resource {
  private static final int BATCH = 1000;
  private static final int MOST_NAMED = 10_000;

  private static final Parameter<Long> AFTER =
      Parameter.number("after", 0, Long.MAX_VALUE, "The ordinal behind which the page begins.")
          .usually(0L);

  private final WebhookRegistry registry;
  private final WebhookDispatcher dispatcher;
  private final Outbox outbox;
  private final AlertReader alerts;
  private final BodyReader bodies;
  private final SecureRandom random;

  public DeliveryRoutes(
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

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        OneWebhook.of(
                Endpoint.get(
                    OneWebhook.PATH + "/deliveries", "listDeliveries", Tag.WEBHOOKS, Scope.READ))
            .summary("The latest attempts to deliver, from the last one back")
            .details("They are kept in memory: at most 100, since the server started.")
            .query(Parameters.LIMIT)
            .answers(200, "The latest of them.", Content.json(Deliveries.class))
            .handledBy(this::deliveries),
        OneWebhook.of(
                Endpoint.post(OneWebhook.PATH + "/test", "testWebhook", Tag.WEBHOOKS, Scope.ADMIN))
            .summary("Send a sample alert to a webhook, and see what it answers")
            .doneOnceByKey()
            .answers(200, "It was tried; delivered says with what luck.", Content.json(Tried.class))
            .handledBy(this::tryOut),
        OneWebhook.of(
                Endpoint.post(
                    OneWebhook.PATH + "/retry", "retryDeliveries", Tag.WEBHOOKS, Scope.ADMIN))
            .summary("Try now what waits to be tried again")
            .details("The attempts made so far still count.")
            .answers(200, "They are due.", Content.json(Hastened.class))
            .handledBy(this::hasten),
        OneWebhook.of(
                Endpoint.get(
                    OneWebhook.PATH + "/dead-letters", "listDeadLetters", Tag.WEBHOOKS, Scope.READ))
            .summary("What could not be delivered")
            .query(AFTER, Parameters.LIMIT)
            .answers(200, "The oldest of them.", Content.json(DeadLetters.class))
            .handledBy(this::deadLetters),
        OneWebhook.of(
                Endpoint.post(
                    OneWebhook.PATH + "/dead-letters/replay",
                    "replayDeadLetters",
                    Tag.WEBHOOKS,
                    Scope.ADMIN))
            .summary("Deliver dead letters again")
            .details("All of them, or those that a body names: all its parts must fit.")
            .mayTake(Content.asked(Replay.class))
            .answers(200, "They wait to be delivered.", Content.json(Replayed.class))
            .handledBy(this::replay));
  }

  private record Deliveries(List<Delivery> deliveries) {}

  private record Delivery(
      @Meaning("When it began.") Instant at,
      long ordinal,
      @Meaning("Its id; of the first, where several were sent together.") String alert,
      @Meaning("How many were sent together.") int alerts,
      @Meaning("From 1.") int attempt,
      @Meaning("delivered, failed, dead_letter (failed for the last time) or gone (410).")
          String result,
      @Meaning("What the receiver answered; null if it did not.") @Nullable Integer status,
      long ms,
      @Nullable String error,
      @Meaning("The beginning of what was sent, without a key; null if nothing could be.")
          @Nullable String body) {

    static Delivery of(DeliveryLog.Attempt attempt) {
      return new Delivery(
          attempt.at(),
          attempt.ordinal(),
          attempt.alert(),
          attempt.alerts(),
          attempt.number(),
          attempt.result().name().toLowerCase(Locale.ROOT),
          attempt.status() == 0 ? null : attempt.status(),
          attempt.millis(),
          attempt.error().isEmpty() ? null : attempt.error(),
          attempt.body().isEmpty() ? null : attempt.body());
    }
  }

  private record Tried(
      boolean delivered,
      @Meaning("What the receiver answered; null if it did not.") @Nullable Integer status,
      long ms,
      @Nullable String error,
      @Meaning("The beginning of what the receiver said.") String answer,
      @Meaning("The beginning of what it was sent, without a key.") String body) {}

  private record Hastened(long deliveries) {}

  private record DeadLetters(List<DeadLetter> deadLetters, long count) {}

  private record DeadLetter(
      @Meaning("Of the first, where several go together.") long ordinal,
      @Nullable String alert,
      @Meaning("How many go together.") int alerts,
      @Nullable String ruleset,
      @Nullable String rule,
      int attempts,
      String reason) {}

  private record Replay(
      @Meaning("Ids; none for all.") @Nullable List<@Nullable String> alerts,
      @Meaning("As rule or ruleset/rule; none for all.") @Nullable List<@Nullable String> rules) {}

  private record Replayed(long replayed) {}

  private void deliveries(Context ctx) {
    String id = OneWebhook.in(registry, ctx).id();
    int limit = Parameters.LIMIT.of(ctx).intValue();
    Json.answer(
        ctx,
        200,
        new Deliveries(dispatcher.attempts(id, limit).stream().map(Delivery::of).toList()));
  }

  private void tryOut(Context ctx) throws InterruptedException {
    Webhook webhook = OneWebhook.in(registry, ctx);
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    Trial trial = dispatcher.tryOut(webhook, "msg_test_" + HexFormat.of().formatHex(bytes));
    Json.answer(
        ctx,
        200,
        new Tried(
            trial.delivered(),
            trial.status() == 0 ? null : trial.status(),
            trial.millis(),
            trial.error().isEmpty() ? null : trial.error(),
            trial.answer(),
            trial.body()));
  }

  private void hasten(Context ctx) {
    String id = OneWebhook.in(registry, ctx).id();
    Json.answer(ctx, 200, new Hastened(dispatcher.hasten(id)));
  }

  private void deadLetters(Context ctx) {
    String id = OneWebhook.in(registry, ctx).id();
    int limit = Parameters.LIMIT.of(ctx).intValue();
    List<DeadLetter> page =
        outbox.deadLetters(id, AFTER.of(ctx), limit).stream().map(this::shown).toList();
    Json.answer(ctx, 200, new DeadLetters(page, outbox.deadLetterCount(id)));
  }

  private DeadLetter shown(Outbox.Entry entry) {
    Optional<Alert> alert = alert(entry);
    return new DeadLetter(
        entry.ordinal(),
        alert.map(Alert::id).orElse(null),
        1 + outbox.members(entry).size(),
        alert.map(Alert::ruleSet).orElse(null),
        alert.map(Alert::rule).orElse(null),
        entry.attempts(),
        entry.lastError());
  }

  private Optional<Alert> alert(Outbox.Entry entry) {
    return alerts.get(entry.ordinal()).map(stored -> stored.alert());
  }

  /** Those that are dead letters now; one that dies again meanwhile is not replayed again. */
  private void replay(Context ctx) {
    String id = OneWebhook.in(registry, ctx).id();
    Replay wanted;
    try (Body body = bodies.read(ctx)) {
      wanted = body.length() == 0 ? new Replay(null, null) : Json.read(body, Replay.class);
    }
    Set<String> ids = Set.copyOf(names("alerts", wanted.alerts()));
    AlertFilter filter =
        new AlertFilter(List.of(), names("rules", wanted.rules()), List.of(), null);
    boolean all = ids.isEmpty() && filter.equals(AlertFilter.ALL);
    long replayed = 0;
    long after = 0;
    List<Outbox.Entry> batch = outbox.deadLetters(id, after, BATCH);
    while (!batch.isEmpty()) {
      for (Outbox.Entry each : batch) {
        if (all
            || alert(each)
                .filter(alert -> ids.isEmpty() || ids.contains(alert.id()))
                .filter(filter::takes)
                .isPresent()) {
          outbox.replay(each);
          replayed++;
        }
      }
      after = batch.getLast().ordinal();
      batch = outbox.deadLetters(id, after, BATCH);
    }
    dispatcher.wake();
    Json.answer(ctx, 200, new Replayed(replayed));
  }

  private static List<String> names(String member, @Nullable List<@Nullable String> given) {
    if (given == null) {
      return List.of();
    }
    if (given.isEmpty() || given.size() > MOST_NAMED || given.contains(null)) {
      throw WebhookRequest.wrong(member, "must hold 1 to " + MOST_NAMED + " names");
    }
    return given.stream().map(Objects::requireNonNull).toList();
  }
}
