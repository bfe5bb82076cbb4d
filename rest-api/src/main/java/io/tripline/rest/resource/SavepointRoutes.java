package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.json.SavepointJson;
import io.tripline.rest.security.Scope;
import io.tripline.state.Savepoint;
import io.tripline.state.SavepointException;
import io.tripline.state.Savepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Savepoints: made while events flow, looked at, deleted. */
public final class SavepointRoutes implements Resource {
  private static final Logger LOG = LoggerFactory.getLogger(SavepointRoutes.class);

  private final Engine engine;
  private final Savepoints savepoints;
  private final RuleSetReader rules;
  private final BodyReader bodies;

  public SavepointRoutes(
      Engine engine, Savepoints savepoints, RuleSetReader rules, BodyReader bodies) {
    this.engine = engine;
    this.savepoints = savepoints;
    this.rules = rules;
    this.bodies = bodies;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/savepoints", "createSavepoint", Tag.SAVEPOINTS, Scope.ADMIN)
            .summary("Make a savepoint, while events flow")
            .mayTake(Content.asked(SavepointRequest.class))
            .tellsBody()
            .doneOnceByKey()
            .answers(
                201,
                "It is made.",
                Map.of("Location", "Where it is."),
                Content.json(SavepointJson.class))
            .problems(
                ProblemType.SAVEPOINT_EXISTS,
                ProblemType.SAVEPOINT_UNDER_WAY,
                ProblemType.DISK_FULL,
                ProblemType.ENGINE_FAILED)
            .handledBy(this::create),
        Endpoint.get("/v1/savepoints", "listSavepoints", Tag.SAVEPOINTS, Scope.READ)
            .summary("All savepoints")
            .answers(200, "All of them.", Content.json(SavepointListing.class))
            .handledBy(this::list),
        Endpoint.get("/v1/savepoints/{name}", "getSavepoint", Tag.SAVEPOINTS, Scope.READ)
            .summary("A savepoint")
            .path("name", Schema.text())
            .answers(200, "The savepoint.", Content.json(SavepointJson.class))
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::get),
        Endpoint.delete("/v1/savepoints/{name}", "deleteSavepoint", Tag.SAVEPOINTS, Scope.ADMIN)
            .summary("Delete a savepoint")
            .path("name", Schema.text())
            .answers(204, "It is gone.")
            .problems(ProblemType.NOT_FOUND, ProblemType.SAVEPOINT_UNDER_WAY)
            .handledBy(this::delete));
  }

  private record SavepointRequest(
      @Meaning("One is made of the time if none is given.") @Nullable String name,
      @Nullable String comment) {
    static final SavepointRequest USUAL = new SavepointRequest(null, null);
  }

  private record SavepointListing(List<SavepointJson> savepoints) {}

  private void create(Context ctx) throws InterruptedException {
    SavepointRequest request;
    try (Body body = bodies.read(ctx)) {
      request =
          body.length() == 0 ? SavepointRequest.USUAL : Json.read(body, SavepointRequest.class);
    }
    String name = Objects.requireNonNullElseGet(request.name(), savepoints::usualName);
    long start = System.nanoTime();
    engine.checkpoint(); // so that there is little to replay
    Savepoint made;
    try {
      made = savepoints.create(name, Objects.requireNonNullElse(request.comment(), ""), rules);
    } catch (SavepointException e) {
      throw problem(e);
    }
    LOG.info(
        "Savepoint {} is made: {} events, {} bytes, in {} ms",
        name,
        made.events(),
        made.bytes(),
        (System.nanoTime() - start) / 1_000_000);
    ctx.header("Location", "/v1/savepoints/" + name);
    Json.answer(ctx, 201, SavepointJson.of(made));
  }

  private void list(Context ctx) {
    // Asked first: so one that is completed meanwhile is in the folder.
    String underWay = savepoints.underWay();
    List<SavepointJson> all = new ArrayList<>();
    savepoints.folder().list().forEach(found -> all.add(SavepointJson.of(found)));
    if (underWay != null && all.stream().noneMatch(each -> each.name().equals(underWay))) {
      all.add(SavepointJson.making(underWay));
    }
    Json.answer(ctx, 200, new SavepointListing(all));
  }

  private void get(Context ctx) {
    String name = ctx.pathParam("name");
    if (name.equals(savepoints.underWay())) {
      Json.answer(ctx, 200, SavepointJson.making(name));
      return;
    }
    try {
      Json.answer(ctx, 200, SavepointJson.of(savepoints.folder().find(name)));
    } catch (SavepointException e) {
      throw problem(e);
    }
  }

  private void delete(Context ctx) {
    String name = ctx.pathParam("name");
    try {
      savepoints.delete(name);
    } catch (SavepointException e) {
      throw problem(e);
    }
    LOG.info("Savepoint {} is deleted", name);
    ctx.status(204);
  }

  private static ProblemException problem(SavepointException e) {
    ProblemType type =
        switch (e.reason()) {
          case WRONG -> ProblemType.BAD_REQUEST;
          case MISSING -> ProblemType.NOT_FOUND;
          case EXISTS -> ProblemType.SAVEPOINT_EXISTS;
          case UNDER_WAY -> ProblemType.SAVEPOINT_UNDER_WAY;
          case NO_ROOM -> ProblemType.DISK_FULL;
        };
    return Problem.of(type, String.valueOf(e.getMessage())).exception();
  }
}
