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
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.json.KeyForm;
import io.tripline.rest.security.Caller;
import io.tripline.rest.security.NewKey;
import io.tripline.rest.security.Scope;
import io.tripline.state.ApiKey;
import io.tripline.state.ApiKeys;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** API keys: made, listed, revoked. */
public final class KeyRoutes implements Resource {
  private static final String ALL = "/v1/keys";
  private static final String ONE = "/v1/keys/{id}";

  private final ApiKeys keys;
  private final BodyReader bodies;
  private final SecureRandom random;
  private final InstantSource clock;

  public KeyRoutes(ApiKeys keys, BodyReader bodies, SecureRandom random, InstantSource clock) {
    this.keys = keys;
    this.bodies = bodies;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post(ALL, "createKey", Tag.SECURITY, Scope.ADMIN)
            .summary("Make an API key")
            .takes(Content.asked(KeyRequest.class))
            .tellsBody()
            .answers(
                201,
                "It is good from now on. Only this answer holds the key.",
                Map.of("Location", "Where it is told of."),
                Content.json(KeyCreated.class))
            .problems(ProblemType.LIMIT_REACHED)
            .handledBy(this::create),
        Endpoint.get(ALL, "listKeys", Tag.SECURITY, Scope.ADMIN)
            .summary("All API keys, revoked ones among them")
            .answers(200, "All of them, the first of them first.", Content.json(KeyListing.class))
            .handledBy(this::list),
        Endpoint.get(ONE, "getKey", Tag.SECURITY, Scope.ADMIN)
            .summary("What is known of an API key")
            .path("id", Schema.text())
            .answers(200, "The key, without its secret.", Content.json(KeyForm.class))
            .problems(ProblemType.NOT_FOUND)
            .handledBy(ctx -> Json.answer(ctx, 200, KeyForm.of(key(ctx.pathParam("id"))))),
        Endpoint.delete(ONE, "revokeKey", Tag.SECURITY, Scope.ADMIN)
            .summary("Revoke an API key")
            .details("From now on and for ever; the list still tells of it.")
            .path("id", Schema.text())
            .answers(200, "It is not good any more.", Content.json(KeyForm.class))
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::revoke));
  }

  private record KeyListing(List<KeyForm> keys) {}

  /** The only answer that holds the key. */
  private record KeyCreated(
      String id,
      String name,
      List<String> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Meaning("Shown once: it is stored nowhere.") String key) {}

  private void create(Context ctx) {
    KeyRequest request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, KeyRequest.class);
    }
    long now = clock.millis();
    NewKey.Added added =
        request
            .checked(now)
            .addTo(keys, random, now, Caller.of(ctx).id())
            .orElseThrow(
                () ->
                    Problem.of(
                            ProblemType.LIMIT_REACHED,
                            "There are as many keys as there may be (%d); revoke one first."
                                .formatted(ApiKeys.MOST))
                        .exception());
    ApiKey key = added.key();
    ctx.header("Location", ALL + "/" + key.id());
    ctx.header("Cache-Control", "no-store");
    Json.answer(
        ctx,
        201,
        new KeyCreated(
            key.id(),
            key.name(),
            key.scopes(),
            Instant.ofEpochMilli(now),
            KeyForm.time(key.expiresAt()),
            added.text()));
  }

  private void list(Context ctx) {
    Json.answer(ctx, 200, new KeyListing(keys.list().stream().map(KeyForm::of).toList()));
  }

  private ApiKey key(String id) {
    ApiKey key = keys.find(id);
    if (key == null) {
      throw none(id);
    }
    return key;
  }

  private void revoke(Context ctx) {
    String id = ctx.pathParam("id");
    ApiKey key = keys.revoke(id, clock.millis());
    if (key == null) {
      throw none(id);
    }
    Json.answer(ctx, 200, KeyForm.of(key));
  }

  private static ProblemException none(String id) {
    return Problem.of(ProblemType.NOT_FOUND, "There is no key " + id + ".").exception();
  }
}
