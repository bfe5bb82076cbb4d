package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
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
    ruleSet.features().forEach(f -> availability.report(f.place(), "a feature"));
    ruleSet.rules().forEach(availability::rule);
  }

  /** Whether the engine can run a rule. */
  public static boolean canRun(Rule rule) {
    Diagnostics found = new Diagnostics();
    new Availability(found).rule(rule);
    rule.walk(
        e -> {
          if (e instanceof Expr.FeatureValue) {
            report(found, e.place(), "its data");
          }
        });
    return found.sorted().isEmpty();
  }

  private void report(Place place, String what) {
    report(diagnostics, place, what);
  }

  /** Reports what stands at a place. */
  static void report(Diagnostics diagnostics, Place place, String what) {
    diagnostics.report(
        Code.NOT_AVAILABLE_YET, place, what + " is checked, but this version cannot run it yet");
  }

  private void rule(Rule rule) {
    if (rule.emission() != null) {
      report(rule.emission().place(), "`emit`");
    }
    if (rule.decision() != null) {
      report(rule.place(), "`decide`");
    }
    rule.walk(
        e -> {
          if (e instanceof Expr.Windowed) {
            report(e.place(), "a window (`over`)");
          }
        });
  }
}
