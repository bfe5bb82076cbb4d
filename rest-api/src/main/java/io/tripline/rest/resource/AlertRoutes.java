package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.evidence.Evidence;
import io.tripline.engine.evidence.EvidenceReader;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.json.AlertJson;
import io.tripline.rest.json.AlertSchemas;
import io.tripline.rest.security.PersonalData;
import io.tripline.rest.security.Scope;
import io.tripline.state.AlertReader;
import io.tripline.state.StoredAlert;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Alerts, page by page. */
public final class AlertRoutes implements Resource {
  /** Says where the next page of lines starts, as {@code next} does in JSON. */
  static final String NEXT_HEADER = "Tripline-Next";

  private static final Parameter<Long> AFTER =
      Parameter.number("after", 0, Long.MAX_VALUE, "The next of the page before.");
  private static final Parameter<String> ORDER =
      Parameter.oneOf("order", "The oldest first, or the latest.", "asc", "desc");
  private static final Parameter<Long> EVIDENCE_AFTER =
      Parameter.number("after", 0, Integer.MAX_VALUE, "The next of the evidence's page before.")
          .usually(0L);

  /** A page of evidence is gathered in memory. */
  private static final int MAX_EVIDENCE_BYTES = 4 << 20;

  /** Gathering it can take a pass over much of the journal; the engine writes there. */
  private static final int AT_A_TIME = 2;

  private final AlertReader alerts;
  private final EvidenceReader evidence;
  private final int maxScanned;
  private final Semaphore gathering = new Semaphore(AT_A_TIME);

  /**
   * @param maxScanned the most alerts that one request looks at; a page may end early for it, and
   *     then says where to go on
   */
  public AlertRoutes(AlertReader alerts, EvidenceReader evidence, int maxScanned) {
    this.alerts = alerts;
    this.evidence = evidence;
    this.maxScanned = maxScanned;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/alerts", "listAlerts", Tag.ALERTS, Scope.READ)
            .summary("Alerts, page by page")
            .details(
                "A page may have fewer than it could, where many alerts had to be looked at: next"
                    + " alone says whether there are more.")
            .query(AlertFilter.PARAMETERS)
            .query(AFTER, Parameters.LIMIT, ORDER, PersonalData.PARAMETER)
            .answers(
                200,
                "A page of alerts.",
                Map.of(NEXT_HEADER, "For after of the next page, where lines were asked for."),
                Content.json(AlertSchemas.PAGE),
                Content.lines())
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::list),
        Endpoint.get("/v1/alerts/{id}", "getAlert", Tag.ALERTS, Scope.READ)
            .summary("An alert with the evidence behind it")
            .path("id", Schema.text())
            .query(EVIDENCE_AFTER, Parameters.LIMIT, PersonalData.PARAMETER)
            .answers(200, "The alert.", Content.json(AlertSchemas.WITH_EVIDENCE))
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::get));
  }

  private void list(Context ctx) {
    AlertFilter filter = AlertFilter.of(ctx, alerts);
    int limit = Parameters.LIMIT.of(ctx).intValue();
    boolean descending = ORDER.of(ctx).equals("desc");
    long after = AFTER.or(ctx, descending ? Long.MAX_VALUE : 0);

    Page page = new Page(filter, limit, PersonalData.isShown(ctx));
    if (descending) {
      alerts.scanBack(after, page::take);
    } else {
      alerts.scan(after, page::take);
    }
    if (MediaTypes.prefers(ctx.header("Accept"), Json.LINES_CONTENT_TYPE, Json.CONTENT_TYPE)) {
      answerLines(ctx, page);
    } else {
      answerJson(ctx, page);
    }
  }

  /** Collects a page; looks one alert beyond it, to know whether there is more. */
  private final class Page {
    private final AlertFilter filter;
    private final int limit;
    private final boolean showPii;
    private final List<StoredAlert> found = new ArrayList<>();
    private int scanned;
    private long last;
    private boolean more;

    Page(AlertFilter filter, int limit, boolean showPii) {
      this.filter = filter;
      this.showPii = showPii;
      this.limit = limit;
    }

    boolean take(StoredAlert alert) {
      if (found.size() == limit || scanned == maxScanned) {
        more = true;
        return false;
      }
      scanned++;
      last = alert.alert().ordinal();
      if (filter.test(alert)) {
        found.add(showPii ? alert : alert.masked());
      }
      return true;
    }

    /** The cursor of the next page as JSON. */
    String next() {
      return more ? Long.toString(last) : "null";
    }
  }

  private static void answerJson(Context ctx, Page page) {
    StringBuilder out = new StringBuilder("{\"alerts\":[");
    String comma = "";
    for (StoredAlert each : page.found) {
      out.append(comma).append(AlertJson.httpForm(each));
      comma = ",";
    }
    out.append("],\"next\":").append(page.next()).append('}');
    ctx.contentType(Json.CONTENT_TYPE).result(utf8(out));
  }

  private static void answerLines(Context ctx, Page page) {
    StringBuilder out = new StringBuilder();
    for (StoredAlert each : page.found) {
      AlertJson.append(each.alert(), out);
      out.append('\n');
    }
    if (page.more) {
      ctx.header(NEXT_HEADER, page.next());
    }
    ctx.contentType(Json.LINES_CONTENT_TYPE).result(utf8(out));
  }

  private void get(Context ctx) throws InterruptedException {
    int limit = Parameters.LIMIT.of(ctx).intValue();
    int after = EVIDENCE_AFTER.of(ctx).intValue();
    String id = ctx.pathParam("id");
    boolean showPii = PersonalData.isShown(ctx);
    StoredAlert alert = alert(id, alerts);
    Evidence behind = evidence(alert.alert(), after, limit, showPii);
    ctx.contentType(Json.CONTENT_TYPE)
        .result(utf8(AlertJson.withEvidence(showPii ? alert : alert.masked(), behind)));
  }

  /**
   * The alert with that id.
   *
   * @throws ProblemException 404 if there is none
   */
  static StoredAlert alert(String id, AlertReader alerts) {
    return alerts
        .find(id)
        .orElseThrow(
            () -> Problem.of(ProblemType.NOT_FOUND, "There is no alert " + id + ".").exception());
  }

  private Evidence evidence(Alert alert, int from, int limit, boolean showPii)
      throws InterruptedException {
    gathering.acquire();
    try {
      return evidence.of(alert, from, new EvidenceReader.Limit(limit, MAX_EVIDENCE_BYTES), showPii);
    } finally {
      gathering.release();
    }
  }

  private static byte[] utf8(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
