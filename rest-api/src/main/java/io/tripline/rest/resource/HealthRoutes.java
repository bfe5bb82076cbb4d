package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineHealth;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Json;
import io.tripline.rest.security.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the engine runs. */
public final class HealthRoutes implements Resource {
  private final Engine engine;

  public HealthRoutes(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/health", "getHealth", Tag.SERVER, Scope.NONE)
            .summary("Whether the engine runs")
            .answers(200, "It runs.", Content.json(Health.class))
            .answers(503, "It has stopped on an error.", Content.json(Health.class))
            .handledBy(this::health));
  }

  private record Health(
      @Meaning("up or failed.") String status,
      long events,
      long late,
      @Meaning("Of the last entry of the journal.") long sequence,
      @Meaning("Null before the first event.") @Nullable Instant watermark,
      long alerts,
      int rulesets,
      @Meaning("Why the engine has stopped, or null.") @Nullable String failure) {}

  private void health(Context ctx) {
    EngineHealth health = engine.health();
    boolean up = health.failure() == null;
    Json.answer(
        ctx,
        up ? 200 : 503,
        new Health(
            up ? "up" : "failed",
            health.events(),
            health.late(),
            health.lastSequence(),
            health.watermark() == Long.MIN_VALUE ? null : Instant.ofEpochMilli(health.watermark()),
            health.alerts(),
            engine.ruleSets().size(),
            health.failure()));
  }
}
