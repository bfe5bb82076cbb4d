package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.engine.port.RejectedLog;
import io.tripline.rest.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of rejected events. */
public final class RejectedEventRoutes {
  private final RejectedLog rejected;

  public RejectedEventRoutes(RejectedLog rejected) {
    this.rejected = rejected;
  }

  public void register(RoutesConfig routes) {
    routes.get("/v1/rejected-events", this::list);
  }

  /**
   * @param count of all rejected events kept
   * @param next for {@code before} of the next page, or null at the end
   */
  private record Listing(List<Entry> rejectedEvents, long count, @Nullable Long next) {}

  /**
   * @param raw as it arrived, cut; bytes that are no UTF-8 are shown as U+FFFD
   */
  private record Entry(
      long number, Instant arrivedAt, String source, String code, String reason, String raw) {
    static Entry of(RejectedLog.Numbered numbered) {
      RejectedLog.Rejected event = numbered.event();
      return new Entry(
          numbered.number(),
          Instant.ofEpochMilli(event.arrivedAt()),
          event.source(),
          event.code(),
          event.reason(),
          new String(event.raw(), StandardCharsets.UTF_8));
    }
  }

  private void list(Context ctx) {
    LogPage<Entry> page =
        LogPage.of(ctx, rejected::latest, RejectedLog.Numbered::number, Entry::of);
    Json.answer(ctx, 200, new Listing(page.entries(), rejected.count(), page.next()));
  }
}
