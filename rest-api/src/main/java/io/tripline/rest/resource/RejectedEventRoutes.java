package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.engine.port.RejectedLog;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.QueryParameters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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
    QueryParameters parameters = new QueryParameters(ctx, Set.of("limit", "before"));
    int limit = (int) parameters.number("limit", 1, 1000, 100);
    long before = parameters.number("before", 1, Long.MAX_VALUE, Long.MAX_VALUE);
    List<RejectedLog.Numbered> found = rejected.latest(limit + 1, before);
    boolean more = found.size() > limit;
    List<Entry> page = found.stream().limit(limit).map(Entry::of).toList();
    Json.answer(
        ctx,
        200,
        new Listing(page, rejected.count(), more ? (Long) page.getLast().number() : null));
  }
}
