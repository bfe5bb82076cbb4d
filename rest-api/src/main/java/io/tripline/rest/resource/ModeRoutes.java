package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Modes of rules that run: live, in shadow, for a sample of keys; paused, and going on. */
public final class ModeRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ModeRoutes.class);

  private final Engine engine;
  private final BodyReader bodies;

  public ModeRoutes(Engine engine, BodyReader bodies) {
    this.engine = engine;
    this.bodies = bodies;
  }

  public void register(RoutesConfig routes) {
    routes.put("/v1/rulesets/{name}/mode", ctx -> change(ctx, null));
    routes.post("/v1/rulesets/{name}/pause", ctx -> pause(ctx, null));
    routes.post("/v1/rulesets/{name}/resume", ctx -> resume(ctx, null));
    routes.put("/v1/rulesets/{name}/rules/{rule}/mode", ctx -> change(ctx, ctx.pathParam("rule")));
    routes.post("/v1/rulesets/{name}/rules/{rule}/pause", ctx -> pause(ctx, ctx.pathParam("rule")));
    routes.post(
        "/v1/rulesets/{name}/rules/{rule}/resume", ctx -> resume(ctx, ctx.pathParam("rule")));
  }

  private record Request(@Nullable String mode) {}

  /** The modes of a rule set, and of all its rules. */
  private record Modes(String name, String mode, List<Rule> rules) {}

  private record Rule(String rule, String mode, boolean paused) {}

  private void change(Context ctx, @Nullable String rule) throws InterruptedException {
    Request request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, Request.class);
    }
    String mode = request.mode();
    if (mode == null) {
      throw wrong("member", "is missing");
    }
    RuleMode checked = RuleMode.parse(mode).orElseThrow(() -> wrong("member", NONE_SUCH));
    change(ctx, new RuleModes.Change.To(rule, checked), "in mode " + checked.text());
  }

  private void pause(Context ctx, @Nullable String rule) throws InterruptedException {
    change(ctx, new RuleModes.Change.Pause(rule), "paused");
  }

  private void resume(Context ctx, @Nullable String rule) throws InterruptedException {
    change(ctx, new RuleModes.Change.Resume(rule), "resumed");
  }

  private void change(Context ctx, RuleModes.Change change, String what)
      throws InterruptedException {
    String name = RuleSetRoutes.name(ctx);
    Engine.Modes after =
        engine.change(name, change).orElseThrow(() -> notFound(name, change.rule()));
    if (after.changed()) {
      LOG.info(
          "Rule set {}, {} {}",
          name,
          change.rule() == null ? "all rules" : "rule " + change.rule(),
          what);
    }
    RuleModes modes = after.modes();
    Json.answer(
        ctx,
        200,
        new Modes(
            name,
            modes.ofSet().text(),
            after.rules().stream()
                .map(each -> new Rule(each, modes.of(each).text(), modes.isPaused(each)))
                .toList()));
  }

  private static ProblemException notFound(String name, @Nullable String rule) {
    return Problem.of(
            ProblemType.NOT_FOUND,
            rule == null
                ? "There is no rule set " + name + "."
                : "There is no rule " + rule + " in a rule set " + name + ".")
        .exception();
  }

  static final String NONE_SUCH =
      "must be live, shadow, or a sample of more than 0 and less than 100 per cent, with two"
          + " decimals at most, such as sample 10%";

  /** A mode that is none. */
  static ProblemException wrong(String where, String what) {
    return Problem.of(ProblemType.BAD_REQUEST, "The " + where + " mode " + what + ".")
        .with(where, "mode")
        .exception();
  }
}
