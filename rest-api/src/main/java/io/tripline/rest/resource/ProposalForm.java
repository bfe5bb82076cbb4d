package io.tripline.rest.resource;

import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.approval.Approvals;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.http.Preconditions;
import io.tripline.state.Proposal;
import io.tripline.state.RuleSetChange;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A proposal as it is shown, without the text that it may bring. */
record ProposalForm(
    String id,
    @Meaning(
            "open; applying: it is being made; unknown: the server has ended while it was made, see"
                + " what runs; applied, rejected, withdrawn, expired.")
        String state,
    String ruleset,
    @Meaning("deploy, undeploy, mode, pause or resume.") String change,
    @Meaning("The version that ran when it was proposed; null if none did.") @Nullable Integer base,
    @Meaning(
            "Whether another version runs than it was proposed for: it cannot be approved then."
                + " False once it is decided.")
        boolean stale,
    @Meaning("Whose mode it changes; null if the whole rule set's, or none's.")
        @Nullable String rule,
    @Meaning("That it brings; null if it leaves modes as they are.") @Nullable String mode,
    @Meaning("Of a deployment: cold, warm or drain.") @Nullable String start,
    @Meaning("Of a deployment: the earlier version that it brings back.")
        @Nullable Integer restores,
    @Meaning("Of a deployment: whether the text's tests have to pass.") @Nullable Boolean test,
    String reason,
    @Meaning("Who has proposed it.") String by,
    Instant at,
    @Meaning("It can be approved before then.") Instant until,
    @Meaning("What was decided; null if nothing was.") @Nullable DecidedProposal decided) {

  /** What somebody has decided. */
  record DecidedProposal(
      String by,
      Instant at,
      String reason,
      @Meaning("That the change has made; null if it made none.") @Nullable Integer version) {}

  /**
   * @param running the version of its rule set that runs; 0 if none does
   */
  static ProposalForm of(Proposal proposal, Approvals approvals, int running) {
    RuleSetChange change = proposal.change();
    RuleSetChange.Deploy deploy = change instanceof RuleSetChange.Deploy of ? of : null;
    RuleModes.Change modes = change instanceof RuleSetChange.Modes of ? of.change() : null;
    Approvals.State state = approvals.state(proposal);
    return new ProposalForm(
        proposal.id(),
        state.name().toLowerCase(Locale.ROOT),
        proposal.ruleSet(),
        word(change),
        version(proposal.base()),
        (state == Approvals.State.OPEN || state == Approvals.State.UNKNOWN)
            && proposal.base() != running,
        modes == null ? null : modes.rule(),
        mode(change),
        deploy == null ? null : deploy.start().name().toLowerCase(Locale.ROOT),
        deploy == null || deploy.restores() == RuleSetVersion.NONE ? null : deploy.restores(),
        deploy == null ? null : deploy.test(),
        proposal.reason(),
        proposal.by(),
        Instant.ofEpochMilli(proposal.at()),
        Instant.ofEpochMilli(proposal.until()),
        decided(proposal.decision()));
  }

  private static @Nullable Integer version(int version) {
    return version == Preconditions.NO_VERSION ? null : version;
  }

  private static String word(RuleSetChange change) {
    return switch (change) {
      case RuleSetChange.Deploy _ -> "deploy";
      case RuleSetChange.Undeploy _ -> "undeploy";
      case RuleSetChange.Modes modes ->
          switch (modes.change()) {
            case RuleModes.Change.To _ -> "mode";
            case RuleModes.Change.Pause _ -> "pause";
            default -> "resume";
          };
    };
  }

  private static @Nullable String mode(RuleSetChange change) {
    RuleMode mode =
        switch (change) {
          case RuleSetChange.Deploy deploy -> deploy.mode();
          case RuleSetChange.Modes(RuleModes.Change.To to) -> to.mode();
          default -> null;
        };
    return mode == null ? null : mode.text();
  }

  private static @Nullable DecidedProposal decided(Proposal.@Nullable Decision decision) {
    return decision == null
        ? null
        : new DecidedProposal(
            decision.by(),
            Instant.ofEpochMilli(decision.at()),
            decision.reason(),
            version(decision.version()));
  }
}
