package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.engine.port.LateLog;
import io.tripline.rest.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of events that came too late, and were diverted. */
public final class LateEventRoutes {
  private final LateLog late;

  public LateEventRoutes(LateLog late) {
    this.late = late;
  }

  public void register(RoutesConfig routes) {
    routes.get("/v1/events/late", this::list);
  }

  /**
   * @param count of all late events kept
   * @param next for {@code before} of the next page, or null at the end
   */
  private record Listing(List<Entry> lateEvents, long count, @Nullable Long next) {}

  /**
   * @param event its place among all events
   * @param behind how far it was behind the latest event when it came
   */
  private record Entry(
      long number,
      long event,
      String type,
      String id,
      Instant time,
      String behind,
      int source,
      String raw) {
    static Entry of(LateLog.Numbered numbered) {
      LateLog.Late event = numbered.event();
      return new Entry(
          numbered.number(),
          event.event(),
          event.type(),
          event.id(),
          Instant.ofEpochMilli(event.time()),
          Duration.ofMillis(event.clock() - event.time()).toString(),
          event.source(),
          new String(event.raw(), StandardCharsets.UTF_8));
    }
  }

  private void list(Context ctx) {
    LogPage<Entry> page = LogPage.of(ctx, late::latest, LateLog.Numbered::number, Entry::of);
    Json.answer(ctx, 200, new Listing(page.entries(), late.count(), page.next()));
  }
}
