package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Json;
import io.tripline.rest.security.Scope;
import io.tripline.state.AuditLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people have done, to read. */
public final class AuditRoutes implements Resource {
  private final AuditLog log;

  public AuditRoutes(AuditLog log) {
    this.log = log;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/audit", "listAuditEntries", Tag.SECURITY, Scope.ADMIN)
            .summary("What people have done, or tried to")
            .details("The latest first.")
            .query(LogPage.PARAMETERS)
            .answers(200, "A page of entries.", Content.json(AuditPage.class))
            .handledBy(this::list));
  }

  private record AuditPage(
      List<AuditItem> entries,
      @Meaning("How many there are.") long count,
      @Meaning("Of the last entry; kept elsewhere, it shows later whether the log was changed.")
          String hash,
      @Meaning("For before of the next page; null at the end.") @Nullable Long next) {}

  private record AuditItem(
      long number,
      Instant at,
      @Meaning("key: and a key's id, command-line: and a user's name, or local.") String by,
      @Meaning("The address that it was asked from; empty for this machine's console.") String from,
      @Meaning("As in this document.") String action,
      String target,
      @Meaning("How it ended, as HTTP says it.") int status,
      @Meaning("What became different, by names.") Map<String, String> details,
      @Meaning("The hash of the entry before.") String previousHash,
      @Meaning("SHA-256 of the entry as it is stored, previous_hash included.") String hash) {
    static AuditItem of(AuditLog.Link link) {
      return new AuditItem(
          link.number(),
          Instant.ofEpochMilli(link.entry().at()),
          link.entry().by(),
          link.entry().from(),
          link.entry().action(),
          link.entry().target(),
          link.entry().status(),
          link.entry().details(),
          link.before(),
          link.hash());
    }
  }

  private void list(Context ctx) {
    AuditLog.Head head = log.head();
    LogPage<AuditItem> page = LogPage.of(ctx, log::latest, AuditLog.Link::number, AuditItem::of);
    Json.answer(ctx, 200, new AuditPage(page.entries(), head.entries(), head.hash(), page.next()));
  }
}
