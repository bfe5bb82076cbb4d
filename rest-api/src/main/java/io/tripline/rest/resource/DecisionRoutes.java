package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.EventError;
import io.tripline.ingest.EventQuestions.Outcome;
import io.tripline.ingest.IntakeBusyException;
import io.tripline.ingest.json.JsonSpace;
import io.tripline.rest.decision.DecisionDesk;
import io.tripline.rest.decision.DecisionDesk.Decided;
import io.tripline.rest.decision.DecisionSettings;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.json.AlertSchemas;
import io.tripline.rest.json.DecisionJson;
import io.tripline.rest.security.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Takes an event, and answers with what the rules decide on it. */
public final class DecisionRoutes implements Resource {
  /** The source name of rejected events. */
  private static final String HTTP = "http";

  private static final Parameter<String> SOURCE =
      Parameter.text("source", "Who sends it; time is followed source by source.");

  private final SourceNames sources;
  private final DecisionDesk desk;
  private final Parameter<Long> deadline;
  private final BodyReader bodies;

  public DecisionRoutes(
      Engine engine, DecisionDesk desk, DecisionSettings settings, BodyReader bodies) {
    this.sources = new SourceNames(engine);
    this.desk = desk;
    long most = settings.deadline().toMillis();
    this.deadline =
        Parameter.number(
                "deadline_ms", 1, most, "Milliseconds until it is answered without a decision.")
            .usually(most);
    this.bodies = bodies;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/decisions", "decide", Tag.DECISIONS, Scope.INGEST)
            .summary("Send an event, and be told what the rules decide on it")
            .query(SOURCE, deadline)
            .takes(Content.json(EventRoutes.EVENT))
            .answers(200, "The decision.", Content.json(AlertSchemas.DECISION))
            .problems(
                ProblemType.EVENT_REJECTED,
                ProblemType.ID_REUSED,
                ProblemType.LIMIT_REACHED,
                ProblemType.ENGINE_FAILED)
            .handledBy(this::decide));
  }

  private void decide(Context ctx) throws InterruptedException {
    long startedAt = System.nanoTime();
    Duration patience = Duration.ofMillis(deadline.of(ctx));
    String name = SOURCE.find(ctx);
    checkType(ctx);
    Decided decided;
    try (Body body = bodies.read(ctx)) {
      int start = JsonSpace.skip(body.bytes(), 0, body.length());
      if (start < body.length() && body.bytes()[start] == '[') {
        throw Problem.of(ProblemType.BAD_REQUEST, "The body is one event, not an array of them.")
            .exception();
      }
      int source = sources.number(name);
      decided = desk.decide(body.bytes(), body.length(), source, HTTP, startedAt, patience);
    } catch (IntakeBusyException e) {
      throw Problem.of(
              ProblemType.BUSY,
              "The engine has no room at present; the event was not taken. Send it again.")
          .withHeader("Retry-After", "1")
          .exception();
    }
    switch (decided) {
      case Decided.Told(var reply) ->
          Json.answerAtOnce(ctx, DecisionJson.of(reply).getBytes(StandardCharsets.UTF_8));
      case Decided.Refused(var why) -> throw refused(why);
    }
  }

  private static ProblemException refused(Outcome why) {
    return switch (why) {
      case Outcome.Rejected(EventError error) ->
          Problem.of(ProblemType.EVENT_REJECTED, error.reason())
              .with("code", error.code())
              .exception();
      case Outcome.IdReused _ ->
          Problem.of(
                  ProblemType.ID_REUSED,
                  "Another event of this type with this id was asked about before. What was"
                      + " answered then is no answer to this one.")
              .exception();
      case Outcome.Answering _ -> throw new IllegalStateException("answered, and refused");
    };
  }

  private static void checkType(Context ctx) {
    String type = ctx.header("Content-Type");
    String essence = MediaTypes.essence(type);
    if (!essence.isEmpty() && !essence.equals("application/json") || !MediaTypes.isUtf8(type)) {
      throw Problem.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              "An event to decide on comes as application/json, in UTF-8.")
          .withHeader("Accept", "application/json")
          .exception();
    }
  }
}
