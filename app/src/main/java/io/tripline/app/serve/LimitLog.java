package io.tripline.app.serve;

import io.tripline.app.cli.LimitText;
import io.tripline.engine.pipeline.EngineStats.Limited;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of rules that had too many partial matches: at once the first time, then once a minute at
 * most, with a count. Looks at figures from time to time, so that matching formats nothing. Not
 * thread-safe.
 */
final class LimitLog {
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final int limit;
  private final Consumer<String> log;
  private final Map<String, Told> told = new HashMap<>();

  /** What was told of a rule last: how many were dropped by then, and when that was. */
  private record Told(long dropped, long nanos) {}

  /**
   * @param limit on partial matches of one rule for one key
   */
  LimitLog(int limit, Consumer<String> log) {
    this.limit = limit;
    this.log = log;
  }

  /**
   * Looks once.
   *
   * @param nanos of a clock that never goes back
   */
  void look(List<RuleStats> rules, long nanos) {
    for (RuleStats rule : rules) {
      String name = rule.ruleSet() + "/" + rule.rule();
      Limited limited = rule.limited();
      if (limited == null) {
        told.remove(name); // it has begun afresh, or never was
        continue;
      }
      Told last = told.get(name);
      if (last == null) {
        tell(name, limited, limited.dropped());
      } else if (limited.dropped() != last.dropped && nanos - last.nanos >= QUIET_NANOS) {
        tell(name, limited, limited.dropped() - last.dropped);
      } else {
        continue;
      }
      told.put(name, new Told(limited.dropped(), nanos));
    }
  }

  private void tell(String name, Limited limited, long more) {
    log.accept(
        String.format(
            Locale.ROOT,
            "Rule %s: a key has had more than %,d partial matches at a time; %,d of those that"
                + " started first were dropped, %,d in all since %s. Alerts may be missing.",
            name,
            limit,
            more,
            limited.dropped(),
            LimitText.since(limited)));
  }
}
