package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
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
import io.tripline.rest.security.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Modes of rules that run: live, in shadow, for a sample of keys; paused, and going on. */
public final class ModeRoutes implements Resource {
  private static final String RULE = "rule";

  private final Deployments deployments;
  private final BodyReader bodies;

  public ModeRoutes(Deployments deployments, BodyReader bodies) {
    this.deployments = deployments;
    this.bodies = bodies;
  }

  @Override
  public List<Endpoint> endpoints() {
    List<Endpoint> all = new ArrayList<>(of("", "RuleSet", "a rule set"));
    all.addAll(of("/rules/{rule}", "Rule", "a rule"));
    return all;
  }

  private List<Endpoint> of(String below, String what, String words) {
    String path = "/v1/rulesets/{name}" + below;
    return List.of(
        draft(Endpoint.put(path + "/mode", "set" + what + "Mode", Tag.RULE_SETS, Scope.AUTHOR))
            .summary("Set the mode of " + words)
            .takes(Content.asked(ModeRequest.class))
            .tellsBody()
            .handledBy(ctx -> change(ctx, rule(ctx))),
        draft(Endpoint.post(path + "/pause", "pause" + what, Tag.RULE_SETS, Scope.AUTHOR))
            .summary("Let " + words + " take no events")
            .handledBy(ctx -> pause(ctx, rule(ctx))),
        draft(Endpoint.post(path + "/resume", "resume" + what, Tag.RULE_SETS, Scope.AUTHOR))
            .summary("Let " + words + " take events again")
            .handledBy(ctx -> resume(ctx, rule(ctx))));
  }

  private Endpoint.Draft draft(Endpoint.Draft draft) {
    draft.path("name", RuleSetRoutes.NAME_FORM);
    if (draft.takesInPath(RULE)) {
      draft.path(RULE, Schema.text());
    }
    return deployments.describeModes(draft);
  }

  private static @Nullable String rule(Context ctx) {
    return ctx.pathParamMap().get(RULE);
  }

  private record ModeRequest(
      @Meaning(value = "live, shadow, or sample 10%.", required = true) @Nullable String mode) {}

  private void change(Context ctx, @Nullable String rule) throws InterruptedException {
    ModeRequest request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, ModeRequest.class);
    }
    String mode = request.mode();
    if (mode == null) {
      throw wrong("member", "is missing");
    }
    RuleMode checked = RuleMode.parse(mode).orElseThrow(() -> wrong("member", NONE_SUCH));
    change(ctx, new RuleModes.Change.To(rule, checked));
  }

  private void pause(Context ctx, @Nullable String rule) throws InterruptedException {
    change(ctx, new RuleModes.Change.Pause(rule));
  }

  private void resume(Context ctx, @Nullable String rule) throws InterruptedException {
    change(ctx, new RuleModes.Change.Resume(rule));
  }

  private void change(Context ctx, RuleModes.Change change) throws InterruptedException {
    deployments.change(ctx, RuleSetRoutes.name(ctx), change);
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
