package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.BodyForm;
import io.tripline.ingest.EventError;
import io.tripline.ingest.EventIntake;
import io.tripline.ingest.EventIntake.Part;
import io.tripline.ingest.IntakeBusyException;
import io.tripline.ingest.IntakeResult;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.BodyStream;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Scope;
import java.io.IOException;
import java.util.ArrayList;
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

  private static final Schema CLOUD_EVENT =
      Schema.object("CloudEvent")
          .member("specversion", Schema.words("1.0"))
          .member("id", Schema.text())
          .member("source", Schema.text())
          .member("type", Schema.text(), "The event's type, or its end behind the last dot.")
          .maybe("time", Schema.time())
          .maybe("data", EVENT, "What it lacks of type, id and time, the attributes give.")
          .withOthers(Schema.any())
          .end();

  /** Of a body in lines or rows, in memory at a time. */
  private static final int PART_BYTES = 4 << 20;

  private static final int MOST_ERRORS = 1_000;

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
            .header("ce-specversion", "With ce-id, ce-source and ce-type: the body is the data.")
            .takes(
                Content.json(BODY),
                Content.lines(),
                Content.csv(),
                new Content(EventForm.CLOUD_EVENT, CLOUD_EVENT),
                new Content(EventForm.CLOUD_EVENTS, Schema.list(CLOUD_EVENT)))
            .answers(200, "What was taken, and what was not.", Content.json(Taken.class))
            .problems(ProblemType.LIMIT_REACHED, ProblemType.ENGINE_FAILED)
            .handledBy(this::take));
  }

  private record Taken(
      long accepted, long rejected, @Meaning("The first 1,000.") List<EventProblem> errors) {}

  private record EventProblem(int index, String code, String reason) {
    static EventProblem of(EventError error) {
      return new EventProblem(error.index(), error.code(), error.reason());
    }
  }

  private void take(Context ctx) throws InterruptedException {
    String name = SOURCE.find(ctx);
    EventForm form = EventForm.of(ctx);
    Tally tally = new Tally();
    try {
      switch (form) {
        case EventForm.Streamed streamed -> stream(ctx, streamed.parts(), name, tally);
        case EventForm.Whole whole -> {
          try (Body body = bodies.read(ctx)) {
            BodyForm held = whole.of(body.bytes(), body.length());
            tally.add(
                intake.accept(
                    body.bytes(), body.length(), held, sources.number(name), HTTP, Part.WHOLE));
          }
        }
      }
    } catch (IntakeBusyException e) {
      throw Problem.of(
              ProblemType.BUSY,
              "The engine has no room at present; nothing of this body was taken. Send it again.")
          .withHeader("Retry-After", "1")
          .exception();
    }
    Json.answer(ctx, 200, tally.told());
  }

  /** Takes a body part by part, each when the one before is in the journal. */
  private void stream(Context ctx, EventParts parts, @Nullable String name, Tally tally)
      throws InterruptedException {
    try (BodyStream body = bodies.stream(ctx, PART_BYTES)) {
      do {
        body.fill();
        int end = body.isAtEnd() ? body.length() : parts.end(body.bytes(), body.length());
        if (end > 0) {
          BodyForm held = parts.form(body.bytes(), end);
          Part part = new Part(tally.count(), tally.count() > 0);
          tally.add(intake.accept(body.bytes(), end, held, sources.number(name), HTTP, part));
          body.consume(end);
        }
      } while (!body.isAtEnd() && !parts.isBroken());
    } catch (ProblemException e) {
      throw tally.count() == 0
          ? e
          : e.problem()
              .with("accepted", tally.accepted)
              .with("rejected", tally.rejected)
              .exception();
    } catch (IOException e) {
      throw Problem.of(ProblemType.BAD_REQUEST, "The body could not be read to its end.")
          .exception();
    }
  }

  /** What became of a body so far. */
  private final class Tally {
    private final List<EventProblem> errors = new ArrayList<>();
    private long accepted;
    private long rejected;

    void add(IntakeResult result) {
      counter.taken(result);
      accepted += result.accepted();
      rejected += result.errors().size();
      for (EventError error : result.errors()) {
        if (errors.size() == MOST_ERRORS) {
          break;
        }
        errors.add(EventProblem.of(error));
      }
    }

    int count() {
      return (int) Math.min(Integer.MAX_VALUE, accepted + rejected);
    }

    Taken told() {
      return new Taken(accepted, rejected, errors);
    }
  }
}
