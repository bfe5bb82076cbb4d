package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.rest.decision.DecisionCounts;
import io.tripline.rest.http.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far time has come, source by source, and what waits for it. */
public final class StatusRoutes {
  private final Engine engine;
  private final DecisionCounts decisions;

  public StatusRoutes(Engine engine, DecisionCounts decisions) {
    this.engine = engine;
    this.decisions = decisions;
  }

  public void register(RoutesConfig routes) {
    routes.get("/v1/status", this::status);
  }

  /**
   * @param watermark what rules without lateness go by; null before the first event
   */
  private record Status(
      long events,
      @Nullable Instant watermark,
      long late,
      long diverted,
      long dropped,
      long duplicates,
      long held,
      long releasedEarly,
      List<Source> sources,
      List<Lane> lanes,
      List<Ids> ids,
      Decisions decisions) {}

  /**
   * @param decided on how many events rules have decided, asked for or not
   */
  private record Decisions(
      Decided decided,
      long answered,
      long undecided,
      long notMatched,
      long repeated,
      long timedOut,
      long late,
      long waiting) {
    static Decisions of(EngineStats.DecisionStats engine, DecisionCounts counts) {
      return new Decisions(
          new Decided(engine.approve(), engine.review(), engine.decline()),
          counts.answered(),
          counts.undecided(),
          counts.notMatched(),
          counts.repeated(),
          counts.timedOut(),
          counts.late(),
          engine.waiting());
    }
  }

  private record Decided(long approve, long review, long decline) {}

  private record Ids(String type, long remembered, long forgottenEarly) {
    static Ids of(EngineStats.IdStats ids) {
      return new Ids(ids.type(), ids.remembered(), ids.forgottenEarly());
    }
  }

  /**
   * @param watermark the greatest event time that it brought; null before the first event
   */
  private record Source(String name, @Nullable Instant watermark, boolean idle) {
    static Source of(EngineStats.SourceStats source) {
      return new Source(source.name(), instant(source.watermark()), source.idle());
    }
  }

  private record Lane(long latenessMs, @Nullable Instant watermark, long held) {
    static Lane of(EngineStats.LaneStats lane) {
      return new Lane(lane.latenessMillis(), instant(lane.watermark()), lane.held());
    }
  }

  private static @Nullable Instant instant(long time) {
    return time == Long.MIN_VALUE ? null : Instant.ofEpochMilli(time);
  }

  private void status(Context ctx) {
    EngineStats stats = engine.stats();
    EngineStats.TimeStats time = stats.time();
    Json.answer(
        ctx,
        200,
        new Status(
            stats.events(),
            instant(stats.watermark()),
            time.late(),
            time.diverted(),
            time.dropped(),
            time.duplicates(),
            time.held(),
            time.releasedEarly(),
            time.sources().stream().map(Source::of).toList(),
            time.lanes().stream().map(Lane::of).toList(),
            stats.ids().stream().map(Ids::of).toList(),
            Decisions.of(stats.decisions(), decisions)));
  }
}
