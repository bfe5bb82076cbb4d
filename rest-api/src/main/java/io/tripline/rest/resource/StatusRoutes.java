package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.rest.decision.DecisionCounts;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Json;
import io.tripline.rest.security.Scope;
import io.tripline.state.StoreStats;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How far time has come, source by source, what waits for it, and what all of it takes. */
public final class StatusRoutes implements Resource {
  private final Engine engine;
  private final Supplier<StoreStats> store;
  private final DecisionCounts decisions;

  /**
   * @param store figures of the store that the engine runs on
   */
  public StatusRoutes(Engine engine, Supplier<StoreStats> store, DecisionCounts decisions) {
    this.engine = engine;
    this.store = store;
    this.decisions = decisions;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/status", "getStatus", Tag.SERVER, Scope.READ)
            .summary("How far time has come, what waits for it, and what all of it takes")
            .answers(200, "The status.", Content.json(Status.class))
            .handledBy(this::status));
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
      Keys keys,
      Checkpoints checkpoints,
      Journal journal,
      Decisions decisions) {}

  /**
   * @param states with something pending, each counted for each rule and window
   * @param bytes of memory
   * @param inStoreAlone whether there are keys that only the store has
   * @param memoryWaitMs how long workers waited for room since the start
   */
  private record Keys(long states, long bytes, boolean inStoreAlone, long memoryWaitMs) {
    static Keys of(EngineStats.KeyStats keys) {
      return new Keys(
          keys.states(), keys.bytes(), keys.partly(), millis(keys.memoryWaits().sumNanos()));
    }
  }

  /**
   * @param lastSequence −1 before the first
   * @param longestPauseMs of any worker, since the start
   */
  private record Checkpoints(
      long count,
      long lastSequence,
      long lastMs,
      long lastBytes,
      long bytes,
      double longestPauseMs) {
    static Checkpoints of(EngineStats.CheckpointStats checkpoints) {
      return new Checkpoints(
          checkpoints.count(),
          checkpoints.lastSequence(),
          checkpoints.lastMillis(),
          checkpoints.lastBytes(),
          checkpoints.bytes(),
          checkpoints.pauses().longestNanos() / 1_000 / 1_000.0);
    }
  }

  /**
   * @param firstSequence of the oldest entry kept, −1 if there is none
   * @param oldest when the oldest record kept was written
   * @param neededSequence of the first entry that the last checkpoint, rules or alerts need; −1
   *     before the first checkpoint
   * @param lacksNeeded whether some of that had to be cut
   */
  private record Journal(
      long firstSequence,
      long lastSequence,
      @Nullable Instant oldest,
      long bytes,
      long neededSequence,
      boolean lacksNeeded) {
    static Journal of(StoreStats store) {
      return new Journal(
          store.journalFirstSequence(),
          store.journalLastSequence(),
          store.journalOldestMillis() < 0
              ? null
              : Instant.ofEpochMilli(store.journalOldestMillis()),
          store.partBytes().getOrDefault("journal", 0L),
          store.journalNeededSequence(),
          store.journalLacksNeeded());
    }
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }

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
            Keys.of(stats.keys()),
            Checkpoints.of(stats.checkpoints()),
            Journal.of(store.get()),
            Decisions.of(stats.decisions(), decisions)));
  }
}
