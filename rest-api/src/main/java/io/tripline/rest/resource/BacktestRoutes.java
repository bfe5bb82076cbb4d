package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.pipeline.Backtest;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.Engine.RunningRuleSet;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import io.tripline.rest.backtest.BacktestFigures;
import io.tripline.rest.backtest.BacktestJob;
import io.tripline.rest.backtest.BacktestRequest;
import io.tripline.rest.backtest.BacktestRequest.Source;
import io.tripline.rest.backtest.Backtests;
import io.tripline.rest.backtest.Backtests.NotWaitingException;
import io.tripline.rest.backtest.Backtests.TooManyException;
import io.tripline.rest.backtest.UploadedFile.NotKeptException;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.http.UploadReader;
import io.tripline.rest.json.AlertSchemas;
import io.tripline.rest.security.PersonalData;
import io.tripline.rest.security.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backtests: rules over the past, as jobs. */
public final class BacktestRoutes implements Resource {
  private static final Logger LOG = LoggerFactory.getLogger(BacktestRoutes.class);

  private static final String ALL = "/v1/backtests";
  private static final String ONE = ALL + "/{id}";

  private static final Parameter<String> RULE_SET =
      Parameter.text(
          "rule_set", "Whose name the rules have. Without a body, its text is taken as it runs.");
  private static final Parameter<String> EVENTS =
      Parameter.oneOf(
          "events",
          "Those that the journal still has, or a file, which is uploaded next.",
          "journal",
          "upload");
  private static final Parameter<String> CONTENTS =
      Parameter.oneOf(
          "contents",
          "What lists and tables hold: what they held then, or what they hold now. With events that"
              + " are uploaded, only the latter.",
          "then",
          "now");
  private static final Parameter<Long> FROM =
      Parameter.time("from", "Alerts of an earlier event time are not told.");
  private static final Parameter<Long> TO =
      Parameter.time("to", "Nor are alerts of this event time and later.");
  private static final Parameter<Long> AFTER =
      Parameter.number("after", 0, Long.MAX_VALUE, "The next of the page before.").usually(0L);

  private final Engine engine;
  private final Backtests backtests;
  private final BodyReader bodies;
  private final UploadReader uploads;

  /**
   * @param uploads of events
   */
  public BacktestRoutes(
      Engine engine, Backtests backtests, BodyReader bodies, UploadReader uploads) {
    this.engine = engine;
    this.backtests = backtests;
    this.bodies = bodies;
    this.uploads = uploads;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post(ALL, "createBacktest", Tag.BACKTESTS, Scope.AUTHOR)
            .summary("Run rules over the past, beside what runs")
            .details(
                "Nothing of the server changes by it, and events that come go first. One backtest"
                    + " runs at a time, the others wait.")
            .query(RULE_SET, EVENTS, CONTENTS, FROM, TO)
            .mayTake(Content.text())
            .doneOnceByKey()
            .answers(202, "It is under way.", Map.of("Location", "Where it is."), content())
            .problems(
                ProblemType.NOT_FOUND,
                ProblemType.INVALID_RULES,
                ProblemType.LIMIT_REACHED,
                ProblemType.DISK_FULL,
                ProblemType.ENGINE_FAILED)
            .handledBy(this::create),
        Endpoint.put(ONE + "/events", "uploadBacktestEvents", Tag.BACKTESTS, Scope.AUTHOR)
            .summary("Give a backtest its events")
            .details("In the order in which they are to come; only for a backtest that waits.")
            .path("id", Schema.text())
            .takes(Content.lines(), Content.csv())
            .answers(202, "It is under way.", content())
            .problems(ProblemType.NOT_FOUND, ProblemType.NOT_WAITING, ProblemType.DISK_FULL)
            .handledBy(this::upload),
        Endpoint.get(ALL, "listBacktests", Tag.BACKTESTS, Scope.READ)
            .summary("All backtests")
            .answers(200, "The oldest first.", Content.json(BacktestListing.class))
            .handledBy(ctx -> Json.answer(ctx, 200, listing())),
        Endpoint.get(ONE, "getBacktest", Tag.BACKTESTS, Scope.READ)
            .summary("How far a backtest is, and what it has found")
            .path("id", Schema.text())
            .answers(200, "As of now.", content())
            .problems(ProblemType.NOT_FOUND)
            .handledBy(ctx -> Json.answer(ctx, 200, BacktestForm.of(job(ctx)))),
        Endpoint.get(ONE + "/alerts", "listBacktestAlerts", Tag.BACKTESTS, Scope.READ)
            .summary("Alerts that a backtest has found, page by page")
            .path("id", Schema.text())
            .query(AFTER, Parameters.LIMIT, PersonalData.PARAMETER)
            .answers(200, "A page of them.", Content.json(AlertSchemas.PAGE))
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::alerts),
        Endpoint.delete(ONE, "deleteBacktest", Tag.BACKTESTS, Scope.AUTHOR)
            .summary("End a backtest, and forget it")
            .path("id", Schema.text())
            .answers(204, "It is gone.")
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::delete));
  }

  private static Content content() {
    return Content.json(BacktestForm.class);
  }

  private record BacktestListing(List<BacktestForm> backtests) {}

  /** A backtest as people see it. */
  private record BacktestForm(
      String id,
      String ruleSet,
      @Meaning("Of the rule set; that it would be where the rules do not run.") int version,
      @Meaning(
              "waiting (for its events), uploading, queued, running, completed, failed or"
                  + " cancelled.")
          String state,
      @Meaning("journal or upload.") String events,
      @Meaning("then or now.") String contents,
      @Nullable Instant from,
      @Nullable Instant to,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Meaning("0 to 1.") double progress,
      @Meaning("That came so far, those included that no rule takes.") long eventsRead,
      @Meaning("Of the journal that do not fit the rules' declarations.") long eventsUnreadable,
      @Meaning("Lines of the upload that are no events, by reason.") List<RejectedLines> rejected,
      @Meaning("Null if the journal was read from the first event that ever came.")
          @Nullable Instant since,
      @Meaning("Whether nothing was missing that came before.") boolean complete,
      @Meaning("What lists and tables began with, where they are as they are now.")
          List<FilledContents> filled,
      @Meaning("Bytes of memory that the rules take for what they remember.") long stateBytes,
      @Meaning("In the time that was asked for.") long alerts,
      @Meaning("Of these, to be read page by page.") long alertsKept,
      List<BacktestRule> rules,
      @Meaning("Why it has failed.") @Nullable String failure) {
    static BacktestForm of(BacktestJob job) {
      BacktestRequest request = job.request();
      BacktestFigures figures = job.figures();
      return new BacktestForm(
          job.id(),
          request.name(),
          request.version(),
          text(job.state()),
          text(request.source()),
          request.contentsAsNow() ? "now" : "then",
          request.from() == Long.MIN_VALUE ? null : Instant.ofEpochMilli(request.from()),
          request.to() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(request.to()),
          Instant.ofEpochMilli(job.createdAt()),
          instant(job.startedAt()),
          instant(job.endedAt()),
          figures.progress(),
          figures.events(),
          figures.unreadable(),
          RejectedLines.all(figures),
          figures.since().isPresent() ? Instant.ofEpochMilli(figures.since().getAsLong()) : null,
          figures.complete(),
          figures.filled().stream().map(FilledContents::of).toList(),
          figures.stateBytes(),
          figures.alerts().values().stream().mapToLong(each -> each).sum(),
          figures.alertsKept(),
          BacktestRule.all(request.ruleSet(), figures),
          job.failure());
    }

    private static @Nullable Instant instant(long millis) {
      return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    private static String text(Enum<?> word) {
      return word.name().toLowerCase(Locale.ROOT);
    }
  }

  /** Lines of an upload that are no events. */
  private record RejectedLines(
      String code, long count, @Meaning("Number of the first one.") long line, String reason) {
    static List<RejectedLines> all(BacktestFigures figures) {
      List<RejectedLines> all = new ArrayList<>();
      figures
          .rejected()
          .forEach(
              (code, each) ->
                  all.add(
                      new RejectedLines(code, each.count(), each.firstLine(), each.firstReason())));
      return all;
    }
  }

  /** A list or a table. */
  private record FilledContents(
      String name,
      @Meaning("Null if no running rule set declares it like this: it was empty.")
          @Nullable Integer entries) {
    static FilledContents of(Backtest.Filled filled) {
      return new FilledContents(filled.name(), filled.entries() < 0 ? null : filled.entries());
    }
  }

  /** What a rule has found. */
  private record BacktestRule(
      String rule,
      @Meaning("In the time that was asked for; null of one that raises none.")
          @Nullable Long alerts,
      @Meaning("Found in all the past; null before the end, as are the following.")
          @Nullable Long matches,
      @Meaning("Held back by once per.") @Nullable Long suppressed,
      @Nullable Long partialMatches,
      @Nullable Long partialMatchesDropped,
      @Nullable Long evaluationErrors) {
    static List<BacktestRule> all(RuleSet ruleSet, BacktestFigures figures) {
      return ruleSet.rules().stream()
          .map(
              rule -> {
                RuleStats stats =
                    figures.rules().stream()
                        .filter(each -> each.rule().equals(rule.name()))
                        .findFirst()
                        .orElse(null);
                Long alerts =
                    rule.alert() == null ? null : figures.alerts().getOrDefault(rule.name(), 0L);
                return stats == null
                    ? new BacktestRule(rule.name(), alerts, null, null, null, null, null)
                    : new BacktestRule(
                        rule.name(),
                        alerts,
                        stats.matches(),
                        stats.suppressed(),
                        stats.runs(),
                        stats.runsDropped(),
                        stats.evaluationErrors());
              })
          .toList();
    }
  }

  private void create(Context ctx) {
    Source source = EVENTS.of(ctx).equals("upload") ? Source.UPLOAD : Source.JOURNAL;
    String asked = CONTENTS.find(ctx);
    if (source == Source.UPLOAD && "then".equals(asked)) {
      throw Problem.of(
              ProblemType.BAD_REQUEST,
              "With events that are uploaded, lists and tables can only be as they are now:"
                  + " contents=now.")
          .with("parameter", CONTENTS.name())
          .exception();
    }
    String text;
    try (Body body = bodies.read(ctx)) {
      text = body.text();
    }
    String name = RULE_SET.find(ctx);
    RunningRuleSet running = name == null ? null : running(name);
    if (text.isBlank() && running == null) {
      throw name == null
          ? Problem.of(
                  ProblemType.BAD_REQUEST,
                  "Say which rules: by their text as the body, or by rule_set which of those that"
                      + " run.")
              .exception()
          : RuleSetRoutes.noRuleSet(name);
    }
    String called = name == null ? "backtest" : RuleSetRoutes.checked(name);
    BacktestRequest request =
        new BacktestRequest(
            called,
            version(running, text),
            running != null && text.isBlank()
                ? running.ruleSet()
                : RuleTexts.compile(called, text).ruleSet(),
            source,
            source == Source.UPLOAD || "now".equals(asked),
            FROM.or(ctx, Long.MIN_VALUE),
            TO.or(ctx, Long.MAX_VALUE));
    try {
      BacktestJob job = backtests.add(request);
      ctx.header("Location", ALL + "/" + job.id());
      Json.answer(ctx, 202, BacktestForm.of(job));
    } catch (TooManyException e) {
      throw Problem.of(ProblemType.LIMIT_REACHED, String.valueOf(e.getMessage())).exception();
    } catch (IOException e) {
      LOG.warn("No backtest can be made: {}", e.toString());
      throw Problem.of(ProblemType.DISK_FULL, "Nothing can be written for a backtest.").exception();
    }
  }

  /** The version that runs, or that the text would be. */
  private static int version(@Nullable RunningRuleSet running, String text) {
    if (running == null) {
      return 1;
    }
    boolean same = text.isBlank() || text.equals(running.text());
    return running.version() + (same ? 0 : 1);
  }

  private @Nullable RunningRuleSet running(String name) {
    return engine.ruleSets().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private void upload(Context ctx) {
    BacktestJob job = job(ctx);
    String suffix =
        switch (MediaTypes.essence(ctx.header("Content-Type"))) {
          case "text/csv" -> ".csv";
          case "application/x-ndjson", "application/ndjson", "application/jsonl" -> ".jsonl";
          default ->
              throw Problem.of(
                      ProblemType.UNSUPPORTED_MEDIA_TYPE,
                      "Events of a backtest come as application/x-ndjson or text/csv; say so in"
                          + " Content-Type.")
                  .exception();
        };
    try (UploadReader.Upload upload = uploads.open(ctx)) {
      backtests.upload(job, upload.stream(), suffix);
    } catch (NotWaitingException e) {
      throw Problem.of(ProblemType.NOT_WAITING, String.valueOf(e.getMessage())).exception();
    } catch (NotKeptException e) {
      LOG.warn("Events of a backtest cannot be kept: {}", String.valueOf(e.getCause()));
      throw Problem.of(
              ProblemType.DISK_FULL, "The events could not be kept; nothing of them was taken.")
          .exception();
    } catch (IOException e) {
      LOG.warn("Events of a backtest were not taken: {}", e.toString());
      throw Problem.of(
              ProblemType.BAD_REQUEST,
              "The body could not be read to its end; nothing of it was taken.")
          .exception();
    }
    Json.answer(ctx, 202, BacktestForm.of(job));
  }

  private BacktestListing listing() {
    return new BacktestListing(backtests.all().stream().map(BacktestForm::of).toList());
  }

  private void alerts(Context ctx) {
    BacktestJob job = job(ctx);
    long after = AFTER.of(ctx);
    int limit = Parameters.LIMIT.of(ctx).intValue();
    List<String> found;
    try {
      found = job.alerts().read(after, limit, !PersonalData.isShown(ctx));
    } catch (IOException e) {
      throw none(job.id()); // it was deleted meanwhile
    }
    long next = after + found.size();
    boolean more = next < job.alerts().count();
    String json =
        "{\"alerts\":[" + String.join(",", found) + "],\"next\":" + (more ? next : "null") + "}";
    ctx.contentType(Json.CONTENT_TYPE).result(json.getBytes(StandardCharsets.UTF_8));
  }

  private void delete(Context ctx) throws InterruptedException {
    backtests.delete(job(ctx));
    ctx.status(204);
  }

  private BacktestJob job(Context ctx) {
    String id = ctx.pathParam("id");
    return backtests.find(id).orElseThrow(() -> none(id));
  }

  private static RuntimeException none(String id) {
    return Problem.of(ProblemType.NOT_FOUND, "There is no backtest " + id + ".").exception();
  }
}
