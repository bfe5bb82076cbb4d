package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.BodyFormat;
import io.tripline.ingest.EventError;
import io.tripline.ingest.EventIntake;
import io.tripline.ingest.IntakeBusyException;
import io.tripline.ingest.IntakeResult;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.http.QueryParameters;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes events, and answers when they are in the journal. */
public final class EventRoutes {
  /** The source name of rejected events. */
  private static final String SOURCE = "http";

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

  public void register(RoutesConfig routes) {
    routes.post("/v1/events", this::take);
  }

  private record Taken(int accepted, int rejected, List<EventProblem> errors) {}

  private record EventProblem(int index, String code, String reason) {
    static EventProblem of(EventError error) {
      return new EventProblem(error.index(), error.code(), error.reason());
    }
  }

  private void take(Context ctx) throws InterruptedException {
    String name = new QueryParameters(ctx, Set.of("source")).text("source");
    BodyFormat declared = declaredFormat(ctx.header("Content-Type"));
    IntakeResult result;
    try (Body body = bodies.read(ctx)) {
      BodyFormat format =
          declared != null ? declared : FormatDetection.detect(body.bytes(), body.length());
      int source = sources.number(name);
      result = intake.accept(body.bytes(), body.length(), format, source, SOURCE);
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
