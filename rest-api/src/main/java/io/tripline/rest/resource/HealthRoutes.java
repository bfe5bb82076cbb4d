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
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the engine runs, and whether requests should be sent here. Nothing is listened to before
 * a start has recovered what there was, so whoever gets an answer need not ask for that.
 */
public final class HealthRoutes implements Resource {
  private final Engine engine;
  private final Supplier<@Nullable String> unwritable;
  private final Supplier<@Nullable String> unknowable;
  private final BooleanSupplier stopping;

  /**
   * @param unwritable why the journal cannot be gone on with, or null
   * @param unknowable why no caller can be known now, or null
   * @param stopping whether the server has begun to stop
   */
  public HealthRoutes(
      Engine engine,
      Supplier<@Nullable String> unwritable,
      Supplier<@Nullable String> unknowable,
      BooleanSupplier stopping) {
    this.engine = engine;
    this.unwritable = unwritable;
    this.unknowable = unknowable;
    this.stopping = stopping;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/health", "getHealth", Tag.SERVER, Scope.NONE)
            .summary("Whether the engine runs")
            .answers(200, "It runs.", Content.json(Health.class))
            .answers(503, "It has stopped on an error.", Content.json(Health.class))
            .handledBy(this::health),
        Endpoint.get("/health/live", "getLiveness", Tag.SERVER, Scope.NONE)
            .summary("Whether the process should go on")
            .details("503 only where nothing but a new start helps.")
            .answers(200, "It should.", Content.json(Liveness.class))
            .answers(503, "The engine has stopped on an error.", Content.json(Liveness.class))
            .handledBy(this::live),
        Endpoint.get("/health/ready", "getReadiness", Tag.SERVER, Scope.NONE)
            .summary("Whether requests should be sent here")
            .answers(200, "They should.", Content.json(Readiness.class))
            .answers(503, "Not now.", Content.json(Readiness.class))
            .handledBy(this::ready));
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

  private record Liveness(
      @Meaning("live or failed.") String status,
      @Meaning("Why the engine has stopped, or null.") @Nullable String failure) {}

  record Readiness(
      @Meaning("ready or not-ready.") String status,
      @Meaning("Why it is not; a sentence each.") List<String> reasons) {}

  private void live(Context ctx) {
    String failure = engine.health().failure();
    Json.answer(
        ctx,
        failure == null ? 200 : 503,
        new Liveness(failure == null ? "live" : "failed", failure));
  }

  private void ready(Context ctx) {
    Readiness readiness =
        readiness(
            stopping.getAsBoolean(), engine.health().failure(), unwritable.get(), unknowable.get());
    Json.answer(ctx, readiness.reasons().isEmpty() ? 200 : 503, readiness);
  }

  static Readiness readiness(
      boolean stopping,
      @Nullable String failure,
      @Nullable String unwritable,
      @Nullable String unknowable) {
    List<String> reasons = new ArrayList<>();
    if (stopping) {
      reasons.add("The server is stopping.");
    }
    if (failure != null) {
      reasons.add("The engine has stopped on an error: " + failure);
    }
    if (unwritable != null) {
      reasons.add(unwritable);
    }
    if (unknowable != null) {
      reasons.add(unknowable);
    }
    return new Readiness(reasons.isEmpty() ? "ready" : "not-ready", reasons);
  }

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
