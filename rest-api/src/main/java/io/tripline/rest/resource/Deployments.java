package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.pipeline.DeploymentRefusedException;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.http.QueryParameters;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deployments as requests ask for them, and what they are answered. */
final class Deployments {
  /** What a deployment can be asked for with. */
  static final Set<String> PARAMETERS = Set.of("test", "start", "mode");

  private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);

  private final Engine engine;

  Deployments(Engine engine) {
    this.engine = engine;
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
   * What became of a rule: {@code new}, {@code kept}, {@code carried_over}, {@code reset}, {@code
   * gone} or {@code draining}.
   *
   * @param newWindows whether windows that it reads begin with this version
   * @param keys of which it remembered something, and has kept or lost that
   * @param warm what it was given of the past; null if nothing
   */
  private record Change(
      String rule,
      String change,
      boolean newWindows,
      long keys,
      long partialMatches,
      @Nullable Pending warm) {
    static Change of(Deployment.RuleChange change) {
      Deployment.Pending warm = change.warm();
      return new Change(
          change.rule(),
          change.kind().name().toLowerCase(Locale.ROOT),
          change.newWindows(),
          change.had().keys(),
          change.had().partialMatches(),
          warm == null ? null : new Pending(warm.keys(), warm.partialMatches()));
    }
  }

  private record Pending(long keys, long partialMatches) {}

  /** What became of the rules of a set that was taken away, and of others with it. */
  private record Undeployed(String name, int version, long sequence, List<Change> rules) {}

  /**
   * Deploys a text, and answers.
   *
   * @param query with no other parameters than {@link #PARAMETERS}
   * @param restores the version whose text it is, if it is brought back
   */
  void deploy(Context ctx, String name, String text, QueryParameters query, int restores)
      throws InterruptedException {
    boolean test = query.oneOf("test", List.of("true", "false"), "false").equals("true");
    Engine.Start start = start(query);
    String asked = query.text("mode");
    RuleMode mode =
        asked == null
            ? null
            : RuleMode.parse(asked)
                .orElseThrow(() -> ModeRoutes.wrong("parameter", ModeRoutes.NONE_SUCH));
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
    Deployment deployment = deploy(name, text, ruleSet, new Engine.Options(start, mode, restores));
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

  private static Engine.Start start(QueryParameters query) {
    return switch (query.oneOf("start", List.of("cold", "warm", "drain"), "cold")) {
      case "warm" -> Engine.Start.WARM;
      case "drain" -> Engine.Start.DRAIN;
      default -> Engine.Start.COLD;
    };
  }

  private Deployment deploy(String name, String text, RuleSet ruleSet, Engine.Options options)
      throws InterruptedException {
    try {
      return engine.deploy(name, text, ruleSet, options);
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

  /** Takes a rule set away, and answers. */
  void undeploy(Context ctx, String name) throws InterruptedException {
    Deployment deployment = engine.undeploy(name).orElseThrow(() -> RuleSetRoutes.noRuleSet(name));
    LOG.info("Rule set {} taken away", name);
    Json.answer(
        ctx,
        200,
        new Undeployed(
            name,
            deployment.version(),
            deployment.sequence(),
            deployment.rules().stream().map(Change::of).toList()));
  }
}
