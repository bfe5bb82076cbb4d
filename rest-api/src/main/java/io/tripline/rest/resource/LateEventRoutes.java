package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.dsl.ir.EventType;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.Schema;
import io.tripline.engine.explain.Pii;
import io.tripline.engine.port.LateLog;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Json;
import io.tripline.rest.security.PersonalData;
import io.tripline.rest.security.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The log of events that came too late, and were diverted. */
public final class LateEventRoutes implements Resource {
  private final LateLog late;
  private final Supplier<Schema> schema;

  /**
   * @param schema in force: an event of a type that it does not have is masked as a whole
   */
  public LateEventRoutes(LateLog late, Supplier<Schema> schema) {
    this.late = late;
    this.schema = schema;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/events/late", "listLateEvents", Tag.EVENTS, Scope.READ)
            .summary("Events that came too late, and were diverted")
            .details("The latest first.")
            .query(LogPage.PARAMETERS)
            .query(PersonalData.PARAMETER)
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
      @Meaning("The record as it arrived; masked where its type has fields marked @pii.")
          String raw) {
    static LateEvent of(LateLog.Numbered numbered, boolean showId, boolean showRaw) {
      LateLog.Late event = numbered.event();
      return new LateEvent(
          numbered.number(),
          event.event(),
          event.type(),
          showId ? event.id() : Value.MASKED,
          Instant.ofEpochMilli(event.time()),
          Duration.ofMillis(event.clock() - event.time()).toString(),
          event.source(),
          showRaw ? new String(event.raw(), StandardCharsets.UTF_8) : Value.MASKED);
    }
  }

  private void list(Context ctx) {
    LogPage<LateEvent> page =
        LogPage.of(
            ctx,
            late::latest,
            LateLog.Numbered::number,
            each -> shown(each, PersonalData.isShown(ctx)));
    Json.answer(ctx, 200, new LateEventPage(page.entries(), late.count(), page.next()));
  }

  private LateEvent shown(LateLog.Numbered event, boolean showPii) {
    EventType type =
        schema.get().find(event.event().type()).map(layout -> layout.type()).orElse(null);
    return LateEvent.of(
        event,
        showPii || type != null && !Pii.hasPersonalId(type),
        showPii || type != null && !Pii.isIn(type));
  }
}
