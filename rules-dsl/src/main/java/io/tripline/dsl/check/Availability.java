package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;

/**
 * Warns of what the language has and the engine cannot run yet. Rules that use it are checked,
 * formatted and explained like all others, but not deployed.
 */
public final class Availability {
  private final Diagnostics diagnostics;

  private Availability(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Reports all that cannot run, each once. */
  public static void check(RuleSet ruleSet, Diagnostics diagnostics) {
    Availability availability = new Availability(diagnostics);
    ruleSet.rules().forEach(availability::rule);
  }

  /** Whether the engine can run a rule. */
  public static boolean canRun(Rule rule) {
    Diagnostics found = new Diagnostics();
    Availability availability = new Availability(found);
    availability.rule(rule);
    return found.sorted().isEmpty();
  }

  private void report(Place place, String what) {
    diagnostics.report(
        Code.NOT_AVAILABLE_YET, place, what + " is checked, but this version cannot run it yet");
  }

  private void rule(Rule rule) {
    if (rule.decision() != null) {
      report(rule.place(), "`decide`");
    }
  }
}
