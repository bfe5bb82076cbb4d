package io.tripline.rest.resource;

import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.DeploymentRefusedException;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.OtherVersionException;
import io.tripline.rest.audit.TextDiff;
import io.tripline.rest.http.Preconditions;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.resource.DeploymentForms.ChangeOfRule;
import io.tripline.rest.resource.DeploymentForms.Deployed;
import io.tripline.rest.resource.DeploymentForms.Done;
import io.tripline.rest.resource.DeploymentForms.ModeOfRule;
import io.tripline.rest.resource.DeploymentForms.Modes;
import io.tripline.rest.resource.DeploymentForms.Planned;
import io.tripline.rest.resource.DeploymentForms.Undeployed;
import io.tripline.rest.resource.DeploymentForms.WarmForm;
import io.tripline.state.RuleSetChange;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes what runs by a name, or says what a change would do. Each method throws a {@link
 * ProblemException} where nothing can be changed so. Thread-safe.
 */
final class RuleSetChanger {
  private static final Logger LOG = LoggerFactory.getLogger(RuleSetChanger.class);

  private final Engine engine;

  RuleSetChanger(Engine engine) {
    this.engine = engine;
  }

  /** What is to be deployed, compiled. */
  private record Asked(
      RuleSet ruleSet,
      Engine.Options options,
      @Nullable Integer tests,
      List<DiagnosticForm> warnings) {}

  private static Asked compile(String name, RuleSetChange.Deploy change, IntPredicate expected) {
    RuleTexts.Compiled compiled = RuleTexts.compile(name, change.text());
    RuleSet ruleSet = compiled.ruleSet();
    Integer tests = change.test() ? RuleTests.passed(ruleSet, name + ".trip", change.text()) : null;
    Engine.Options options =
        new Engine.Options(change.start(), change.mode(), change.restores(), expected);
    return new Asked(ruleSet, options, tests, compiled.warnings());
  }

  /** What runs by a name; null if nothing does. */
  Engine.@Nullable RunningRuleSet running(String name) {
    return engine.ruleSets().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /**
   * Makes a change.
   *
   * @param expected asked of the version that runs before, {@link Preconditions#NO_VERSION} if none
   */
  Done make(String name, RuleSetChange change, IntPredicate expected) throws InterruptedException {
    return switch (change) {
      case RuleSetChange.Deploy deploy -> deploy(name, deploy, expected);
      case RuleSetChange.Undeploy _ -> undeploy(name, expected);
      case RuleSetChange.Modes modes -> change(name, modes.change());
    };
  }

  private Deployed deploy(String name, RuleSetChange.Deploy change, IntPredicate expected)
      throws InterruptedException {
    Asked asked = compile(name, change, expected);
    Deployment deployment =
        refusing(name, () -> engine.deploy(name, change.text(), asked.ruleSet(), asked.options()));
    LOG.info(
        "Rule set {}, version {}, in effect from sequence {}: {} rules",
        name,
        deployment.version(),
        deployment.sequence(),
        asked.ruleSet().rules().size());
    return new Deployed(
        name,
        deployment.version(),
        deployment.sequence(),
        deployment.modes().ofSet().text(),
        ChangeOfRule.all(deployment),
        asked.tests(),
        WarmForm.of(deployment.warm()),
        asked.warnings());
  }

  /** Says what the deployment of a text would do. */
  Planned plan(String name, RuleSetChange.Deploy change, IntPredicate expected)
      throws InterruptedException {
    Asked asked = compile(name, change, expected);
    Engine.RunningRuleSet running = running(name);
    Deployment foreseen =
        refusing(name, () -> engine.foresee(name, change.text(), asked.ruleSet(), asked.options()));
    return new Planned(
        name,
        running == null ? null : running.version(),
        foreseen.version(),
        foreseen.modes().ofSet().text(),
        ChangeOfRule.all(foreseen),
        TextDiff.unified(
            running == null ? "" : running.text(),
            change.text(),
            running == null ? "nothing" : name + ", version " + running.version(),
            name + ", version " + foreseen.version()),
        asked.tests(),
        asked.warnings());
  }

  /** Something of the engine that may be refused. */
  private interface Attempt {
    Deployment run() throws InterruptedException;
  }

  private static Deployment refusing(String name, Attempt attempt) throws InterruptedException {
    try {
      return attempt.run();
    } catch (OtherVersionException e) {
      throw other(name, e.running());
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

  /**
   * What a caller is answered who has seen another version than runs.
   *
   * @param running {@link Preconditions#NO_VERSION} if none does
   */
  static ProblemException other(String name, int running) {
    boolean none = running == Preconditions.NO_VERSION;
    Problem problem =
        Problem.of(
            ProblemType.OTHER_VERSION,
            (none
                    ? "The rule set " + name + " does not run now."
                    : "Of the rule set " + name + ", version " + running + " runs now.")
                + " Read it, and decide whether to change it.");
    return none ? problem.exception() : problem.with("version", running).exception();
  }

  private Undeployed undeploy(String name, IntPredicate expected) throws InterruptedException {
    Deployment deployment;
    try {
      deployment = engine.undeploy(name, expected).orElseThrow(() -> RuleSetRoutes.noRuleSet(name));
    } catch (OtherVersionException e) {
      throw other(name, e.running());
    }
    LOG.info("Rule set {} taken away", name);
    return new Undeployed(
        name, deployment.version(), deployment.sequence(), ChangeOfRule.all(deployment));
  }

  private Modes change(String name, RuleModes.Change change) throws InterruptedException {
    Engine.Modes after = engine.change(name, change).orElseThrow(() -> noRule(name, change.rule()));
    if (after.changed()) {
      LOG.info(
          "Rule set {}, {} {}",
          name,
          change.rule() == null ? "all rules" : "rule " + change.rule(),
          words(change));
    }
    RuleModes modes = after.modes();
    Engine.RunningRuleSet running = running(name);
    return new Modes(
        name,
        running == null ? Preconditions.NO_VERSION : running.version(),
        modes.ofSet().text(),
        after.rules().stream()
            .map(each -> new ModeOfRule(each, modes.of(each).text(), modes.isPaused(each)))
            .toList());
  }

  private static String words(RuleModes.Change change) {
    return switch (change) {
      case RuleModes.Change.To to -> "in mode " + to.mode().text();
      case RuleModes.Change.Pause _ -> "paused";
      default -> "resumed";
    };
  }

  /** What a caller is answered who names a rule that does not run. */
  static ProblemException noRule(String name, @Nullable String rule) {
    return Problem.of(
            ProblemType.NOT_FOUND,
            rule == null
                ? "There is no rule set " + name + "."
                : "There is no rule " + rule + " in a rule set " + name + ".")
        .exception();
  }
}
