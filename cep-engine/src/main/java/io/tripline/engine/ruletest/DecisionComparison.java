package io.tripline.engine.ruletest;

import io.tripline.dsl.ir.Decision;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.dsl.ir.RuleTest.ExpectedAlert;
import io.tripline.dsl.ir.RuleTest.ExpectedDecision;
import io.tripline.dsl.ir.RuleTest.Others;
import io.tripline.engine.ruletest.TestResult.Difference;
import io.tripline.engine.ruletest.TestResult.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Compares what rules decide with what a test expects. There is one decision on an event, so those
 * that name theirs are compared first, and what is left over goes to those that do not.
 */
final class DecisionComparison {
  private final RuleTest test;
  private final Map<Long, Decision> decisions;
  private final BiFunction<Decision, Integer, List<String>> whyNot;
  private final Set<Long> taken = new HashSet<>();
  private final List<Difference> differences = new ArrayList<>();

  /**
   * @param decisions by the number of the event, in their order
   * @param whyNot lines that say why nothing was decided so, on the event with an index or on any
   *     ({@link ExpectedAlert#NOT_GIVEN})
   */
  DecisionComparison(
      RuleTest test,
      Map<Long, Decision> decisions,
      BiFunction<Decision, Integer, List<String>> whyNot) {
    this.test = test;
    this.decisions = decisions;
    this.whyNot = whyNot;
  }

  List<Difference> differences() {
    for (ExpectedDecision expected : test.decisions()) {
      if (expected.atEvent() != ExpectedAlert.NOT_GIVEN) {
        on(expected, expected.atEvent() + 1L);
      }
    }
    for (ExpectedDecision expected : test.decisions()) {
      if (expected.atEvent() == ExpectedAlert.NOT_GIVEN) {
        onAny(expected);
      }
    }
    if (test.otherDecisions() == Others.NONE) {
      decisions.forEach(this::unexpected);
    }
    return differences;
  }

  private void on(ExpectedDecision expected, long event) {
    Decision got = decisions.get(event);
    taken.add(event);
    if (got == null) {
      missing(expected, "nothing was decided on " + label(event));
    } else if (got != expected.decision()) {
      differences.add(
          new Difference(
              Kind.DIFFERENT,
              expected.place(),
              "something else was decided on " + label(event),
              List.of(
                  "decision:",
                  "  expected  " + expected.decision().text(),
                  "  got       " + got.text())));
    }
  }

  private void onAny(ExpectedDecision expected) {
    for (Map.Entry<Long, Decision> each : decisions.entrySet()) {
      if (each.getValue() == expected.decision() && taken.add(each.getKey())) {
        return;
      }
    }
    Collection<Decision> all = decisions.values();
    missing(
        expected,
        all.contains(expected.decision())
            ? "no further event was decided `" + expected.decision().text() + "`"
            : "no event was decided `" + expected.decision().text() + "`");
  }

  private void missing(ExpectedDecision expected, String summary) {
    differences.add(
        new Difference(
            Kind.MISSING,
            expected.place(),
            summary,
            whyNot.apply(expected.decision(), expected.atEvent())));
  }

  private void unexpected(long event, Decision decision) {
    if (!taken.contains(event)) {
      differences.add(
          new Difference(
              Kind.UNEXPECTED,
              test.place(),
              "a decision was made that is not expected",
              List.of("expect decision " + decision.text() + " at " + label(event))));
    }
  }

  private String label(long event) {
    return AlertLine.quoted(test.events().get(Math.toIntExact(event) - 1).label());
  }
}
