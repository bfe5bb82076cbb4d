package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.Decision;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.dsl.ir.RuleTest.ExpectedAlert;
import io.tripline.dsl.ir.RuleTest.ExpectedDecision;
import io.tripline.dsl.syntax.TestDeclaration;
import io.tripline.dsl.syntax.TestDeclaration.ExpectDecision;
import io.tripline.dsl.syntax.TestDeclaration.ExpectNoDecision;
import io.tripline.dsl.syntax.TestDeclaration.Moment;
import io.tripline.dsl.syntax.TestDeclaration.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the decisions that a test expects. */
final class ExpectedDecisionsChecker {
  private final GivenEventsChecker given;
  private final boolean complete;
  private final Diagnostics diagnostics;
  private final List<ExpectedDecision> expected = new ArrayList<>();
  private final Map<Integer, Place> decided = new HashMap<>();
  private RuleTest.Others others = RuleTest.Others.ANY;
  private boolean good = true;

  /**
   * @param given all events of the test
   * @param complete whether there are no more than those, of which some are wrong
   */
  ExpectedDecisionsChecker(GivenEventsChecker given, boolean complete, Diagnostics diagnostics) {
    this.given = given;
    this.complete = complete;
    this.diagnostics = diagnostics;
  }

  List<ExpectedDecision> expected() {
    return expected;
  }

  RuleTest.Others others() {
    return others;
  }

  /**
   * Takes what a test says of decisions; false if it is wrong, which is reported.
   *
   * @param rules those that take part in the test; null where some of them are wrong
   */
  boolean check(TestDeclaration test, @Nullable Collection<Rule> rules) {
    ExpectNoDecision never = null;
    for (Part part : test.parts()) {
      if (part instanceof ExpectDecision decision) {
        expect(decision, rules);
      } else if (part instanceof ExpectNoDecision no) {
        others = RuleTest.Others.NONE;
        never = no.other() ? never : no;
        if (rules != null && rules.stream().allMatch(rule -> rule.decision() == null)) {
          wrong(
              Code.BAD_EXPECTATION,
              no.place(),
              "the rules of this test decide nothing, so this could not fail",
              null);
        }
      }
    }
    if (never != null && test.parts().stream().anyMatch(ExpectDecision.class::isInstance)) {
      wrong(
          Code.BAD_EXPECTATION,
          never.place(),
          "this test expects a decision, and none",
          "besides those expected, there is `expect no other decision`");
    }
    return good;
  }

  private void expect(ExpectDecision part, @Nullable Collection<Rule> rules) {
    Decision decision = DecisionChecker.read(part.decision(), diagnostics);
    good &= decision != null;
    if (decision != null && rules != null) {
      possible(part, decision, rules);
    }
    Moment at = part.at();
    int event = at == null ? ExpectedAlert.NOT_GIVEN : event(at);
    if (at != null && event != ExpectedAlert.NOT_GIVEN) {
      Place first = decided.putIfAbsent(event, at.place());
      if (first != null) {
        wrong(
            Code.DUPLICATE,
            at.place(),
            "`" + at.text() + "` is decided on once",
            null,
            new Related(first, "a decision on it is expected here"));
      }
    }
    if (expected.size() == TestChecker.MOST_EXPECTED) {
      wrong(
          Code.LARGE_TEST,
          part.place(),
          "a test expects at most " + TestChecker.MOST_EXPECTED + " decisions",
          null);
    } else if (decision != null) {
      expected.add(new ExpectedDecision(decision, event, part.place()));
    }
  }

  /** That one of the rules can answer so. */
  private void possible(ExpectDecision part, Decision decision, Collection<Rule> rules) {
    if (rules.stream().anyMatch(rule -> rule.decision() == decision)) {
      return;
    }
    List<String> others = new ArrayList<>();
    for (Rule rule : rules) {
      Decision its = rule.decision();
      if (its != null) {
        others.add("`" + rule.name() + "` decides `" + its.text() + "`");
      }
    }
    wrong(
        Code.BAD_EXPECTATION,
        part.decision().place(),
        "no rule of this test decides `" + decision.text() + "`",
        others.isEmpty()
            ? "a rule answers so with `decide " + decision.text() + "`"
            : String.join(", ", others));
  }

  private int event(Moment at) {
    if (at.time()) {
      wrong(
          Code.BAD_EXPECTATION,
          at.place(),
          "a decision is one on an event, and not of a time",
          "name the event by its id");
      return ExpectedAlert.NOT_GIVEN;
    }
    Integer index = given.labels().get(at.text());
    if (index == null && !complete) {
      good = false; // it may be one of those that are wrong
    } else if (index == null) {
      wrong(
          Code.UNKNOWN_TEST_EVENT,
          at.place(),
          "this test gives no event `" + at.text() + "`",
          DidYouMean.hint(at.text(), given.labels().keySet()));
    }
    return index == null ? ExpectedAlert.NOT_GIVEN : index;
  }

  private void wrong(
      Code code, Place place, String message, @Nullable String hint, Related... related) {
    diagnostics.report(code, place, message, hint, related);
    good = false;
  }
}
