package io.tripline.benchmarks.windows;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.pipeline.Matching;
import java.util.List;
import java.util.Objects;

/** One rule over {@link CardPayments} that reads windows, and never fires. */
final class WindowRule {
  private WindowRule() {}

  static Matching matching(String condition) {
    String rule = "rule w { on Payment by card when " + condition + " alert \"never\" }";
    SourceFile file = new SourceFile("windows.trip", CardPayments.EVENT + rule);
    RuleSet rules = Objects.requireNonNull(RuleCompiler.compile(List.of(file)).ruleSet());
    return Matching.of(
        "windows",
        rules,
        alert -> {
          throw new IllegalStateException("a rule fired that never should");
        });
  }
}
