package io.tripline.app.serve;

import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of rules that the engine has stopped: once each, and again after a start, as long as they
 * are. Looks at figures from time to time, like {@link LimitLog}. Not thread-safe.
 */
final class FailureLog {
  private final Consumer<String> log;
  private final Map<String, String> told = new HashMap<>();

  FailureLog(Consumer<String> log) {
    this.log = log;
  }

  /** Looks once. */
  void look(List<RuleStats> rules) {
    for (RuleStats rule : rules) {
      String name = rule.ruleSet() + "/" + rule.rule();
      String failed = rule.failed();
      if (failed == null) {
        told.remove(name);
      } else if (!failed.equals(told.put(name, failed))) {
        log.accept(
            "Rule "
                + name
                + " has failed, and takes no events until it is resumed or changed: "
                + failed
                + ". This is an error of Tripline, not of the rule: please report it.");
      }
    }
  }
}
