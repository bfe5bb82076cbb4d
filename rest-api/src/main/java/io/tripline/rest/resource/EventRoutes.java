package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.BodyFormat;
import io.tripline.ingest.EventError;
import io.tripline.ingest.EventIntake;
import io.tripline.ingest.IntakeBusyException;
import io.tripline.ingest.IntakeResult;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
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
import io.tripline.rest.security.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes events, and answers when they are in the journal. */
public final class EventRoutes implements Resource {
  /** An event; what fields it has is up to the rules' declarations. */
  static final Schema EVENT =
      Schema.object("Event")
          .maybe("type", Schema.text(), "May be missing where only one type is declared.")
          .withOthers(Schema.any())
          .end();

  /** The source name of rejected events. */
  private static final String HTTP = "http";

  private static final Parameter<String> SOURCE =
      Parameter.text("source", "Who sends them; time is followed source by source.");

  private static final Schema BODY =
      Schema.oneOf(EVENT, Schema.list(EVENT)).meaning("One event, or several.");

  private final SourceNames sources;
  private final EventIntake intake;
  private final BodyReader bodies;
  private final EventCounter counter;

  /** Is told what became of each body. */
  @FunctionalInterface
  public interface EventCounter {
    void taken(IntakeResult result);
  }

  public EventRoutes(Engine engine, EventIntake intake, BodyReader bodies, EventCounter counter) {
    this.sources = new SourceNames(engine);
    this.intake = intake;
    this.bodies = bodies;
    this.counter = counter;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/events", "sendEvents", Tag.EVENTS, Scope.INGEST)
            .summary("Send events")
            .details(
                "They are answered when they are in the journal. An event that is wrong is told"
                    + " with its place in the body and its reason; the others are taken.")
            .query(SOURCE)
            .takes(Content.json(BODY), Content.lines())
            .answers(200, "What was taken, and what was not.", Content.json(Taken.class))
            .problems(ProblemType.LIMIT_REACHED, ProblemType.ENGINE_FAILED)
            .handledBy(this::take));
  }

  private record Taken(int accepted, int rejected, List<EventProblem> errors) {}

  private record EventProblem(int index, String code, String reason) {
    static EventProblem of(EventError error) {
      return new EventProblem(error.index(), error.code(), error.reason());
    }
  }

  private void take(Context ctx) throws InterruptedException {
    String name = SOURCE.find(ctx);
    BodyFormat declared = declaredFormat(ctx.header("Content-Type"));
    IntakeResult result;
    try (Body body = bodies.read(ctx)) {
      BodyFormat format =
          declared != null ? declared : FormatDetection.detect(body.bytes(), body.length());
      int source = sources.number(name);
      result = intake.accept(body.bytes(), body.length(), format, source, HTTP);
    } catch (IntakeBusyException e) {
      throw Problem.of(
              ProblemType.BUSY,
              "The engine has no room at present; nothing of this body was taken. Send it again.")
          .withHeader("Retry-After", "1")
          .exception();
    }
    counter.taken(result);
    Json.answer(
        ctx,
        200,
        new Taken(
            result.accepted(),
            result.errors().size(),
            result.errors().stream().map(EventProblem::of).toList()));
  }

  private static @Nullable BodyFormat declaredFormat(@Nullable String contentType) {
    if (!MediaTypes.isUtf8(contentType)) {
      throw unsupported("JSON is taken in UTF-8 only.");
    }
    return switch (MediaTypes.essence(contentType)) {
      case "" -> null;
      case "application/json" -> BodyFormat.JSON;
      case "application/x-ndjson", "application/ndjson", "application/jsonl" -> BodyFormat.NDJSON;
      default ->
          throw unsupported(
              "Events come as application/json or application/x-ndjson; say so in Content-Type.");
    };
  }

  private static RuntimeException unsupported(String why) {
    return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, why)
        .withHeader("Accept", "application/json, application/x-ndjson")
        .exception();
  }
}
