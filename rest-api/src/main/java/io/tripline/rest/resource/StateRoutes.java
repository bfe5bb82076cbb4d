package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.KeyReading;
import io.tripline.engine.pipeline.StoredStates;
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
import io.tripline.rest.json.AlertJson;
import io.tripline.rest.json.StateSchemas;
import io.tripline.rest.json.StoreJson;
import io.tripline.rest.security.PersonalData;
import io.tripline.rest.security.Scope;
import io.tripline.state.AlertReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the engine keeps for a key: partial matches of rules, and values of windows. */
public final class StateRoutes implements Resource {
  /** Of a state, partial matches, events of each, and events that are kept. */
  private static final int MOST = 100;

  private final Engine engine;
  private final AlertReader alerts;
  private final BodyReader bodies;

  public StateRoutes(Engine engine, AlertReader alerts, BodyReader bodies) {
    this.engine = engine;
    this.alerts = alerts;
    this.bodies = bodies;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/v1/states/read", "readKey", Tag.RULE_SETS, Scope.READ)
            .summary("Read what rules and windows keep for a key")
            .details(
                "As of the last checkpoint, or of one that is made for it. A request with a body,"
                    + " as keys are personal data, and what is in a path or after it is logged on"
                    + " the way.")
            .query(PersonalData.PARAMETER)
            .takes(Content.asked(StateRequest.class))
            .answers(
                200, "What is kept; without states if nothing is.", Content.json(StateSchemas.KEY))
            .problems(ProblemType.NOT_FOUND, ProblemType.ENGINE_FAILED)
            .handledBy(this::read));
  }

  private record StateRequest(
      @Meaning("The parts by the names that rules give them after by, such as card.")
          @Nullable Map<String, JsonNode> key,
      @Meaning("In place of key: the id of an alert, whose key is meant; it may be masked there.")
          @Nullable String alert,
      @Meaning("Whether a checkpoint is made first, so that all that was taken is in it.")
          @Nullable Boolean fresh) {}

  private void read(Context ctx) throws InterruptedException {
    StateRequest request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, StateRequest.class);
    }
    Map<String, String> parts = parts(request);
    if (Boolean.TRUE.equals(request.fresh())) {
      engine.checkpoint();
    }
    KeyReading reading =
        engine
            .readKey(parts, new StoredStates.Settings(MOST, PersonalData.isShown(ctx)))
            .orElseThrow(
                () ->
                    Problem.of(
                            ProblemType.NOT_FOUND,
                            "No rule and no window has a key of the parts "
                                + String.join(", ", parts.keySet())
                                + " with such values.")
                        .exception());
    ctx.contentType(Json.CONTENT_TYPE).result(StoreJson.key(reading));
  }

  private Map<String, String> parts(StateRequest request) {
    if (request.alert() == null) {
      return parts(request.key());
    }
    if (request.key() != null) {
      throw wrong("alert", "There is a key and an alert; give one of them.");
    }
    Map<String, String> parts = new LinkedHashMap<>();
    AlertRoutes.alert(request.alert(), alerts)
        .alert()
        .key()
        .forEach(part -> parts.put(part.name(), AlertJson.text(part.value())));
    if (parts.isEmpty()) {
      throw wrong("alert", "The rule of that alert has no key.");
    }
    return parts;
  }

  private static Map<String, String> parts(@Nullable Map<String, JsonNode> key) {
    if (key == null || key.isEmpty()) {
      throw wrong(
          "key", "The member key must name the parts of a key, such as {\"card\": \"c1\"}.");
    }
    Map<String, String> parts = new LinkedHashMap<>();
    key.forEach(
        (name, value) -> {
          if (value == null || !value.isValueNode() || value.isNull()) {
            throw wrong("key." + name, "A part of a key is a text, a number, true or false.");
          }
          parts.put(name, value.asString());
        });
    return parts;
  }

  private static ProblemException wrong(String member, String detail) {
    return Problem.of(ProblemType.BAD_REQUEST, detail).with("member", member).exception();
  }
}
