package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.EventIntake;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Scope;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets time pass where no events come; answers when that is in the journal. */
public final class TimeRoutes implements Resource {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long LEAST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long MOST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private final Engine engine;
  private final EventIntake intake;
  private final SourceNames sources;
  private final BodyReader bodies;

  public TimeRoutes(Engine engine, EventIntake intake, BodyReader bodies) {
    this.engine = engine;
    this.intake = intake;
    this.sources = new SourceNames(engine);
    this.bodies = bodies;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/time", "passTime", Tag.EVENTS, Scope.INGEST)
            .summary("Let time pass where no events come")
            .takes(Content.asked(TimeRequest.class))
            .answers(200, "It is in the journal.", Content.json(TimePassed.class))
            .problems(ProblemType.LIMIT_REACHED, ProblemType.ENGINE_FAILED)
            .handledBy(this::pass));
  }

  /** What a caller sends, not yet checked. */
  private record TimeRequest(
      @Meaning(
              value = "ISO 8601 with a zone, or milliseconds since 1970, as events may have it.",
              required = true)
          @Nullable Object time,
      @Meaning("The source that has come to it; null for the default one.")
          @Nullable String source) {
    long checkedTime() {
      long millis =
          switch (time) {
            case Integer number -> number;
            case Long number -> number;
            case String text -> parsed(text);
            case null, default -> throw wrong();
          };
      if (millis < LEAST || millis > MOST) {
        throw wrong();
      }
      return millis;
    }

    private static long parsed(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant().toEpochMilli();
      } catch (DateTimeException | ArithmeticException e) {
        throw wrong();
      }
    }

    private static ProblemException wrong() {
      return Problem.of(
              ProblemType.BAD_REQUEST,
              "The member time must be a time such as 2026-01-31T10:00:00Z, or milliseconds since"
                  + " 1970.")
          .with("member", "time")
          .exception();
    }
  }

  private record TimePassed(String source, Instant time) {}

  private void pass(Context ctx) throws InterruptedException {
    TimeRequest request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, TimeRequest.class);
    }
    long time = request.checkedTime();
    if (time > intake.latestTime()) {
      throw Problem.of(
              ProblemType.BAD_REQUEST, "The time is too far ahead of the clock of this server.")
          .with("member", "time")
          .exception();
    }
    int source = sources.number(request.source());
    if (!engine.timePasses(source, time, PATIENCE)) {
      throw Problem.of(
              ProblemType.BUSY, "The engine has no room at present; nothing was taken. Try again.")
          .withHeader("Retry-After", "1")
          .exception();
    }
    engine.awaitDurable();
    String name = request.source() == null ? SourceNames.DEFAULT : request.source();
    Json.answer(ctx, 200, new TimePassed(name, Instant.ofEpochMilli(time)));
  }
}
