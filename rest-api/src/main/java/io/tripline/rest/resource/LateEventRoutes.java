package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.engine.port.LateLog;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.QueryParameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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
    QueryParameters parameters = new QueryParameters(ctx, Set.of("limit", "before"));
    int limit = (int) parameters.number("limit", 1, 1000, 100);
    long before = parameters.number("before", 1, Long.MAX_VALUE, Long.MAX_VALUE);
    List<LateLog.Numbered> found = late.latest(limit + 1, before);
    boolean more = found.size() > limit;
    List<Entry> page = found.stream().limit(limit).map(Entry::of).toList();
    Json.answer(
        ctx, 200, new Listing(page, late.count(), more ? (Long) page.getLast().number() : null));
  }
}
