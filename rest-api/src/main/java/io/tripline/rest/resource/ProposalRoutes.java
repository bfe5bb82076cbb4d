package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.approval.Approvals;
import io.tripline.rest.approval.Approvals.State;
import io.tripline.rest.audit.AuditTrail;
import io.tripline.rest.audit.RuleSetState;
import io.tripline.rest.audit.TextDiff;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Preconditions;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.resource.DeploymentForms.Planned;
import io.tripline.rest.security.Caller;
import io.tripline.rest.security.Scope;
import io.tripline.state.Proposal;
import io.tripline.state.RuleSetChange;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes of rules that wait for somebody else's approval: read, approved and rejected. */
public final class ProposalRoutes implements Resource {
  private static final String ALL = "/v1/proposals";
  private static final String ONE = ALL + "/{id}";

  private static final Parameter<String> STATE =
      Parameter.oneOf("state", "Which of them.", "all", "open", "closed");

  private final Engine engine;
  private final RuleSetChanger changer;
  private final Approvals approvals;
  private final RuleVersions versions;
  private final BodyReader bodies;

  public ProposalRoutes(
      Engine engine, Approvals approvals, RuleVersions versions, BodyReader bodies) {
    this.engine = engine;
    this.changer = new RuleSetChanger(engine);
    this.approvals = approvals;
    this.versions = versions;
    this.bodies = bodies;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(ALL, "listProposals", Tag.PROPOSALS, Scope.READ)
            .summary("The changes that were proposed")
            .query(STATE)
            .answers(200, "They, the newest first.", Content.json(ProposalListing.class))
            .handledBy(this::list),
        one(Endpoint.get(ONE, "getProposal", Tag.PROPOSALS, Scope.READ))
            .summary("A proposal, its text, and what it would do")
            .answers(200, "The proposal.", Content.json(WholeProposal.class))
            .handledBy(this::get),
        one(Endpoint.post(ONE + "/approve", "approveProposal", Tag.PROPOSALS, Scope.APPROVE))
            .summary("Approve what somebody else has proposed, and have it made")
            .details(
                "It is made to the version that it was proposed for, or not at all. What is"
                    + " refused stays open.")
            .mayTake(Content.asked(Verdict.class))
            .tellsBody()
            .answers(200, "It is made.", Content.json(ApprovedProposal.class))
            .problems(
                ProblemType.OWN_PROPOSAL,
                ProblemType.NOT_WAITING,
                ProblemType.OTHER_VERSION,
                ProblemType.INVALID_RULES,
                ProblemType.TESTS_FAILED,
                ProblemType.DEPLOYMENT_REFUSED,
                ProblemType.ENGINE_FAILED)
            .handledBy(this::approve),
        one(Endpoint.post(ONE + "/reject", "rejectProposal", Tag.PROPOSALS, Scope.APPROVE))
            .summary("Reject what was proposed")
            .mayTake(Content.asked(Verdict.class))
            .tellsBody()
            .answers(200, "It is not made.", Content.json(ProposalForm.class))
            .problems(ProblemType.NOT_WAITING)
            .handledBy(this::reject),
        one(Endpoint.delete(ONE, "withdrawProposal", Tag.PROPOSALS, Scope.AUTHOR))
            .summary("Take back what one has proposed oneself")
            .answers(200, "It is not made.", Content.json(ProposalForm.class))
            .problems(ProblemType.NOT_WAITING)
            .handledBy(this::withdraw));
  }

  private static Endpoint.Draft one(Endpoint.Draft draft) {
    return draft.path("id", Schema.text()).problems(ProblemType.NOT_FOUND);
  }

  /** Where a proposal is. */
  static String path(Proposal proposal) {
    return ALL + "/" + proposal.id();
  }

  private record ProposalListing(List<ProposalForm> proposals) {}

  private record WholeProposal(
      ProposalForm proposal,
      @Meaning("That is to run; null if it deploys none.") @Nullable String text,
      @Meaning("What it changes in the text of its base, as a unified diff.") String diff,
      @Meaning("What it would do now; null if it deploys nothing, is closed, or cannot be made.")
          @Nullable Planned plan,
      @Meaning("Why it cannot be made now; null if it can.") @Nullable String refused) {}

  private record Verdict(@Meaning("Why; up to 500 characters.") @Nullable String reason) {}

  /** A change that was approved, and what came of it: one of the last three. */
  private record ApprovedProposal(
      ProposalForm proposal,
      DeploymentForms.@Nullable Deployed deployed,
      DeploymentForms.@Nullable Undeployed undeployed,
      DeploymentForms.@Nullable Modes modes) {}

  private void list(Context ctx) {
    Predicate<Proposal> wanted =
        switch (STATE.of(ctx)) {
          case "open" -> this::isOpen;
          case "closed" -> Predicate.not(this::isOpen);
          default -> each -> true;
        };
    Map<String, Integer> running =
        engine.ruleSets().stream()
            .collect(
                Collectors.toMap(
                    Engine.RunningRuleSet::name, Engine.RunningRuleSet::version, (a, b) -> a));
    Json.answer(
        ctx,
        200,
        new ProposalListing(
            approvals.list().stream()
                .filter(wanted)
                .map(
                    each ->
                        ProposalForm.of(
                            each,
                            approvals,
                            running.getOrDefault(each.ruleSet(), Preconditions.NO_VERSION)))
                .toList()));
  }

  private boolean isOpen(Proposal proposal) {
    State state = approvals.state(proposal);
    return state == State.OPEN || state == State.APPLYING || state == State.UNKNOWN;
  }

  private ProposalForm form(Proposal proposal) {
    return ProposalForm.of(
        proposal, approvals, RuleSetState.of(engine, proposal.ruleSet()).version());
  }

  private void get(Context ctx) throws InterruptedException {
    Proposal proposal = approvals.find(ctx.pathParam("id"));
    String name = proposal.ruleSet();
    String before = baseText(proposal);
    RuleSetChange.Deploy deploy = proposal.change() instanceof RuleSetChange.Deploy of ? of : null;
    Planned plan = null;
    String refused = null;
    if (deploy != null && isOpen(proposal)) {
      try {
        plan = changer.plan(name, deploy, version -> version == proposal.base());
      } catch (ProblemException e) {
        refused = e.problem().detail();
      }
    }
    String diff =
        proposal.change() instanceof RuleSetChange.Modes
            ? ""
            : TextDiff.unified(
                before,
                deploy == null ? "" : deploy.text(),
                before.isEmpty() ? "nothing" : name + ", version " + proposal.base(),
                deploy == null ? "nothing" : name + ", proposed");
    Json.answer(
        ctx,
        200,
        new WholeProposal(
            form(proposal), deploy == null ? null : deploy.text(), diff, plan, refused));
  }

  private String baseText(Proposal proposal) {
    return versions.versions(proposal.ruleSet()).stream()
        .filter(each -> each.version() == proposal.base())
        .findFirst()
        .map(RuleSetVersion::text)
        .orElse("");
  }

  private String reason(Context ctx) {
    try (Body body = bodies.read(ctx)) {
      return body.length() == 0 ? "" : Reason.of(Json.read(body, Verdict.class).reason(), "member");
    }
  }

  private void approve(Context ctx) throws InterruptedException {
    String reason = reason(ctx);
    Proposal asked = note(ctx);
    RuleSetState before = RuleSetState.of(engine, asked.ruleSet());
    try {
      Approvals.Approved<DeploymentForms.Done> approved =
          approvals.approve(asked.id(), Caller.of(ctx), reason, this::make);
      DeploymentForms.Done done = approved.made();
      Json.answer(
          ctx,
          200,
          new ApprovedProposal(
              form(approved.proposal()),
              done instanceof DeploymentForms.Deployed deployed ? deployed : null,
              done instanceof DeploymentForms.Undeployed undeployed ? undeployed : null,
              done instanceof DeploymentForms.Modes modes ? modes : null));
    } finally {
      AuditTrail.note(ctx, before.changeTo(RuleSetState.of(engine, asked.ruleSet())));
    }
  }

  private DeploymentForms.Done make(Proposal proposal) throws InterruptedException {
    int base = proposal.base();
    int running = RuleSetState.of(engine, proposal.ruleSet()).version();
    if (running != base) {
      throw RuleSetChanger.other(proposal.ruleSet(), running);
    }
    return changer.make(proposal.ruleSet(), proposal.change(), version -> version == base);
  }

  private void reject(Context ctx) {
    String reason = reason(ctx);
    Json.answer(ctx, 200, form(approvals.reject(note(ctx).id(), Caller.of(ctx), reason)));
  }

  private void withdraw(Context ctx) {
    Json.answer(ctx, 200, form(approvals.withdraw(note(ctx).id(), Caller.of(ctx))));
  }

  /** The proposal that is asked for, which the audit log tells of. */
  private Proposal note(Context ctx) {
    Proposal proposal = approvals.find(ctx.pathParam("id"));
    AuditTrail.note(ctx, Map.of("ruleset", proposal.ruleSet(), "proposed_by", proposal.by()));
    return proposal;
  }
}
