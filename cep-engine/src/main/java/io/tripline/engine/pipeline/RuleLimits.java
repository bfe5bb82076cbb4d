package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.ExprText;
import io.tripline.engine.bound.StateBound;

/**
 * How much may be deployed. A deployment that goes beyond is refused; what runs already goes on,
 * also where a start has lower limits.
 *
 * @param ruleSets how many there may be
 * @param rules how many there may be, of all rule sets together
 * @param reachMillis how far back a rule may look: how long it may keep a partial match, and how
 *     long a window by time may be that it reads; 0 for any time
 */
public record RuleLimits(int ruleSets, int rules, long reachMillis) {
  /** As good as none: what runs is bounded by memory alone. */
  public static final RuleLimits USUAL = new RuleLimits(2_000, 20_000, 0);

  /**
   * @throws IllegalArgumentException if nothing could be deployed
   */
  public RuleLimits {
    if (ruleSets < 1 || rules < 1 || reachMillis < 0) {
      throw new IllegalArgumentException("limits of rules cannot be less than 1");
    }
  }

  /**
   * Checks what would run.
   *
   * @param name of the rule set that is deployed
   * @throws DeploymentRefusedException if that is too much
   */
  void check(Running target, String name) {
    int sets = target.deployed().size();
    if (sets > ruleSets) {
      throw new DeploymentRefusedException(
          "There would be %d rule sets, and there may be %d (max-rule-sets). Take one away first."
              .formatted(sets, ruleSets),
          null);
    }
    int all = target.deployed().stream().mapToInt(set -> set.rules().size()).sum();
    if (all > rules) {
      throw new DeploymentRefusedException(
          "There would be %d rules in all rule sets, and there may be %d (max-rules)."
              .formatted(all, rules),
          null);
    }
    if (reachMillis > 0) {
      target.deployed().stream()
          .filter(set -> set.name().equals(name))
          .flatMap(set -> set.rules().stream())
          .forEach(rule -> checkReach(rule, target));
    }
  }

  private void checkReach(RunningRule rule, Running target) {
    refuse(rule, "keeps a partial match for", StateBound.reachMillis(rule.program()));
    for (RunningSeries each : target.features().series()) {
      if (rule.reads(each)) {
        refuse(rule, "reads a window of", each.series().horizonMillis());
      }
    }
  }

  /** A window of so many events has no end in time, and a bound of its own. */
  private void refuse(RunningRule rule, String does, long millis) {
    if (millis > reachMillis && millis != WarmPart.ENDLESS) {
      throw new DeploymentRefusedException(
          "The rule %s %s %s, and rules may look back %s (max-rule-reach)."
              .formatted(
                  rule.name(), does, ExprText.duration(millis), ExprText.duration(reachMillis)),
          rule.rule().place());
    }
  }
}
