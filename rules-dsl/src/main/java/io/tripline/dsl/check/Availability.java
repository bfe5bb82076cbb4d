package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;

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
    ruleSet.features().forEach(f -> availability.window(f.aggregate(), f.place()));
    ruleSet.rules().forEach(availability::rule);
  }

  /** Whether the engine can run a rule. */
  public static boolean canRun(Rule rule) {
    Diagnostics found = new Diagnostics();
    Availability availability = new Availability(found);
    availability.rule(rule);
    rule.walk(
        e -> {
          if (e instanceof Expr.FeatureValue value) {
            availability.window(value.feature().aggregate(), e.place());
          }
        });
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
    rule.walk(
        e -> {
          if (e instanceof Expr.Windowed windowed) {
            window(windowed.aggregate(), e.place());
          }
        });
  }

  private void window(WindowAggregate aggregate, Place place) {
    if (aggregate.window() instanceof Window.Panes) {
      report(place, "a window in panes (`every`)");
    } else if (aggregate.approximate()) {
      report(place, "an approximate value (`approx`)");
    }
  }
}
