package io.tripline.engine.pipeline;

import io.tripline.engine.port.RuleVersions.RuleSetVersion;

/** Another version of a rule set runs than whoever wants to change it has seen. */
public final class OtherVersionException extends RuntimeException {
  private final int running;

  OtherVersionException(String ruleSet, int running) {
    super(
        running == RuleSetVersion.NONE
            ? "The rule set " + ruleSet + " does not run now."
            : "Of the rule set " + ruleSet + ", version " + running + " runs now.");
    this.running = running;
  }

  /** The version that runs; {@link RuleSetVersion#NONE} if none does. */
  public int running() {
    return running;
  }
}
