package io.tripline.app.test;

import io.tripline.dsl.ir.RuleTest;
import io.tripline.engine.ruletest.TestResult;
import io.tripline.engine.ruletest.TestResult.Outcome;
import java.util.List;
import java.util.Locale;

/** All tests that were run, in the order of the files. */
record TestRun(List<Timed> tests) {
  TestRun {
    tests = List.copyOf(tests);
  }

  /**
   * A test that was run.
   *
   * @param nanos how long it took
   */
  record Timed(TestResult result, long nanos) {
    /** What it is called within its rule. */
    String title() {
      RuleTest test = result.test();
      return test.title() == null ? "test at line " + test.place().line() : test.title();
    }

    String millis() {
      return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
  }

  long count(Outcome outcome) {
    return tests.stream().filter(t -> t.result().outcome() == outcome).count();
  }

  long nanos() {
    return tests.stream().mapToLong(Timed::nanos).sum();
  }

  /** In a line, such as {@code 12 tests: 11 passed, 1 failed (0.034 s)}. */
  String summary() {
    StringBuilder line = new StringBuilder();
    line.append(tests.size()).append(tests.size() == 1 ? " test: " : " tests: ");
    line.append(count(Outcome.PASSED)).append(" passed");
    for (Outcome outcome : List.of(Outcome.FAILED, Outcome.NOT_RUN)) {
      if (count(outcome) > 0) {
        line.append(", ").append(count(outcome)).append(' ').append(outcome.text());
      }
    }
    return line.append(String.format(Locale.ROOT, " (%.3f s)", nanos() / 1e9)).toString();
  }
}
