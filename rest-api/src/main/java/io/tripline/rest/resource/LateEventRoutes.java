package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.port.LateLog;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Json;
import io.tripline.rest.security.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of events that came too late, and were diverted. */
public final class LateEventRoutes implements Resource {
  private final LateLog late;

  public LateEventRoutes(LateLog late) {
    this.late = late;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/events/late", "listLateEvents", Tag.EVENTS, Scope.READ)
            .summary("Events that came too late, and were diverted")
            .details("The latest first.")
            .query(LogPage.PARAMETERS)
            .answers(200, "A page of them.", Content.json(LateEventPage.class))
            .handledBy(this::list));
  }

  private record LateEventPage(
      List<LateEvent> lateEvents,
      @Meaning("Of all that are kept.") long count,
      @Meaning("For before of the next page; null at the end.") @Nullable Long next) {}

  private record LateEvent(
      long number,
      @Meaning("Its place among all events.") long event,
      String type,
      String id,
      Instant time,
      @Meaning("How far behind the latest event it came, in ISO 8601.") String behind,
      int source,
      String raw) {
    static LateEvent of(LateLog.Numbered numbered) {
      LateLog.Late event = numbered.event();
      return new LateEvent(
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
    LogPage<LateEvent> page =
        LogPage.of(ctx, late::latest, LateLog.Numbered::number, LateEvent::of);
    Json.answer(ctx, 200, new LateEventPage(page.entries(), late.count(), page.next()));
  }
}
