package io.tripline.engine.ruletest;

import io.tripline.dsl.ir.RuleTest.ExpectedAlert;
import io.tripline.engine.alert.Alert;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each expected alert one that is as expected, none for two. As an expectation may leave
 * things open, the first alert that fits it may be the only one that fits another; so alerts are
 * given away again along augmenting paths (Kuhn's bipartite matching).
 */
final class AlertMatcher {
  private static final int NOBODY = -1;

  private final List<ExpectedAlert> expected;
  private final List<Alert> alerts;
  private final AlertComparison comparison;

  /** By alert, the expectation that has it. */
  private final int[] ownerOf;

  private final boolean[] isMet;

  AlertMatcher(List<ExpectedAlert> expected, List<Alert> alerts, AlertComparison comparison) {
    this.expected = expected;
    this.alerts = alerts;
    this.comparison = comparison;
    this.ownerOf = new int[alerts.size()];
    this.isMet = new boolean[expected.size()];
    Arrays.fill(ownerOf, NOBODY);
  }

  /** Gives each alert to at most one expectation, and as many as possible. */
  void match() {
    for (int i = 0; i < isMet.length; i++) {
      isMet[i] = give(i, new boolean[ownerOf.length]);
    }
  }

  private boolean give(int expectation, boolean[] asked) {
    for (int a = 0; a < ownerOf.length; a++) {
      if (!asked[a] && fits(expectation, a)) {
        asked[a] = true;
        if (ownerOf[a] == NOBODY || give(ownerOf[a], asked)) {
          ownerOf[a] = expectation;
          return true;
        }
      }
    }
    return false;
  }

  private boolean fits(int expectation, int alert) {
    return comparison.mismatches(expected.get(expectation), alerts.get(alert)).isEmpty();
  }

  /** The expectations without an alert, in their order. */
  List<ExpectedAlert> unmet() {
    List<ExpectedAlert> unmet = new ArrayList<>();
    for (int i = 0; i < isMet.length; i++) {
      if (!isMet[i]) {
        unmet.add(expected.get(i));
      }
    }
    return unmet;
  }

  /**
   * The alert without an expectation that differs least from one, of the same rule and key; null if
   * there is none. It is no longer without one.
   */
  @Nullable Alert takeNearest(ExpectedAlert unmet) {
    int nearest = NOBODY;
    int least = Integer.MAX_VALUE;
    for (int a = 0; a < ownerOf.length; a++) {
      Alert alert = alerts.get(a);
      if (ownerOf[a] == NOBODY && comparison.sameRuleAndKey(unmet, alert)) {
        int differences = comparison.mismatches(unmet, alert).size();
        if (differences < least) {
          least = differences;
          nearest = a;
        }
      }
    }
    if (nearest == NOBODY) {
      return null;
    }
    ownerOf[nearest] = expected.indexOf(unmet);
    return alerts.get(nearest);
  }

  /** The alerts without an expectation, in their order. */
  List<Alert> unexpected() {
    List<Alert> unexpected = new ArrayList<>();
    for (int a = 0; a < ownerOf.length; a++) {
      if (ownerOf[a] == NOBODY) {
        unexpected.add(alerts.get(a));
      }
    }
    return unexpected;
  }
}
