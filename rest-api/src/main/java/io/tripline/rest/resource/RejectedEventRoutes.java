package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.alert.Value;
import io.tripline.engine.port.RejectedLog;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Json;
import io.tripline.rest.security.PersonalData;
import io.tripline.rest.security.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of rejected events. */
public final class RejectedEventRoutes implements Resource {
  private final RejectedLog rejected;

  public RejectedEventRoutes(RejectedLog rejected) {
    this.rejected = rejected;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/rejected-events", "listRejectedEvents", Tag.EVENTS, Scope.READ)
            .summary("What was sent as an event and is none")
            .details("The latest first.")
            .query(LogPage.PARAMETERS)
            .query(PersonalData.PARAMETER)
            .answers(200, "A page of them.", Content.json(RejectedEventPage.class))
            .handledBy(this::list));
  }

  private record RejectedEventPage(
      List<RejectedEvent> rejectedEvents,
      @Meaning("Of all that are kept.") long count,
      @Meaning("For before of the next page; null at the end.") @Nullable Long next) {}

  private record RejectedEvent(
      long number,
      Instant arrivedAt,
      String source,
      String code,
      String reason,
      @Meaning("As it arrived, cut; masked, as nobody knows what of it is personal data.")
          String raw) {
    static RejectedEvent of(RejectedLog.Numbered numbered, boolean showPii) {
      RejectedLog.Rejected event = numbered.event();
      return new RejectedEvent(
          numbered.number(),
          Instant.ofEpochMilli(event.arrivedAt()),
          event.source(),
          event.code(),
          event.reason(),
          showPii ? new String(event.raw(), StandardCharsets.UTF_8) : Value.MASKED);
    }
  }

  private void list(Context ctx) {
    boolean showPii = PersonalData.isShown(ctx);
    LogPage<RejectedEvent> page =
        LogPage.of(
            ctx,
            rejected::latest,
            RejectedLog.Numbered::number,
            each -> RejectedEvent.of(each, showPii));
    Json.answer(ctx, 200, new RejectedEventPage(page.entries(), rejected.count(), page.next()));
  }
}
