package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineHealth;
import io.tripline.rest.http.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether the engine runs. */
public final class HealthRoutes {
  private final Engine engine;

  public HealthRoutes(Engine engine) {
    this.engine = engine;
  }

  public void register(RoutesConfig routes) {
    routes.get("/health", this::health);
  }

  /**
   * @param status {@code up} or {@code failed}
   * @param watermark null before the first event
   * @param failure why the engine has stopped, or null
   */
  private record Health(
      String status,
      long events,
      long late,
      long sequence,
      @Nullable Instant watermark,
      long alerts,
      int rulesets,
      @Nullable String failure) {}

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
