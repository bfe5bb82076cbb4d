package io.tripline.engine.ruletest;

import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleTest;
import java.util.List;

/**
 * What became of a test.
 *
 * @param differences why it failed, or could not run; none if it passed
 */
public record TestResult(RuleTest test, Outcome outcome, List<Difference> differences) {
  public TestResult {
    differences = List.copyOf(differences);
    if ((outcome == Outcome.PASSED) != differences.isEmpty()) {
      throw new IllegalArgumentException(outcome + " with " + differences);
    }
  }

  /** How a test came out. */
  public enum Outcome {
    PASSED,
    /** Alerts were not as expected. */
    FAILED,
    /** The rules are larger than the engine allows. */
    NOT_RUN;

    /** As people and programs read it. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /** The kinds of difference. */
  public enum Kind {
    /** An expected alert did not come. */
    MISSING,
    /** An alert came that is nearly the expected one. */
    DIFFERENT,
    /** An alert came that nobody expected. */
    UNEXPECTED,
    /** The test could not run. */
    NOT_RUN;

    /** As programs read it. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A reason for which a test failed.
   *
   * @param place of the expectation, or of the test
   * @param summary a line
   * @param details lines about it, to be shown below, in this form
   */
  public record Difference(Kind kind, Place place, String summary, List<String> details) {
    public Difference {
      details = List.copyOf(details);
    }
  }
}
