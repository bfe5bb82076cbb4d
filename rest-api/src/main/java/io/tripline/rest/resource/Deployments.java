package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.pipeline.DeploymentRefusedException;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.OtherVersionException;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Preconditions;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deployments as requests ask for them, and what they are answered. */
final class Deployments {
  private static final Parameter<Boolean> TEST =
      Parameter.flag("test", "Run the tests in the text first, and deploy only if all pass.")
          .usually(false);
  private static final Parameter<String> START =
      Parameter.oneOf(
          "start",
          "Whether new rules begin empty, are given what the journal still has, or let those that"
              + " they replace complete what they have begun.",
          "cold",
          "warm",
          "drain");
  private static final Parameter<String> MODE =
      Parameter.text("mode", "live, shadow, or sample 10%; as before if none is given.");

  private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);

  /** Headers of answers that tell of a version. */
  static final Map<String, String> TAGGED =
      Map.of(Preconditions.ETAG, "Of the version, for If-Match.");

  private final Engine engine;

  Deployments(Engine engine) {
    this.engine = engine;
  }

  /** What all endpoints that deploy have. */
  Endpoint.Draft describe(Endpoint.Draft draft) {
    return asking(draft).answers(200, "It runs.", TAGGED, Content.json(Deployed.class));
  }

  /** What the endpoint has that says what a deployment would do. */
  Endpoint.Draft describePlan(Endpoint.Draft draft) {
    return asking(draft).answers(200, "What would be.", Content.json(Planned.class));
  }

  private static Endpoint.Draft asking(Endpoint.Draft draft) {
    return expecting(draft)
        .path("name", RuleSetRoutes.NAME_FORM)
        .query(TEST, START, MODE)
        .problems(
            ProblemType.INVALID_RULES,
            ProblemType.TESTS_FAILED,
            ProblemType.DEPLOYMENT_REFUSED,
            ProblemType.ENGINE_FAILED);
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
      List<ChangeOfRule> rules,
      @Nullable Integer tests,
      @Nullable WarmForm warm,
      List<DiagnosticForm> warnings) {}

  /**
   * What a deployment would do.
   *
   * @param tests as in an answer to the deployment
   */
  private record Planned(
      String name,
      @Meaning("The version that runs now; null if none does.") @Nullable Integer running,
      @Meaning("That it would be; the same as running where the text is the same.") int version,
      String mode,
      List<ChangeOfRule> rules,
      @Meaning("What changes in the text, as a unified diff; empty where nothing does.")
          String diff,
      @Nullable Integer tests,
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
   * What became of a rule: {@code new}, {@code kept}, {@code carried_over}, {@code reset}, {@code
   * gone} or {@code draining}.
   *
   * @param newWindows whether windows that it reads begin with this version
   * @param keys of which it remembered something, and has kept or lost that
   * @param warm what it was given of the past; null if nothing
   */
  private record ChangeOfRule(
      String rule,
      @Meaning("new, kept, carried_over, reset, gone or draining.") String change,
      boolean newWindows,
      long keys,
      long partialMatches,
      @Meaning("What it was given of the past; null if nothing.") @Nullable PendingState warm) {
    static ChangeOfRule of(Deployment.RuleChange change) {
      Deployment.Pending warm = change.warm();
      return new ChangeOfRule(
          change.rule(),
          change.kind().name().toLowerCase(Locale.ROOT),
          change.newWindows(),
          change.had().keys(),
          change.had().partialMatches(),
          warm == null ? null : new PendingState(warm.keys(), warm.partialMatches()));
    }

    static List<ChangeOfRule> all(Deployment deployment) {
      return deployment.rules().stream().map(ChangeOfRule::of).toList();
    }
  }

  private record PendingState(long keys, long partialMatches) {}

  /** What became of the rules of a set that was taken away, and of others with it. */
  record Undeployed(String name, int version, long sequence, List<ChangeOfRule> rules) {}

  /** What a request asks to run. */
  private record Asked(
      String name,
      String text,
      RuleSet ruleSet,
      Engine.Options options,
      @Nullable Integer tests,
      List<DiagnosticForm> warnings) {}

  /**
   * Reads a request for a deployment of a text.
   *
   * @param restores the version whose text it is, if it is brought back
   * @throws ProblemException if it cannot be deployed, whatever runs
   */
  private static Asked read(Context ctx, String name, String text, int restores) {
    boolean test = TEST.of(ctx);
    Engine.Start start = start(ctx);
    String asked = MODE.find(ctx);
    RuleMode mode =
        asked == null
            ? null
            : RuleMode.parse(asked)
                .orElseThrow(() -> ModeRoutes.wrong("parameter", ModeRoutes.NONE_SUCH));
    RuleTexts.Compiled compiled = RuleTexts.compile(name, text);
    RuleSet ruleSet = compiled.ruleSet();
    Integer tests = test ? RuleTests.passed(ruleSet, name + ".trip", text) : null;
    Engine.Options options = new Engine.Options(start, mode, restores, Preconditions.of(ctx));
    return new Asked(name, text, ruleSet, options, tests, compiled.warnings());
  }

  /**
   * Deploys a text, and answers.
   *
   * @param restores the version whose text it is, if it is brought back
   */
  void deploy(Context ctx, String name, String text, int restores) throws InterruptedException {
    deploy(ctx, name, text, restores, version -> true);
  }

  /**
   * The same, if the version that runs is as expected, beside what the request expects.
   *
   * @param expected see {@link Engine.Options}
   */
  void deploy(Context ctx, String name, String text, int restores, IntPredicate expected)
      throws InterruptedException {
    Asked asked = read(ctx, name, text, restores);
    Engine.Options options = asked.options().expecting(asked.options().expected().and(expected));
    Deployment deployment = refusing(() -> engine.deploy(name, text, asked.ruleSet(), options));
    ctx.header(Preconditions.ETAG, Preconditions.tag(deployment.version()));
    LOG.info(
        "Rule set {}, version {}, in effect from sequence {}: {} rules",
        name,
        deployment.version(),
        deployment.sequence(),
        asked.ruleSet().rules().size());
    Json.answer(
        ctx,
        200,
        new Deployed(
            name,
            deployment.version(),
            deployment.sequence(),
            deployment.modes().ofSet().text(),
            ChangeOfRule.all(deployment),
            asked.tests(),
            WarmForm.of(deployment.warm()),
            asked.warnings()));
  }

  /** Says what the deployment of a text would do. */
  void plan(Context ctx, String name, String text) throws InterruptedException {
    Asked asked = read(ctx, name, text, RuleSetVersion.NONE);
    Engine.RunningRuleSet running =
        engine.ruleSets().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElse(null);
    Deployment foreseen =
        refusing(() -> engine.foresee(name, text, asked.ruleSet(), asked.options()));
    Json.answer(
        ctx,
        200,
        new Planned(
            name,
            running == null ? null : running.version(),
            foreseen.version(),
            foreseen.modes().ofSet().text(),
            ChangeOfRule.all(foreseen),
            TextDiff.unified(
                running == null ? "" : running.text(),
                text,
                running == null ? "nothing" : name + ", version " + running.version(),
                name + ", version " + foreseen.version()),
            asked.tests(),
            asked.warnings()));
  }

  private static Engine.Start start(Context ctx) {
    return switch (START.of(ctx)) {
      case "warm" -> Engine.Start.WARM;
      case "drain" -> Engine.Start.DRAIN;
      default -> Engine.Start.COLD;
    };
  }

  /** Something of the engine that may be refused. */
  private interface Attempt {
    Deployment run() throws InterruptedException;
  }

  private static Deployment refusing(Attempt attempt) throws InterruptedException {
    try {
      return attempt.run();
    } catch (OtherVersionException e) {
      throw other(e);
    } catch (DeploymentRefusedException e) {
      Problem problem = Problem.of(ProblemType.DEPLOYMENT_REFUSED, String.valueOf(e.getMessage()));
      Place place = e.place();
      if (place != null) {
        problem = problem.with("line", place.line()).with("column", place.column());
      }
      DeploymentRefusedException.Failed failed = e.failed();
      if (failed != null) {
        problem = problem.with("rule", failed.rule()).with("reason", failed.reason());
      }
      throw problem.exception();
    }
  }

  private static ProblemException other(OtherVersionException e) {
    Problem problem =
        Problem.of(
            ProblemType.OTHER_VERSION,
            e.getMessage() + " Read it, and decide whether to change it.");
    return e.running() == Preconditions.NO_VERSION
        ? problem.exception()
        : problem.with("version", e.running()).exception();
  }

  /** What endpoints have that change the version which runs. */
  static Endpoint.Draft expecting(Endpoint.Draft draft) {
    return draft
        .header(Preconditions.IF_MATCH, "Do it only if a version runs whose ETag is one of these.")
        .header(Preconditions.IF_NONE_MATCH, "With *: do it only if none of this name runs.")
        .problems(ProblemType.OTHER_VERSION);
  }

  /** Takes a rule set away, and answers. */
  void undeploy(Context ctx, String name) throws InterruptedException {
    Deployment deployment;
    try {
      deployment =
          engine
              .undeploy(name, Preconditions.of(ctx))
              .orElseThrow(() -> RuleSetRoutes.noRuleSet(name));
    } catch (OtherVersionException e) {
      throw other(e);
    }
    LOG.info("Rule set {} taken away", name);
    Json.answer(
        ctx,
        200,
        new Undeployed(
            name, deployment.version(), deployment.sequence(), ChangeOfRule.all(deployment)));
  }
}
