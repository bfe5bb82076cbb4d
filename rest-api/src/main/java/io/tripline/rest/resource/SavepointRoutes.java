package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.json.SavepointJson;
import io.tripline.state.Savepoint;
import io.tripline.state.SavepointException;
import io.tripline.state.Savepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Savepoints: made while events flow, looked at, deleted. */
public final class SavepointRoutes {
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

  public void register(RoutesConfig routes) {
    routes.post("/v1/savepoints", this::create);
    routes.get("/v1/savepoints", this::list);
    routes.get("/v1/savepoints/{name}", this::get);
    routes.delete("/v1/savepoints/{name}", this::delete);
  }

  private record Request(@Nullable String name, @Nullable String comment) {
    static final Request USUAL = new Request(null, null);
  }

  private record Listing(List<SavepointJson> savepoints) {}

  private void create(Context ctx) throws InterruptedException {
    Request request;
    try (Body body = bodies.read(ctx)) {
      request = body.length() == 0 ? Request.USUAL : Json.read(body, Request.class);
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
    Json.answer(ctx, 200, new Listing(all));
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
