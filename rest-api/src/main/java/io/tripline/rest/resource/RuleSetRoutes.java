package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.Engine.RunningRuleSet;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Preconditions;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Scope;
import java.util.List;
import java.util.regex.Pattern;

/** Rule sets: deployed, read, taken away, while events flow. */
public final class RuleSetRoutes implements Resource {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  static final String TEXT = Content.TEXT;

  /** The form of a rule set's name. */
  static final Schema NAME_FORM = Schema.text(NAME.pattern());

  private final Engine engine;
  private final Deployments deployments;
  private final BodyReader bodies;

  public RuleSetRoutes(Engine engine, Deployments deployments, BodyReader bodies) {
    this.engine = engine;
    this.deployments = deployments;
    this.bodies = bodies;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        deployments
            .describe(
                Endpoint.put("/v1/rulesets/{name}", "deployRuleSet", Tag.RULE_SETS, Scope.AUTHOR))
            .summary("Deploy a rule set, in place of the one of this name if there is one")
            .takes(Content.text())
            .handledBy(this::deploy),
        Endpoint.get("/v1/rulesets", "listRuleSets", Tag.RULE_SETS, Scope.READ)
            .summary("The rule sets that run")
            .answers(200, "All of them.", Content.json(RuleSetListing.class))
            .handledBy(this::list),
        Endpoint.get("/v1/rulesets/{name}", "getRuleSet", Tag.RULE_SETS, Scope.READ)
            .summary("A rule set that runs, its text, and how its rules do")
            .path("name", NAME_FORM)
            .answers(
                200,
                "The rule set, or its text alone.",
                Deployments.TAGGED,
                Content.json(RunningRuleSetForm.class),
                Content.text())
            .answers(304, "The version of If-None-Match runs still, however its rules do.")
            .header(Preconditions.IF_NONE_MATCH, "The ETag of the version that is known.")
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::get),
        deployments
            .describePlan(
                Endpoint.post(
                    "/v1/rulesets/{name}/plan", "planRuleSet", Tag.RULE_SETS, Scope.AUTHOR))
            .summary("Say what a deployment would change, and change nothing")
            .changesNothing()
            .takes(Content.text())
            .handledBy(this::plan),
        deployments
            .describeUndeployment(
                Endpoint.delete(
                    "/v1/rulesets/{name}", "undeployRuleSet", Tag.RULE_SETS, Scope.AUTHOR))
            .summary("Take a rule set away")
            .handledBy(this::undeploy));
  }

  private record RuleSetListing(List<RuleSetSummary> rulesets) {}

  private record RuleSetSummary(
      String name,
      int version,
      String mode,
      List<String> rules,
      List<String> eventTypes,
      @Meaning("The rules that take no events now.") List<String> paused,
      @Meaning("The rules of which a key had too many partial matches.") List<String> limited) {}

  private record RunningRuleSetForm(
      String name,
      int version,
      String mode,
      List<String> rules,
      List<String> eventTypes,
      List<RuleStatus> status,
      List<Drain> draining,
      String text) {}

  /** What is left of a rule of an earlier version, which begins nothing more. */
  private record Drain(
      String rule,
      int version,
      @Meaning("Of which it remembers something.") long keys,
      long partialMatches) {
    static List<Drain> all(EngineStats stats, String ruleSet) {
      return stats.draining().stream()
          .filter(each -> each.ruleSet().equals(ruleSet))
          .map(each -> new Drain(each.rule(), each.version(), each.keys(), each.partialMatches()))
          .toList();
    }
  }

  private void deploy(Context ctx) throws InterruptedException {
    deployments.deploy(ctx, name(ctx), text(ctx), RuleSetVersion.NONE);
  }

  private void plan(Context ctx) throws InterruptedException {
    deployments.plan(ctx, name(ctx), text(ctx));
  }

  private String text(Context ctx) {
    try (Body body = bodies.read(ctx)) {
      return body.text();
    }
  }

  private void undeploy(Context ctx) throws InterruptedException {
    deployments.undeploy(ctx, name(ctx));
  }

  private void list(Context ctx) {
    EngineStats stats = engine.stats();
    Json.answer(
        ctx,
        200,
        new RuleSetListing(
            engine.ruleSets().stream()
                .map(
                    each ->
                        new RuleSetSummary(
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
    ctx.header(Preconditions.ETAG, Preconditions.tag(running.version()));
    if (MediaTypes.prefers(ctx.header("Accept"), TEXT, Json.CONTENT_TYPE)) {
      ctx.contentType(TEXT + "; charset=utf-8").result(running.text());
    } else {
      EngineStats stats = engine.stats();
      Json.answer(
          ctx,
          200,
          new RunningRuleSetForm(
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
    return checked(ctx.pathParam("name"));
  }

  /**
   * A name, if it is one of a rule set.
   *
   * @throws ProblemException 400 if it is none
   */
  static String checked(String name) {
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
