package io.tripline.rest.resource;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.engine.explain.SourceText;
import io.tripline.engine.ruletest.RuleTestRunner;
import io.tripline.engine.ruletest.TestResult;
import io.tripline.engine.ruletest.TestResult.Difference;
import io.tripline.engine.ruletest.TestResult.Outcome;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the tests of rules that are about to be deployed. */
final class RuleTests {
  /** So many failures are told; a caller with more has enough to do. */
  private static final int MOST_FAILURES = 100;

  private RuleTests() {}

  /** A test that did not pass. */
  private record Failure(
      String rule,
      @Nullable String test,
      String outcome,
      int line,
      int column,
      List<Reason> differences) {}

  private record Reason(String kind, int line, int column, String summary, List<String> details) {}

  /**
   * The number of tests, all of which passed.
   *
   * @param file the name that places give the text
   * @throws ProblemException 422 if one did not pass
   */
  static int passed(RuleSet ruleSet, String file, String text) {
    RuleTestRunner runner = new RuleTestRunner(ruleSet, SourceText.of(Map.of(file, text)));
    List<Failure> failures = new ArrayList<>();
    int failed = 0;
    for (RuleTest test : ruleSet.tests()) {
      TestResult result = runner.run(test);
      if (result.outcome() != Outcome.PASSED) {
        failed++;
        if (failures.size() < MOST_FAILURES) {
          failures.add(failure(result));
        }
      }
    }
    int all = ruleSet.tests().size();
    if (failed > 0) {
      throw Problem.of(
              ProblemType.TESTS_FAILED,
              "%d of %s did not pass; nothing was deployed."
                  .formatted(failed, all == 1 ? "1 test" : all + " tests"))
          .with("tests", all)
          .with("failed", failed)
          .with("failures", failures)
          .exception();
    }
    return all;
  }

  private static Failure failure(TestResult result) {
    RuleTest test = result.test();
    return new Failure(
        test.rule(),
        test.title(),
        result.outcome().name().toLowerCase(java.util.Locale.ROOT),
        test.place().line(),
        test.place().column(),
        result.differences().stream().map(RuleTests::reason).toList());
  }

  private static Reason reason(Difference difference) {
    return new Reason(
        difference.kind().text(),
        difference.place().line(),
        difference.place().column(),
        difference.summary(),
        difference.details());
  }
}
