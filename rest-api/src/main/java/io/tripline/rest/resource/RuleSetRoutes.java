package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.pipeline.DeploymentRefusedException;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.RunningRuleSet;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.http.QueryParameters;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rule sets: deployed, read, taken away, while events flow. */
public final class RuleSetRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(RuleSetRoutes.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final String TEXT = "text/plain";

  private final Engine engine;
  private final RuleVersions versions;
  private final BodyReader bodies;

  public RuleSetRoutes(Engine engine, RuleVersions versions, BodyReader bodies) {
    this.engine = engine;
    this.versions = versions;
    this.bodies = bodies;
  }

  public void register(RoutesConfig routes) {
    routes.put("/v1/rulesets/{name}", this::deploy);
    routes.get("/v1/rulesets", this::list);
    routes.get("/v1/rulesets/{name}", this::get);
    routes.get("/v1/rulesets/{name}/versions", this::versions);
    routes.get("/v1/rulesets/{name}/versions/{version}", this::version);
    routes.delete("/v1/rulesets/{name}", this::undeploy);
  }

  /**
   * @param tests how many tests were run and passed; null where none were asked for
   * @param warm what new rules were given of the past; null where none was asked for, or nothing
   *     begins
   */
  private record Deployed(
      String name,
      int version,
      long sequence,
      String mode,
      List<Change> rules,
      @Nullable Integer tests,
      @Nullable WarmForm warm,
      List<DiagnosticForm> warnings) {}

  /** See {@link Deployment.Warm}. */
  private record WarmForm(
      @Nullable Instant since, long events, long unreadable, long states, boolean complete) {
    static @Nullable WarmForm of(Deployment.@Nullable Warm warm) {
      return warm == null
          ? null
          : new WarmForm(
              warm.since().isPresent() ? Instant.ofEpochMilli(warm.since().getAsLong()) : null,
              warm.events(),
              warm.unreadable(),
              warm.states(),
              warm.complete());
    }
  }

  /**
   * What became of a rule: {@code new}, {@code kept}, {@code reset} or {@code gone}.
   *
   * @param newWindows whether windows that it reads begin with this version
   */
  private record Change(String rule, String change, boolean newWindows) {
    static Change of(Deployment.RuleChange change) {
      String kind = change.kind().name().toLowerCase(Locale.ROOT);
      return new Change(change.rule(), kind, change.newWindows());
    }
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
      String text) {}

  private record VersionListing(String name, List<VersionSummary> versions) {}

  private record VersionSummary(int version, long sequence, Instant deployedAt, boolean deleted) {}

  private record Version(
      String name, int version, long sequence, Instant deployedAt, boolean deleted, String text) {}

  private void deploy(Context ctx) throws InterruptedException {
    String name = name(ctx);
    QueryParameters query = new QueryParameters(ctx, Set.of("test", "start", "mode"));
    boolean test = query.oneOf("test", List.of("true", "false"), "false").equals("true");
    Engine.Start start =
        query.oneOf("start", List.of("cold", "warm"), "cold").equals("warm")
            ? Engine.Start.WARM
            : Engine.Start.COLD;
    String asked = query.text("mode");
    RuleMode mode =
        asked == null
            ? null
            : RuleMode.parse(asked)
                .orElseThrow(() -> ModeRoutes.wrong("parameter", ModeRoutes.NONE_SUCH));
    String text;
    try (Body body = bodies.read(ctx)) {
      text = body.text();
    }
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile(name + ".trip", text)));
    RuleSet ruleSet = compilation.ruleSet();
    if (ruleSet == null) {
      List<DiagnosticForm> all = DiagnosticForm.all(compilation.diagnostics(), text);
      long errors = all.stream().filter(each -> each.severity().equals("error")).count();
      String found =
          errors == 1 ? "The rules have 1 error." : "The rules have " + errors + " errors.";
      throw Problem.of(ProblemType.INVALID_RULES, found).with("diagnostics", all).exception();
    }
    Integer tests = test ? RuleTests.passed(ruleSet, name + ".trip", text) : null;
    Deployment deployment = deploy(name, text, ruleSet, new Engine.Options(start, mode));
    LOG.info(
        "Rule set {}, version {}, in effect from sequence {}: {} rules",
        name,
        deployment.version(),
        deployment.sequence(),
        ruleSet.rules().size());
    Json.answer(
        ctx,
        200,
        new Deployed(
            name,
            deployment.version(),
            deployment.sequence(),
            deployment.modes().ofSet().text(),
            deployment.rules().stream().map(Change::of).toList(),
            tests,
            WarmForm.of(deployment.warm()),
            DiagnosticForm.warnings(compilation.diagnostics(), text)));
  }

  private Deployment deploy(String name, String text, RuleSet ruleSet, Engine.Options options)
      throws InterruptedException {
    try {
      return engine.deploy(name, text, ruleSet, options);
    } catch (DeploymentRefusedException e) {
      Problem problem = Problem.of(ProblemType.DEPLOYMENT_REFUSED, String.valueOf(e.getMessage()));
      Place place = e.place();
      throw (place == null
              ? problem
              : problem.with("line", place.line()).with("column", place.column()))
          .exception();
    }
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
      Json.answer(
          ctx,
          200,
          new Running(
              name,
              running.version(),
              running.modes().ofSet().text(),
              rules(running),
              eventTypes(running),
              status(engine.stats(), name),
              running.text()));
    }
  }

  private void versions(Context ctx) {
    String name = name(ctx);
    List<RuleSetVersion> all = versions.versions(name);
    if (all.isEmpty()) {
      throw noRuleSet(name);
    }
    Json.answer(
        ctx,
        200,
        new VersionListing(
            name,
            all.stream()
                .map(
                    each ->
                        new VersionSummary(
                            each.version(),
                            each.sequence(),
                            Instant.ofEpochMilli(each.deployedAt()),
                            each.deleted()))
                .toList()));
  }

  private void version(Context ctx) {
    String name = name(ctx);
    String number = ctx.pathParam("version");
    RuleSetVersion version =
        versions.versions(name).stream()
            .filter(each -> Integer.toString(each.version()).equals(number))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.of(
                            ProblemType.NOT_FOUND,
                            "Rule set " + name + " has no version " + number + ".")
                        .exception());
    if (MediaTypes.prefers(ctx.header("Accept"), TEXT, Json.CONTENT_TYPE)) {
      ctx.contentType(TEXT + "; charset=utf-8").result(version.text());
    } else {
      Json.answer(
          ctx,
          200,
          new Version(
              name,
              version.version(),
              version.sequence(),
              Instant.ofEpochMilli(version.deployedAt()),
              version.deleted(),
              version.text()));
    }
  }

  private void undeploy(Context ctx) throws InterruptedException {
    String name = name(ctx);
    if (!engine.undeploy(name)) {
      throw noRuleSet(name);
    }
    LOG.info("Rule set {} taken away", name);
    ctx.status(204);
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

  private static RuntimeException noRuleSet(String name) {
    return Problem.of(ProblemType.NOT_FOUND, "There is no rule set " + name + ".").exception();
  }
}
