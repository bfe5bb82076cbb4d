package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.Engine.RunningRuleSet;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.http.QueryParameters;
import java.util.List;
import java.util.regex.Pattern;

/** Rule sets: deployed, read, taken away, while events flow. */
public final class RuleSetRoutes {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  static final String TEXT = "text/plain";

  private final Engine engine;
  private final Deployments deployments;
  private final BodyReader bodies;

  public RuleSetRoutes(Engine engine, BodyReader bodies) {
    this.engine = engine;
    this.deployments = new Deployments(engine);
    this.bodies = bodies;
  }

  public void register(RoutesConfig routes) {
    routes.put("/v1/rulesets/{name}", this::deploy);
    routes.get("/v1/rulesets", this::list);
    routes.get("/v1/rulesets/{name}", this::get);
    routes.delete("/v1/rulesets/{name}", this::undeploy);
  }

  private record Listing(List<Summary> rulesets) {}

  /**
   * @param paused the rules that take no events now
   * @param limited the rules of which a key had too many partial matches
   */
  private record Summary(
      String name,
      int version,
      String mode,
      List<String> rules,
      List<String> eventTypes,
      List<String> paused,
      List<String> limited) {}

  private record Running(
      String name,
      int version,
      String mode,
      List<String> rules,
      List<String> eventTypes,
      List<RuleStatus> status,
      List<Drain> draining,
      String text) {}

  /**
   * What is left of a rule of an earlier version, which begins nothing more.
   *
   * @param keys of which it remembers something
   */
  private record Drain(String rule, int version, long keys, long partialMatches) {
    static List<Drain> all(EngineStats stats, String ruleSet) {
      return stats.draining().stream()
          .filter(each -> each.ruleSet().equals(ruleSet))
          .map(each -> new Drain(each.rule(), each.version(), each.keys(), each.partialMatches()))
          .toList();
    }
  }

  private void deploy(Context ctx) throws InterruptedException {
    String name = name(ctx);
    QueryParameters query = new QueryParameters(ctx, Deployments.PARAMETERS);
    String text;
    try (Body body = bodies.read(ctx)) {
      text = body.text();
    }
    deployments.deploy(ctx, name, text, query, RuleSetVersion.NONE);
  }

  private void undeploy(Context ctx) throws InterruptedException {
    deployments.undeploy(ctx, name(ctx));
  }

  private void list(Context ctx) {
    EngineStats stats = engine.stats();
    Json.answer(
        ctx,
        200,
        new Listing(
            engine.ruleSets().stream()
                .map(
                    each ->
                        new Summary(
                            each.name(),
                            each.version(),
                            each.modes().ofSet().text(),
                            rules(each),
                            eventTypes(each),
                            rules(each).stream().filter(each.modes()::isPaused).toList(),
                            status(stats, each.name()).stream()
                                .filter(rule -> rule.limited() != null)
                                .map(RuleStatus::rule)
                                .toList()))
                .toList()));
  }

  private void get(Context ctx) {
    String name = name(ctx);
    RunningRuleSet running =
        engine.ruleSets().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> noRuleSet(name));
    if (MediaTypes.prefers(ctx.header("Accept"), TEXT, Json.CONTENT_TYPE)) {
      ctx.contentType(TEXT + "; charset=utf-8").result(running.text());
    } else {
      EngineStats stats = engine.stats();
      Json.answer(
          ctx,
          200,
          new Running(
              name,
              running.version(),
              running.modes().ofSet().text(),
              rules(running),
              eventTypes(running),
              status(stats, name),
              Drain.all(stats, name),
              running.text()));
    }
  }

  private static List<RuleStatus> status(EngineStats stats, String ruleSet) {
    return stats.rules().stream()
        .filter(rule -> rule.ruleSet().equals(ruleSet))
        .map(RuleStatus::of)
        .toList();
  }

  private static List<String> rules(RunningRuleSet running) {
    return running.ruleSet().rules().stream().map(Rule::name).toList();
  }

  private static List<String> eventTypes(RunningRuleSet running) {
    return running.ruleSet().eventTypes().stream().map(EventType::name).toList();
  }

  static String name(Context ctx) {
    String name = ctx.pathParam("name");
    if (!NAME.matcher(name).matches()) {
      throw Problem.of(
              ProblemType.BAD_REQUEST,
              "A rule set's name has 1 to 64 characters of a-z, 0-9, _ and -,"
                  + " and starts with a letter or a digit.")
          .exception();
    }
    return name;
  }

  static RuntimeException noRuleSet(String name) {
    return Problem.of(ProblemType.NOT_FOUND, "There is no rule set " + name + ".").exception();
  }
}
