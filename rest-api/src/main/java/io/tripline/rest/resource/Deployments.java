package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.approval.Approvals;
import io.tripline.rest.audit.AuditTrail;
import io.tripline.rest.audit.RuleSetState;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Preconditions;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.resource.DeploymentForms.Deployed;
import io.tripline.rest.resource.DeploymentForms.Planned;
import io.tripline.rest.security.Caller;
import io.tripline.state.Proposal;
import io.tripline.state.RuleSetChange;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Changes of what runs, as requests ask for them: made, or, where somebody else has to approve
 * them, proposed. Thread-safe.
 */
public final class Deployments {
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
  private static final Parameter<String> REASON =
      Parameter.text(
          "reason",
          "Why, for whoever approves it, and in the audit log; up to "
              + Reason.LONGEST
              + " characters.");

  /** Headers of answers that tell of a version. */
  static final Map<String, String> TAGGED =
      Map.of(Preconditions.ETAG, "Of the version, for If-Match.");

  private static final String PROPOSED = "Somebody else has to approve it.";
  private static final Map<String, String> LOCATED = Map.of("Location", "Where the proposal is.");

  private final Engine engine;
  private final RuleSetChanger changer;
  private final Approvals approvals;

  public Deployments(Engine engine, Approvals approvals) {
    this.engine = engine;
    this.changer = new RuleSetChanger(engine);
    this.approvals = approvals;
  }

  /** What all endpoints that deploy have. */
  Endpoint.Draft describe(Endpoint.Draft draft) {
    return changing(asking(draft))
        .answers(200, "It runs.", TAGGED, Content.json(Deployed.class))
        .answers(202, PROPOSED, LOCATED, Content.json(ProposalForm.class));
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

  /** What endpoints have that change the version which runs. */
  private static Endpoint.Draft expecting(Endpoint.Draft draft) {
    return draft
        .header(Preconditions.IF_MATCH, "Do it only if a version runs whose ETag is one of these.")
        .header(Preconditions.IF_NONE_MATCH, "With *: do it only if none of this name runs.")
        .problems(ProblemType.OTHER_VERSION);
  }

  /** What endpoints have whose changes somebody else may have to approve. */
  private static Endpoint.Draft changing(Endpoint.Draft draft) {
    return draft.query(REASON).problems(ProblemType.LIMIT_REACHED);
  }

  /** What the endpoint has that takes rule sets away. */
  Endpoint.Draft describeUndeployment(Endpoint.Draft draft) {
    return changing(expecting(draft))
        .path("name", RuleSetRoutes.NAME_FORM)
        .answers(200, "It runs no more.", Content.json(DeploymentForms.Undeployed.class))
        .answers(202, PROPOSED, LOCATED, Content.json(ProposalForm.class))
        .problems(ProblemType.NOT_FOUND, ProblemType.DEPLOYMENT_REFUSED, ProblemType.ENGINE_FAILED);
  }

  /** What endpoints have that change modes. */
  Endpoint.Draft describeModes(Endpoint.Draft draft) {
    return changing(draft)
        .answers(
            200,
            "The modes that all its rules have now.",
            Content.json(DeploymentForms.Modes.class))
        .answers(202, PROPOSED, LOCATED, Content.json(ProposalForm.class))
        .problems(ProblemType.NOT_FOUND, ProblemType.ENGINE_FAILED);
  }

  /**
   * What a request asks for that deploys a text.
   *
   * @param restores the version whose text it is, if it is brought back
   * @throws ProblemException if a parameter is wrong
   */
  private static RuleSetChange.Deploy read(Context ctx, String text, int restores) {
    String mode = MODE.find(ctx);
    return new RuleSetChange.Deploy(
        text,
        start(ctx),
        mode == null
            ? null
            : RuleMode.parse(mode)
                .orElseThrow(() -> ModeRoutes.wrong("parameter", ModeRoutes.NONE_SUCH)),
        restores,
        TEST.of(ctx));
  }

  private static Engine.Start start(Context ctx) {
    return switch (START.of(ctx)) {
      case "warm" -> Engine.Start.WARM;
      case "drain" -> Engine.Start.DRAIN;
      default -> Engine.Start.COLD;
    };
  }

  /**
   * Deploys a text, or proposes that, and answers.
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
    RuleSetChange.Deploy change = read(ctx, text, restores);
    change(ctx, name, change, Preconditions.of(ctx).and(expected));
  }

  /** Says what the deployment of a text would do. */
  void plan(Context ctx, String name, String text) throws InterruptedException {
    Json.answer(
        ctx, 200, changer.plan(name, read(ctx, text, RuleSetVersion.NONE), Preconditions.of(ctx)));
  }

  /** Takes a rule set away, or proposes that, and answers. */
  void undeploy(Context ctx, String name) throws InterruptedException {
    change(ctx, name, new RuleSetChange.Undeploy(), Preconditions.of(ctx));
  }

  /** Changes modes, or proposes that, and answers. */
  void change(Context ctx, String name, RuleModes.Change change) throws InterruptedException {
    change(ctx, name, new RuleSetChange.Modes(change), version -> true);
  }

  private void change(Context ctx, String name, RuleSetChange change, IntPredicate expected)
      throws InterruptedException {
    String reason = Reason.of(REASON.find(ctx), "parameter");
    if (approvals.areRequired()) {
      propose(ctx, name, change, expected, reason);
      return;
    }
    DeploymentForms.Done done = changer.make(name, change, expected);
    if (done instanceof Deployed deployed) {
      ctx.header(Preconditions.ETAG, Preconditions.tag(deployed.version()));
    }
    Json.answer(ctx, 200, done);
  }

  private void propose(
      Context ctx, String name, RuleSetChange change, IntPredicate expected, String reason)
      throws InterruptedException {
    int base = requireMakeable(name, change, expected);
    Proposal proposal = approvals.propose(name, base, change, reason, Caller.of(ctx));
    AuditTrail.note(ctx, "proposal", proposal.id());
    if (change instanceof RuleSetChange.Deploy deploy) {
      RuleSetState now = RuleSetState.of(engine, name);
      AuditTrail.note(ctx, now.changeTo(now.withText(deploy.text())));
    }
    ctx.header("Location", ProposalRoutes.path(proposal));
    Json.answer(ctx, 202, ProposalForm.of(proposal, approvals, base));
  }

  /**
   * The version that a change would be made to.
   *
   * @throws ProblemException if it could not be made now: nobody needs to look at it then
   */
  private int requireMakeable(String name, RuleSetChange change, IntPredicate expected)
      throws InterruptedException {
    Engine.RunningRuleSet running = changer.running(name);
    int base = running == null ? Preconditions.NO_VERSION : running.version();
    switch (change) {
      case RuleSetChange.Deploy deploy ->
          changer.plan(name, deploy, expected.and(version -> version == base));
      case RuleSetChange.Undeploy _ -> {
        if (!expected.test(base)) {
          throw RuleSetChanger.other(name, base);
        }
        if (running == null) {
          throw RuleSetRoutes.noRuleSet(name);
        }
      }
      case RuleSetChange.Modes modes -> {
        String rule = modes.change().rule();
        if (running == null
            || rule != null
                && running.ruleSet().rules().stream().map(Rule::name).noneMatch(rule::equals)) {
          throw RuleSetChanger.noRule(name, rule);
        }
      }
    }
    return base;
  }
}
