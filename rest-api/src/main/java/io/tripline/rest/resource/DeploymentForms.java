package io.tripline.rest.resource;

import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.rest.approval.Approvals;
import io.tripline.rest.endpoint.Meaning;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What callers are answered who change what runs by a name, or ask what a change would do. */
final class DeploymentForms {
  private DeploymentForms() {}

  /** What came of a change. */
  sealed interface Done extends Approvals.Made {}

  /**
   * @param tests how many tests were run and passed; null where none were asked for
   * @param warm what new rules were given of the past; null where none was asked for, or nothing
   *     begins
   */
  record Deployed(
      String name,
      int version,
      long sequence,
      String mode,
      List<ChangeOfRule> rules,
      @Nullable Integer tests,
      @Nullable WarmForm warm,
      List<DiagnosticForm> warnings)
      implements Done {}

  /** What became of the rules of a set that was taken away, and of others with it. */
  record Undeployed(String name, int version, long sequence, List<ChangeOfRule> rules)
      implements Done {}

  /** The modes of a rule set, and of all its rules. */
  record Modes(
      String name,
      @Meaning("Which runs; a change of modes makes no other.") int version,
      String mode,
      List<ModeOfRule> rules)
      implements Done {}

  record ModeOfRule(String rule, String mode, boolean paused) {}

  /**
   * What a deployment would do.
   *
   * @param tests as in an answer to the deployment
   */
  record Planned(
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
  record WarmForm(
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
  record ChangeOfRule(
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

  record PendingState(long keys, long partialMatches) {}
}
